package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step along edges: the input's columns, the edge's id and the id of the vertex reached, for every edge at the vertex of each input row. A row's edges may be
 * spread over several batches; a batch holds rows of one input batch only.
 */
public final class ExpandOperator implements Operator {
    private static final Arm[] NO_ARMS = {};

    private final Operator input;
    private final OperatorContext context;
    private final int from;
    private final Arm[][] armsByTable;
    private final IdColumn sources = new IdColumn("");
    private final IdColumn edgeIds;
    private final IdColumn vertexIds;
    private final int[] parents;

    private @Nullable Batch current;
    /** Where the walk through the current batch stands: its row, the arm at the row's vertex, the position in the arm's run (-1 before it). */
    private int row;

    private int arm;
    private int position;

    /**
     * @param from the input column that holds the vertex
     * @param edgeColumn name of the column of edge ids
     * @param vertexColumn name of the column of vertex ids
     */
    public ExpandOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            int from,
            Direction direction,
            List<Integer> edgeTables,
            List<Integer> vertexTables,
            String edgeColumn,
            String vertexColumn,
            OperatorContext context) {
        this.input = input;
        this.context = context;
        this.from = from;
        List<Arm> arms = Arm.of(
                new GraphIndex(graph, snapshot), direction, edgeTables, vertexTables::contains, context.allocator());
        this.armsByTable = Arm.byTable(arms, graph);
        this.edgeIds = new IdColumn(edgeColumn);
        this.vertexIds = new IdColumn(vertexColumn);
        this.parents = new int[context.batchRows()];
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.checkCancelled();
            if (current == null) {
                current = input.next();
                if (current == null) {
                    return null;
                }
                sources.read(current.column(from), current.rowCount());
                row = 0;
                arm = 0;
                position = -1;
            }
            int count = walk(current.rowCount());
            Batch output = count == 0 ? null : toBatch(current, count);
            if (row == current.rowCount()) {
                current.close();
                current = null;
            }
            if (output != null) {
                return output;
            }
        }
    }

    /** Goes on from where the walk stands until a batch is full or the input is walked; returns the rows made. */
    private int walk(int rowCount) {
        int limit = parents.length;
        long[] ids = sources.values(rowCount);
        long[] edges = edgeIds.values(limit);
        long[] vertices = vertexIds.values(limit);
        int count = 0;
        while (row < rowCount) {
            long id = ids[row];
            Arm[] arms = id < 0 ? NO_ARMS : armsByTable[GraphTables.tableOf(id)];
            int vertex = (int) GraphTables.rowOf(id);
            while (arm < arms.length) {
                Arm taken = arms[arm];
                Adjacency adjacency = taken.adjacency();
                int begin = position < 0 ? adjacency.offsets()[vertex] : position;
                int end = adjacency.offsets()[vertex + 1];
                int stop = Math.min(end, begin + limit - count);
                count = copyRun(taken, vertex, begin, stop, row, edges, vertices, count);
                if (stop < end) {
                    position = stop;
                    return count;
                }
                position = -1;
                arm++;
            }
            arm = 0;
            row++;
        }
        return count;
    }

    private int copyRun(
            Arm taken, int vertex, int begin, int end, int parent, long[] edges, long[] vertices, int count) {
        int[] runNeighbours = taken.adjacency().neighbours();
        int[] runEdges = taken.adjacency().edges();
        long edgeBase = taken.edgeBase();
        long vertexBase = taken.elementBase();
        if (taken.skipLoops()) {
            for (int i = begin; i < end; i++) {
                parents[count] = parent;
                edges[count] = edgeBase | runEdges[i];
                vertices[count] = vertexBase | runNeighbours[i];
                count += runNeighbours[i] == vertex ? 0 : 1;
            }
            return count;
        }
        int shift = count - begin;
        for (int i = begin; i < end; i++) {
            parents[shift + i] = parent;
            edges[shift + i] = edgeBase | runEdges[i];
            vertices[shift + i] = vertexBase | runNeighbours[i];
        }
        return count + end - begin;
    }

    private Batch toBatch(Batch parent, int count) {
        return Gathered.rows(parent, parents, count, List.of(edgeIds, vertexIds), context.allocator());
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        input.close();
    }
}
