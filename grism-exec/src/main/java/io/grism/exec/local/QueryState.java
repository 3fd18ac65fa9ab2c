package io.grism.exec.local;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.task.NodeMetrics;
import io.grism.exec.task.TaskContext;
import io.grism.exec.task.TaskMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What the threads of one query share: its allocator, budget, clock and the signs to stop. */
final class QueryState implements TaskContext, EvaluationContext, AutoCloseable {
    private final QueryContext query;
    private final Executor executor;
    private final BufferAllocator allocator;
    private final MemoryBudget memory;
    private final @Nullable TaskMetrics metrics;
    private final long statementTime;
    private final long deadline;
    private volatile long peakBatches;
    private volatile boolean stopped;

    QueryState(QueryContext query, Executor executor) {
        this.query = query;
        this.executor = executor;
        this.memory = new MemoryBudget(query.memory());
        this.metrics = query.metrics() == QueryContext.Metrics.ON ? new TaskMetrics(memory) : null;
        this.statementTime = query.clock().millis();
        Duration timeout = query.timeout();
        this.deadline = timeout == null ? Long.MAX_VALUE : System.nanoTime() + timeout.toNanos();
        this.allocator = query.allocator().newChildAllocator("query", 0, query.memory());
    }

    /** Makes all threads of the query stop, because nobody wants its rows any more. */
    void stop() {
        stopped = true;
    }

    @Override
    public void checkCancelled() {
        if (stopped || query.cancelToken().isCancelled()) {
            throw new GrismException(ErrorCode.CANCELLED, "Cannot finish the query: it was cancelled");
        }
        if (deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0) {
            throw new GrismException(ErrorCode.TIMEOUT, "Cannot finish the query: it ran longer than its timeout");
        }
    }

    Map<Integer, NodeMetrics> snapshotMetrics() {
        return metrics == null ? Map.of() : metrics.snapshot();
    }

    long peakMemory() {
        return memory.peak() + Math.max(peakBatches, allocator.getPeakMemoryAllocation());
    }

    @Override
    public Snapshot snapshot() {
        return query.snapshot();
    }

    @Override
    public EvaluationContext evaluation() {
        return this;
    }

    @Override
    public BufferAllocator allocator() {
        return allocator;
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    @Override
    public Share share() {
        return Share.WHOLE;
    }

    @Override
    public Source stageInput(StageInputNode node) {
        throw new GrismException(
                ErrorCode.INTERNAL, "Cannot read stage " + node.stage() + ": the plan is not one of stages");
    }

    @Override
    public int threads() {
        return query.threads();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public int batchRows() {
        return query.batchRows();
    }

    @Override
    public @Nullable Long batchSeed() {
        return query.batchSeed();
    }

    @Override
    public @Nullable TaskMetrics metrics() {
        return metrics;
    }

    @Override
    public @Nullable Object parameter(int index) {
        if (index >= query.parameters().size()) {
            throw new GrismException(
                    ErrorCode.INVALID_PARAMETER,
                    "Cannot run the statement: parameter " + (index + 1) + " has no value. Set all parameters");
        }
        return query.parameters().get(index);
    }

    @Override
    public @Nullable Object outer(int correlation, int index) {
        throw new GrismException(
                ErrorCode.INTERNAL, "Cannot read column " + index + " of outer row " + correlation + ": there is none");
    }

    @Override
    public long statementTime() {
        return statementTime;
    }

    @Override
    public TimeZone timeZone() {
        return query.timeZone();
    }

    @Override
    public String user() {
        return query.user();
    }

    @Override
    public void close() {
        peakBatches = allocator.getPeakMemoryAllocation();
        Closing.closeAll(List.of(allocator, query.snapshot()));
    }
}
