package io.grism.exec.batch;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that one query may hold outside the batches in flight: hash tables, sort runs, build sides. On-heap
 * bytes are reserved before they are allocated and released when dropped. Thread-safe.
 */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /** A budget of {@code limit} bytes. */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Takes {@code bytes} for the named operator.
     *
     * @throws GrismException OUT_OF_MEMORY when the budget does not hold them; nothing is taken then
     */
    public void reserve(String operator, long bytes) {
        long now = used.addAndGet(bytes);
        if (now > limit) {
            used.addAndGet(-bytes);
            throw new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot hold " + mib(now) + " in " + operator + ": the query's memory budget is " + mib(limit)
                            + ". Raise it with the connection property memory, or SET memory = '...'");
        }
        peak.accumulateAndGet(now, Math::max);
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
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
