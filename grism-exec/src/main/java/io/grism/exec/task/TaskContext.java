package io.grism.exec.task;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.storage.Snapshot;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What a task sees of the query that it runs for. Thread-safe. */
public interface TaskContext {
    /** The tables. */
    Snapshot snapshot();

    /** For expressions. */
    EvaluationContext evaluation();

    /** For batches. */
    BufferAllocator allocator();

    /** For state kept between batches. */
    MemoryBudget memory();

    /** Throws CANCELLED or TIMEOUT once the statement is to stop. */
    void checkCancelled();

    /** What the task reads of scans. */
    Share share();

    /** The rows that an earlier stage has sent to this task; the rows of every call begin anew. */
    Source stageInput(StageInputNode node);

    /** How many drivers a pipeline may have. */
    int threads();

    /** Runs the drivers beyond the first of a pipeline; must not make one wait for another. */
    Executor executor();

    /** The largest batch that an operator should make. */
    int batchRows();

    /** When set, each source cuts its rows into batches and splits of random sizes: results may not depend on the cuts. */
    @Nullable
    Long batchSeed();

    /** Where to count, or null not to. */
    @Nullable
    TaskMetrics metrics();
}
