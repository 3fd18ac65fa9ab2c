package io.grism.exec.task;

import io.grism.exec.expr.EvaluationContext;
import java.util.Arrays;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What expressions see within a correlation: its outer row, and all that the plan around it sees. */
final class OuterRow implements EvaluationContext {
    private final EvaluationContext around;
    private final int correlation;
    private final int[] columns;
    private final @Nullable Object[] values;

    /** The row with {@code values} in {@code columns}, which are ascending. */
    OuterRow(EvaluationContext around, int correlation, int[] columns, @Nullable Object[] values) {
        this.around = around;
        this.correlation = correlation;
        this.columns = columns;
        this.values = values;
    }

    @Override
    public @Nullable Object outer(int asked, int index) {
        return asked == correlation ? values[Arrays.binarySearch(columns, index)] : around.outer(asked, index);
    }

    @Override
    public BufferAllocator allocator() {
        return around.allocator();
    }

    @Override
    public @Nullable Object parameter(int index) {
        return around.parameter(index);
    }

    @Override
    public long statementTime() {
        return around.statementTime();
    }

    @Override
    public TimeZone timeZone() {
        return around.timeZone();
    }

    @Override
    public String user() {
        return around.user();
    }
}
