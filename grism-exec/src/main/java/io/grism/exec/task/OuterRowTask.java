package io.grism.exec.task;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.storage.Snapshot;
import java.util.Arrays;
import java.util.TimeZone;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A task within another, for one outer row; runs on one thread. */
final class OuterRowTask implements TaskContext, EvaluationContext {
    private final TaskContext task;
    private final EvaluationContext outer;
    private final int correlation;
    private final int[] columns;
    private final @Nullable Object[] values;

    OuterRowTask(TaskContext task, int correlation, int[] columns, @Nullable Object[] values) {
        this.task = task;
        this.outer = task.evaluation();
        this.correlation = correlation;
        this.columns = columns;
        this.values = values;
    }

    @Override
    public @Nullable Object outer(int asked, int index) {
        return asked == correlation ? values[Arrays.binarySearch(columns, index)] : outer.outer(asked, index);
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public EvaluationContext evaluation() {
        return this;
    }

    @Override
    public @Nullable Object parameter(int index) {
        return outer.parameter(index);
    }

    @Override
    public long statementTime() {
        return outer.statementTime();
    }

    @Override
    public TimeZone timeZone() {
        return outer.timeZone();
    }

    @Override
    public String user() {
        return outer.user();
    }

    @Override
    public Snapshot snapshot() {
        return task.snapshot();
    }

    @Override
    public BufferAllocator allocator() {
        return task.allocator();
    }

    @Override
    public MemoryBudget memory() {
        return task.memory();
    }

    @Override
    public void checkCancelled() {
        task.checkCancelled();
    }

    @Override
    public Executor executor() {
        return task.executor();
    }

    @Override
    public int batchRows() {
        return task.batchRows();
    }

    @Override
    public @Nullable Long batchSeed() {
        return task.batchSeed();
    }

    @Override
    public @Nullable TaskMetrics metrics() {
        return task.metrics();
    }
}
