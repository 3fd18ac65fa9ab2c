package io.grism.exec.storage;

import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.SimpleEvaluationContext;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What the predicate of a scan sees: the statement's context with the scan's allocator. */
record ScanContext(EvaluationContext statement, BufferAllocator allocator) implements EvaluationContext {
    static ScanContext of(@Nullable EvaluationContext statement, BufferAllocator allocator) {
        return new ScanContext(statement == null ? new SimpleEvaluationContext(allocator) : statement, allocator);
    }

    @Override
    public @Nullable Object parameter(int index) {
        return statement.parameter(index);
    }

    @Override
    public @Nullable Object outer(int correlation, int index) {
        return statement.outer(correlation, index);
    }

    @Override
    public long statementTime() {
        return statement.statementTime();
    }

    @Override
    public TimeZone timeZone() {
        return statement.timeZone();
    }

    @Override
    public String user() {
        return statement.user();
    }
}
