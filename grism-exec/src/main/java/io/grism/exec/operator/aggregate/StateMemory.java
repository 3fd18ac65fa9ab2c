package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.MemoryBudget;

/** The bytes that the state of one operator or driver has taken from the budget. Single-threaded. */
public final class StateMemory implements AutoCloseable {
    private final MemoryBudget budget;
    private final String operator;
    private long held;

    public StateMemory(MemoryBudget budget, String operator) {
        this.budget = budget;
        this.operator = operator;
    }

    /** Holds {@code bytes} from now on, more or fewer than before. */
    public void resize(long bytes) {
        if (bytes > held) {
            budget.reserve(operator, bytes - held);
        } else {
            budget.release(held - bytes);
        }
        held = bytes;
    }

    @Override
    public void close() {
        budget.release(held);
        held = 0;
    }
}
