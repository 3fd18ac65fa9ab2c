package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.expr.PredicateEvaluator;
import io.grism.exec.kernel.Gather;
import org.jspecify.annotations.Nullable;

/** The input's rows for which a condition is TRUE. */
public final class FilterOperator implements Operator {
    private final Operator input;
    private final PredicateEvaluator predicate;
    private final OperatorContext context;
    private int[] rows = new int[0];

    public FilterOperator(Operator input, PredicateEvaluator predicate, OperatorContext context) {
        this.input = input;
        this.predicate = predicate;
        this.context = context;
    }

    @Override
    public @Nullable Batch next() {
        Batch batch;
        while ((batch = input.next()) != null) {
            Batch result = filter(batch);
            if (result != null) {
                return result;
            }
            context.checkCancelled();
        }
        return null;
    }

    /** The rows kept, or null for none; takes over the batch. */
    private @Nullable Batch filter(Batch batch) {
        boolean kept = false;
        try {
            if (rows.length < batch.rowCount()) {
                rows = new int[batch.rowCount()];
            }
            int count = predicate.select(batch, rows);
            kept = count == batch.rowCount();
            if (kept) {
                return batch;
            }
            return count == 0 ? null : Gather.gather(batch, rows, count, context.allocator());
        } finally {
            if (!kept) {
                batch.close();
            }
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
