package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.List;

/**
 * The edges between two vertices of each input row: the input's columns and the edge's id. Each run of edges is found by binary search in the index of the vertex
 * that has fewer of them.
 */
public final class ExpandIntoOperator extends WalkOperator {
    private final int from;
    private final int to;
    private final Pair[][] pairsByTable;
    private final IdColumn fromIds = new IdColumn("");
    private final IdColumn toIds = new IdColumn("");
    private final IdColumn edgeIds;

    /** Where the walk through a row stands: the pair of its vertices' tables, the position in the run (-1 before it). */
    private int pair;

    private int position;

    /** An edge table in one direction, with the indexes of both its ends. */
    private record Pair(Arm arm, Adjacency reverse) {}

    /** {@code from} and {@code to} are input columns; {@code edgeColumn} names the column of edge ids. */
    public ExpandIntoOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            int from,
            int to,
            Direction direction,
            List<Integer> edgeTables,
            String edgeColumn,
            OperatorContext context) {
        super(input, context);
        this.edgeIds = add(edgeColumn);
        this.from = from;
        this.to = to;
        GraphIndex index = new GraphIndex(graph, snapshot);
        List<Arm> arms = Arm.of(index, direction, edgeTables, table -> true, context.allocator());
        Arm[][] armsByTable = Arm.byTable(arms, graph);
        this.pairsByTable = new Pair[armsByTable.length][];
        for (int table = 0; table < armsByTable.length; table++) {
            Arm[] at = armsByTable[table];
            pairsByTable[table] = new Pair[at.length];
            for (int a = 0; a < at.length; a++) {
                pairsByTable[table][a] = new Pair(at[a], at[a].reverse(index, context.allocator()));
            }
        }
    }

    @Override
    void start(Batch batch) {
        fromIds.read(batch.column(from), batch.rowCount());
        toIds.read(batch.column(to), batch.rowCount());
        pair = 0;
        position = -1;
    }

    @Override
    int walk(int rowCount) {
        long[] froms = fromIds.values(rowCount);
        long[] tos = toIds.values(rowCount);
        int count = 0;
        while (row < rowCount) {
            if (froms[row] >= 0 && tos[row] >= 0) {
                Pair[] pairs = pairsByTable[GraphTables.tableOf(froms[row])];
                int toTable = GraphTables.tableOf(tos[row]);
                while (pair < pairs.length) {
                    if (pairs[pair].arm.to() == toTable) {
                        count = copyRun(
                                pairs[pair],
                                (int) GraphTables.rowOf(froms[row]),
                                (int) GraphTables.rowOf(tos[row]),
                                count);
                        if (position >= 0) {
                            return count;
                        }
                    }
                    pair++;
                }
            }
            pair = 0;
            row++;
        }
        return count;
    }

    /** Adds the edges of a run from {@link #position} on; leaves it at the first that does not fit, or at -1. */
    private int copyRun(Pair pair, int fromRow, int toRow, int count) {
        if (pair.arm.skipLoops() && fromRow == toRow) {
            return count;
        }
        Adjacency forward = pair.arm.adjacency();
        boolean useForward = forward.degree(fromRow) <= pair.reverse.degree(toRow);
        Adjacency searched = useForward ? forward : pair.reverse;
        int vertex = useForward ? fromRow : toRow;
        int neighbour = useForward ? toRow : fromRow;
        int[] neighbours = searched.neighbours();
        int[] edges = searched.edges();
        int end = searched.offsets()[vertex + 1];
        long[] ids = edgeIds.values(parents.length);
        int at = position < 0 ? searched.firstPosition(vertex, neighbour) : position;
        position = -1;
        for (; at < end && neighbours[at] == neighbour; at++) {
            if (count == parents.length) {
                position = at;
                return count;
            }
            parents[count] = row;
            ids[count++] = pair.arm.edgeBase() | edges[at];
        }
        return count;
    }
}
