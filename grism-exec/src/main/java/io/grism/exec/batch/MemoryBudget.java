package io.grism.exec.batch;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one query may hold outside the batches in flight: hash tables, sort runs, build sides. On-heap
 * bytes are reserved before they are allocated and released when dropped. Thread-safe.
 */
public final class MemoryBudget {
    private final @Nullable MemoryBudget parent;
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /** A budget of {@code limit} bytes. */
    public MemoryBudget(long limit) {
        this(null, limit);
    }

    private MemoryBudget(@Nullable MemoryBudget parent, long limit) {
        this.parent = parent;
        this.limit = limit;
    }

    /** A part of this budget that counts its own use: what it holds is held here too, under the limit here. */
    public MemoryBudget part() {
        return new MemoryBudget(this, limit);
    }

    /**
     * Takes {@code bytes} for the named operator.
     *
     * @throws GrismException OUT_OF_MEMORY when the budget does not hold them; nothing is taken then
     */
    public void reserve(String operator, long bytes) {
        if (!tryReserve(bytes)) {
            throw new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot hold " + mib(root().used() + bytes) + " in " + operator + ": " + advice());
        }
    }

    /** Takes {@code bytes}, for what can be done without; false when the budget does not hold them. */
    public boolean tryReserve(long bytes) {
        if (parent != null) {
            if (!parent.tryReserve(bytes)) {
                return false;
            }
            peak.accumulateAndGet(used.addAndGet(bytes), Math::max);
            return true;
        }
        long now = used.addAndGet(bytes);
        if (now > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        peak.accumulateAndGet(now, Math::max);
        return true;
    }

    private MemoryBudget root() {
        return parent == null ? this : parent.root();
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
        if (parent != null) {
            parent.release(bytes);
        }
    }

    /** The second half of a message about too little memory: the budget, and what to change. */
    public String advice() {
        return "the query's memory budget is " + mib(limit)
                + ". Raise it with the connection property memory, or SET memory = '...'";
    }

    public long used() {
        return used.get();
    }

    public long peak() {
        return peak.get();
    }

    public long limit() {
        return limit;
    }

    private static String mib(long bytes) {
        return bytes < (1 << 20) ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }
}
