package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.List;

/**
 * One step along edges: the input's columns, the edge's id and the id of the vertex reached, for every edge at the vertex of each input row. A row's edges may be
 * spread over several batches; a batch holds rows of one input batch only.
 */
public final class ExpandOperator extends WalkOperator {
    private static final Arm[] NO_ARMS = {};

    private final int from;
    private final Arm[][] armsByTable;
    private final IdColumn sources = new IdColumn("");
    private final IdColumn edgeIds;
    private final IdColumn vertexIds;

    /** Where the walk through a row stands: the arm at the row's vertex, the position in the arm's run (-1 before it). */
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
        super(input, context);
        this.edgeIds = add(edgeColumn);
        this.vertexIds = add(vertexColumn);
        this.from = from;
        List<Arm> arms = Arm.of(
                new GraphIndex(graph, snapshot), direction, edgeTables, vertexTables::contains, context.allocator());
        this.armsByTable = Arm.byTable(arms, graph);
    }

    @Override
    void start(Batch batch) {
        sources.read(batch.column(from), batch.rowCount());
        arm = 0;
        position = -1;
    }

    @Override
    int walk(int rowCount) {
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
}
