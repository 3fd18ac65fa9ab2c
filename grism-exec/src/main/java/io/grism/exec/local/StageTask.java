package io.grism.exec.local;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.stage.StageOutput;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.task.TaskContext;
import io.grism.exec.task.TaskMetrics;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What the task of one partition of a stage sees: the query, a share of its scans, and what earlier stages have sent to the partition. */
final class StageTask implements TaskContext {
    private final QueryState query;
    private final Share share;
    private final int threads;
    private final Map<Integer, StageOutput> inputs;
    private final Runnable checkStopped;
    private final @Nullable TaskMetrics metrics;

    /**
     * A task.
     *
     * @param inputs what the stage reads, by the ids of stages
     * @param checkStopped throws when the task is to stop although the query is not
     * @param metrics where to count
     */
    StageTask(
            QueryState query,
            Share share,
            int threads,
            Map<Integer, StageOutput> inputs,
            Runnable checkStopped,
            @Nullable TaskMetrics metrics) {
        this.query = query;
        this.share = share;
        this.threads = threads;
        this.inputs = Map.copyOf(inputs);
        this.checkStopped = checkStopped;
        this.metrics = metrics;
    }

    @Override
    public Share share() {
        return share;
    }

    @Override
    public Source stageInput(StageInputNode node) {
        StageOutput input = inputs.get(node.stage());
        return input == null ? query.stageInput(node) : input.source(share.partition());
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public void checkCancelled() {
        checkStopped.run();
        query.checkCancelled();
    }

    @Override
    public @Nullable Long batchSeed() {
        Long seed = query.batchSeed();
        return seed == null ? null : seed + 7919L * share.partition();
    }

    @Override
    public Snapshot snapshot() {
        return query.snapshot();
    }

    @Override
    public EvaluationContext evaluation() {
        return query.evaluation();
    }

    @Override
    public BufferAllocator allocator() {
        return query.allocator();
    }

    @Override
    public MemoryBudget memory() {
        return query.memory();
    }

    @Override
    public Executor executor() {
        return query.executor();
    }

    @Override
    public int batchRows() {
        return query.batchRows();
    }

    @Override
    public @Nullable TaskMetrics metrics() {
        return metrics;
    }
}
