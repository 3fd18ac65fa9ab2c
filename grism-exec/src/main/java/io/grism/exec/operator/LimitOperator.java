package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.kernel.Gather;
import org.jspecify.annotations.Nullable;

/** The rows that a {@link LimitCounter} lets pass. */
public final class LimitOperator implements Operator {
    private final Operator input;
    private final LimitCounter counter;
    private final OperatorContext context;

    public LimitOperator(Operator input, LimitCounter counter, OperatorContext context) {
        this.input = input;
        this.counter = counter;
        this.context = context;
    }

    @Override
    public @Nullable Batch next() {
        while (!counter.isExhausted()) {
            context.checkCancelled();
            Batch batch = input.next();
            if (batch == null) {
                return null;
            }
            int rows = batch.rowCount();
            long start = counter.claim(rows);
            int first = counter.first(start, rows);
            int last = counter.last(start, rows);
            if (first == 0 && last == rows) {
                return batch;
            }
            try (batch) {
                if (first < last) {
                    return Gather.slice(batch, first, last - first, context.allocator());
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        input.close();
    }
}
