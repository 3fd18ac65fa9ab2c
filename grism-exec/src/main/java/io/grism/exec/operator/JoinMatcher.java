package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import org.jspecify.annotations.Nullable;

/** Finds, for one driver and one batch after the other, the right rows that may belong to left rows. */
interface JoinMatcher extends AutoCloseable {
    /** The right rows, to which the pairs point; settled when {@link #next} has returned. */
    RowBuffer right();

    /** Whether no left row can have a match, whatever comes. */
    boolean isEmpty();

    /**
     * Begins with a left batch, which stays the caller's.
     *
     * @param satisfied left rows that need no further match, set by the caller as it goes; null if all matches count
     */
    void start(Batch left, boolean @Nullable [] satisfied);

    /** Writes the next pairs, left rows ascending, at most as many as the arrays hold; 0 at the end of the batch. */
    int next(int[] leftRows, int[] rightRows);

    @Override
    void close();
}
