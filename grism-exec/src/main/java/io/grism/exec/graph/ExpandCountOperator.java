package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * How many edges one step has: the input's columns and the number of edges at the vertex of each input row, where there is one. It stands for that many rows of an {@link ExpandOperator}
 * and costs the look-up of a degree.
 */
public final class ExpandCountOperator implements Operator {
    private final Operator input;
    private final OperatorContext context;
    private final int from;
    private final Arm[][] armsByTable;
    private final IdColumn sources = new IdColumn("");
    private final IdColumn counts;
    private int[] kept = new int[0];

    /**
     * @param from the input column that holds the vertex
     * @param countColumn name of the column of counts
     */
    public ExpandCountOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            int from,
            Direction direction,
            List<Integer> edgeTables,
            List<Integer> vertexTables,
            String countColumn,
            OperatorContext context) {
        this.input = input;
        this.context = context;
        this.from = from;
        List<Arm> arms = Arm.of(
                new GraphIndex(graph, snapshot), direction, edgeTables, vertexTables::contains, context.allocator());
        this.armsByTable = Arm.byTable(arms, graph);
        this.counts = new IdColumn(countColumn);
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.checkCancelled();
            Batch batch = input.next();
            if (batch == null) {
                return null;
            }
            Batch counted = count(batch);
            if (counted != null) {
                return counted;
            }
        }
    }

    /** The rows with edges and their numbers, or null for none; takes over the batch. */
    private @Nullable Batch count(Batch batch) {
        int rows = batch.rowCount();
        boolean passed = false;
        try {
            int count = degrees(sources.read(batch.column(from), rows), rows);
            if (count == 0) {
                return null;
            }
            if (count < rows) {
                return Gathered.rows(batch, kept, count, List.of(counts), context.allocator());
            }
            FieldVector[] columns = new FieldVector[batch.columnCount() + 1];
            columns[batch.columnCount()] = counts.toVector(rows, context.allocator());
            for (int c = 0; c < batch.columnCount(); c++) {
                columns[c] = batch.column(c);
            }
            passed = true;
            return new Batch(rows, columns);
        } finally {
            if (!passed) {
                batch.close();
            }
        }
    }

    /** Fills the rows kept and their counts; returns how many they are. */
    private int degrees(long[] ids, int rows) {
        if (kept.length < rows) {
            kept = new int[rows];
        }
        long[] degrees = counts.values(rows);
        int count = 0;
        for (int row = 0; row < rows; row++) {
            long degree = 0;
            if (ids[row] >= 0) {
                int vertex = (int) GraphTables.rowOf(ids[row]);
                for (Arm arm : armsByTable[GraphTables.tableOf(ids[row])]) {
                    degree += arm.degree(vertex);
                }
            }
            kept[count] = row;
            degrees[count] = degree;
            count += degree > 0 ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() {
        input.close();
    }
}
