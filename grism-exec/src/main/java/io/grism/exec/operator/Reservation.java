package io.grism.exec.operator;

import io.grism.exec.batch.MemoryBudget;

/** The on-heap bytes that one holder, an operator or a driver of it, has taken from the budget. Single-threaded. */
public final class Reservation implements AutoCloseable {
    private final MemoryBudget budget;
    private final String operator;
    private long held;

    public Reservation(MemoryBudget budget, String operator) {
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

    /** Holds so many bytes more, unless the budget does not hold them. */
    boolean tryGrow(long bytes) {
        if (!budget.tryReserve(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    void shrink(long bytes) {
        budget.release(bytes);
        held -= bytes;
    }

    @Override
    public void close() {
        budget.release(held);
        held = 0;
    }
}
