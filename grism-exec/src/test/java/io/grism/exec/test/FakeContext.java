package io.grism.exec.test;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.SimpleEvaluationContext;
import io.grism.exec.operator.OperatorContext;
import org.apache.arrow.memory.BufferAllocator;

/** A task for operators that are run by hand; nobody cancels it. */
public record FakeContext(BufferAllocator allocator, MemoryBudget memory, int batchRows) implements OperatorContext {
    @Override
    public EvaluationContext evaluation() {
        return new SimpleEvaluationContext(allocator);
    }

    @Override
    public void checkCancelled() {}
}
