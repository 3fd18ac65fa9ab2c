package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * The vertices that edges join to both of two vertices of each input row: the input's columns, the first edge's id, the common neighbour's id, and the second edge's id. The runs of the two vertices, both
 * in the order of their neighbours, are walked together, with growing leaps through the one that lags behind; so a vertex of few edges costs little even beside one of many.
 */
public final class ExpandIntersectOperator extends WalkOperator {
    /** Neighbours looked at one by one before leaping. */
    private static final int MUCH_LONGER = 16;

    private static final int NEAR = 4;

    private final int first;
    private final int second;
    private final Pair[][][] pairsByTables;
    private final IdColumn firstIds = new IdColumn("");
    private final IdColumn secondIds = new IdColumn("");
    private final IdColumn firstEdges;
    private final IdColumn vertexIds;
    private final IdColumn secondEdges;

    /** Where the walk through a row stands: the pair of arms at its vertices, the positions in their runs (-1 before them), and that of the second edge to go on with (-1 for the first of its neighbour). */
    private int pair;

    private int firstAt;
    private int secondAt;
    private int edgeAt;

    /** Two ways to the same vertices. */
    private record Pair(Arm first, Arm second) {}

    /** One of the two steps: from an input column along edges, whose ids become a column of this name. */
    public record Leg(int from, Direction direction, List<Integer> edgeTables, String edgeColumn) {}

    /** {@code vertexTables} are those that the common neighbour may be of. */
    public ExpandIntersectOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            Leg first,
            Leg second,
            List<Integer> vertexTables,
            String vertexColumn,
            OperatorContext context) {
        super(input, context);
        this.firstEdges = add(first.edgeColumn);
        this.vertexIds = add(vertexColumn);
        this.secondEdges = add(second.edgeColumn);
        this.first = first.from;
        this.second = second.from;
        GraphIndex index = new GraphIndex(graph, snapshot);
        Arm[][] firstArms = arms(index, first, vertexTables, context);
        Arm[][] secondArms = arms(index, second, vertexTables, context);
        this.pairsByTables = new Pair[firstArms.length][secondArms.length][];
        for (int one = 0; one < firstArms.length; one++) {
            for (int other = 0; other < secondArms.length; other++) {
                pairsByTables[one][other] = pairs(firstArms[one], secondArms[other]);
            }
        }
    }

    private static Arm[][] arms(GraphIndex index, Leg leg, List<Integer> vertexTables, OperatorContext context) {
        List<Arm> arms = Arm.of(index, leg.direction, leg.edgeTables, vertexTables::contains, context.allocator());
        return Arm.byTable(arms, index.graph());
    }

    private static Pair[] pairs(Arm[] first, Arm[] second) {
        List<Pair> pairs = new ArrayList<>();
        for (Arm one : first) {
            for (Arm other : second) {
                if (one.to() == other.to()) {
                    pairs.add(new Pair(one, other));
                }
            }
        }
        return pairs.toArray(Pair[]::new);
    }

    @Override
    void start(Batch batch) {
        firstIds.read(batch.column(first), batch.rowCount());
        secondIds.read(batch.column(second), batch.rowCount());
        pair = 0;
        firstAt = -1;
        edgeAt = -1;
    }

    @Override
    int walk(int rowCount) {
        long[] ones = firstIds.values(rowCount);
        long[] others = secondIds.values(rowCount);
        int count = 0;
        while (row < rowCount) {
            if (ones[row] >= 0 && others[row] >= 0) {
                Pair[] pairs = pairsByTables[GraphTables.tableOf(ones[row])][GraphTables.tableOf(others[row])];
                int one = (int) GraphTables.rowOf(ones[row]);
                int other = (int) GraphTables.rowOf(others[row]);
                while (pair < pairs.length) {
                    count = intersect(pairs[pair], one, other, count);
                    if (firstAt >= 0) {
                        return count;
                    }
                    pair++;
                }
            }
            pair = 0;
            row++;
        }
        return count;
    }

    /** Adds the common neighbours from where the walk stands; leaves it at the first that does not fit, or at -1. */
    private int intersect(Pair pair, int one, int other, int count) {
        Arm firstArm = pair.first;
        Arm secondArm = pair.second;
        int[] ones = firstArm.adjacency().neighbours();
        int[] others = secondArm.adjacency().neighbours();
        int oneEnd = firstArm.adjacency().offsets()[one + 1];
        int otherEnd = secondArm.adjacency().offsets()[other + 1];
        int i = firstAt < 0 ? firstArm.adjacency().offsets()[one] : firstAt;
        int j = firstAt < 0 ? secondArm.adjacency().offsets()[other] : secondAt;
        firstAt = -1;
        boolean leaps = farApart(oneEnd - i, otherEnd - j);
        while (i < oneEnd && j < otherEnd) {
            int neighbour = ones[i];
            if (!leaps && neighbour != others[j]) {
                // Which of the two is less is hard to foretell, so that there is no branch on it.
                int isLess = neighbour < others[j] ? 1 : 0;
                i += isLess;
                j += 1 - isLess;
            } else if (neighbour < others[j]) {
                i = leap(ones, i + 1, oneEnd, others[j]);
            } else if (neighbour > others[j]) {
                j = leap(others, j + 1, otherEnd, neighbour);
            } else {
                boolean skipped =
                        firstArm.skipLoops() && neighbour == one || secondArm.skipLoops() && neighbour == other;
                int end = skipped ? j : otherEnd;
                for (int k = edgeAt < 0 ? j : edgeAt; k < end && others[k] == neighbour; k++) {
                    if (count == parents.length) {
                        firstAt = i;
                        secondAt = j;
                        edgeAt = k;
                        return count;
                    }
                    add(pair, i, k, neighbour, count++);
                }
                edgeAt = -1;
                i++;
            }
        }
        return count;
    }

    /** Whether one run is so much longer than the other that leaping through it costs less than walking. */
    private static boolean farApart(int length, int otherLength) {
        return length > (long) MUCH_LONGER * otherLength || otherLength > (long) MUCH_LONGER * length;
    }

    private void add(Pair pair, int firstEdge, int secondEdge, int neighbour, int at) {
        parents[at] = row;
        firstEdges.values(parents.length)[at] =
                pair.first.edgeBase() | pair.first.adjacency().edges()[firstEdge];
        vertexIds.values(parents.length)[at] = pair.first.elementBase() | neighbour;
        secondEdges.values(parents.length)[at] =
                pair.second.edgeBase() | pair.second.adjacency().edges()[secondEdge];
    }

    /** The first position from {@code from} on whose neighbour is {@code neighbour} or greater. */
    private static int leap(int[] neighbours, int from, int end, int neighbour) {
        int near = Math.min(end, from + NEAR);
        int low = from;
        while (low < near) {
            if (neighbours[low] >= neighbour) {
                return low;
            }
            low++;
        }
        int step = NEAR;
        while (step < end - low && neighbours[low + step] < neighbour) {
            low += step;
            step <<= 1;
        }
        int high = step < end - low ? low + step : end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (neighbours[middle] < neighbour) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
