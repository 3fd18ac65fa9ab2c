package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** What walks from the elements of any input rows reach: the ids of the elements, each once. Reads all of the input first. */
public final class ReachTogetherOperator implements Operator {
    private final Operator input;
    private final OperatorContext context;
    private final int from;
    private final Reachability reachability;
    private final IdColumn sources = new IdColumn("");
    private final IdColumn vertexIds;
    private boolean searched;

    /**
     * @param from the input column that holds the elements
     * @param walks what is walked
     * @param vertexColumn name of the column of ids reached
     */
    public ReachTogetherOperator(Operator input, int from, Walks walks, String vertexColumn, OperatorContext context) {
        this.input = input;
        this.context = context;
        this.from = from;
        this.reachability = walks.open(context);
        this.vertexIds = new IdColumn(vertexColumn);
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        if (!searched) {
            search();
            searched = true;
        }
        int count = reachability.read(vertexIds.values(context.batchRows()), 0, context.batchRows());
        return count == 0 ? null : new Batch(count, new FieldVector[] {vertexIds.toVector(count, context.allocator())});
    }

    private void search() {
        reachability.clear();
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            try (Batch rows = batch) {
                long[] starts = sources.read(rows.column(from), rows.rowCount());
                for (int row = 0; row < rows.rowCount(); row++) {
                    if (starts[row] >= 0) {
                        reachability.add(starts[row]);
                    }
                }
            }
            context.checkCancelled();
        }
        reachability.search();
    }

    @Override
    public void close() {
        reachability.close();
        input.close();
    }
}
