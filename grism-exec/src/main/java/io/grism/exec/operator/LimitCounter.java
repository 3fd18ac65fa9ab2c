package io.grism.exec.operator;

import java.util.concurrent.atomic.AtomicLong;

/** The rows that a limit has let pass so far, shared by the drivers of a pipeline. */
public final class LimitCounter {
    private final long offset;
    private final long end;
    private final AtomicLong position = new AtomicLong();

    /**
     * A limit to the rows from {@code offset} on.
     *
     * @param fetch how many, or -1 for all
     */
    public LimitCounter(long offset, long fetch) {
        this.offset = offset;
        this.end = fetch < 0 || fetch > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + fetch;
    }

    /** Whether no further row passes. */
    public boolean isExhausted() {
        return position.get() >= end;
    }

    /** The position of the first of {@code rows} rows that a driver has got. */
    long claim(int rows) {
        return position.getAndAdd(rows);
    }

    /** The first of the rows at {@code start} on that passes, from 0. */
    int first(long start, int rows) {
        return (int) Math.min(rows, Math.max(0, offset - start));
    }

    /** How many of the rows at {@code start} on lie before the end. */
    int last(long start, int rows) {
        return (int) Math.max(0, Math.min(rows, end - start));
    }
}
