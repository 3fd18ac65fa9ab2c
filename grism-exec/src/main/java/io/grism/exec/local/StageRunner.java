package io.grism.exec.local;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.Share;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.stage.StageOutput;
import io.grism.exec.task.Task;
import io.grism.exec.task.TaskMetrics;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Runs in this process tasks of a query whose driver is elsewhere. The query's snapshot is closed with it, when all tasks are. */
public final class StageRunner implements AutoCloseable {
    private final QueryState state;
    private final boolean metrics;

    /** A runner for the tasks of one query, on the threads of {@link LocalRuntime#shared()}. */
    public StageRunner(QueryContext context) {
        this.metrics = context.metrics() == QueryContext.Metrics.ON;
        this.state = new QueryState(context, LocalRuntime.shared().executor());
    }

    /** Where a task counts, or null when the query does not want that. */
    public @Nullable TaskMetrics newMetrics() {
        return metrics ? new TaskMetrics(state.memory()) : null;
    }

    /**
     * Makes the rows of one partition of a stage, ready to run; to be closed before this.
     *
     * @param threads drivers of a pipeline at most
     * @param inputs what the stage reads, by the ids of stages
     */
    public Operator start(
            PlanNode plan,
            Share share,
            int threads,
            Map<Integer, StageOutput> inputs,
            @Nullable TaskMetrics taskMetrics) {
        return Task.start(plan, new StageTask(state, share, threads, inputs, () -> {}, taskMetrics));
    }

    public BufferAllocator allocator() {
        return state.allocator();
    }

    public MemoryBudget memory() {
        return state.memory();
    }

    /** Throws CANCELLED once the query has been cancelled. */
    public void checkCancelled() {
        state.checkCancelled();
    }

    @Override
    public void close() {
        state.stop();
        state.close();
    }
}
