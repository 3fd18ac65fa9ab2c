package io.grism.exec.task;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.storage.Snapshot;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A task that an operator of another task runs; it stops when the pipeline of that operator is to stop. It reads all rows of its scans, whatever part the other task reads. */
final class NestedTask implements TaskContext {
    private final TaskContext task;
    private final OperatorContext caller;
    private final EvaluationContext evaluation;
    private final int threads;

    NestedTask(TaskContext task, OperatorContext caller, EvaluationContext evaluation, int threads) {
        this.task = task;
        this.caller = caller;
        this.evaluation = evaluation;
        this.threads = threads;
    }

    @Override
    public EvaluationContext evaluation() {
        return evaluation;
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public void checkCancelled() {
        caller.checkCancelled();
    }

    @Override
    public Share share() {
        return Share.WHOLE;
    }

    @Override
    public Source stageInput(StageInputNode node) {
        return task.stageInput(node);
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
