package io.grism.exec.operator;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.expr.EvaluationContext;
import org.apache.arrow.memory.BufferAllocator;

/** What an operator sees of the task that it runs in. */
public interface OperatorContext {
    /** For batches. */
    BufferAllocator allocator();

    /** For state kept between batches. */
    MemoryBudget memory();

    /** For expressions. */
    EvaluationContext evaluation();

    /** Throws CANCELLED or TIMEOUT once the statement is to stop; called at least once a batch. */
    void checkCancelled();

    /** The largest batch that an operator should make. */
    int batchRows();
}
