package io.grism.exec.operator;

/**
 * A pipeline breaker: it has seen all of its input before its result can be used. Drivers each fill a sink of their own;
 * after all of them have finished, {@link #complete(OperatorContext)} runs once and merges; work that can be shared follows in rounds. What can be read then differs by breaker: a hash table,
 * or a {@link Source}.
 */
public interface Breaker extends AutoCloseable {
    /** A sink for one more driver; thread-safe. */
    Sink sink(OperatorContext context);

    /** Merges what the sinks handed over. */
    void complete(OperatorContext context);

    /**
     * Prepares the next round of work that several drivers may share, after {@link #complete} or the round before; runs on one thread. Returns the number of parts of the
     * round, or 0 when nothing is left to do.
     */
    default int nextRound(OperatorContext context) {
        return 0;
    }

    /** Does a part of the current round. Each part is done once, several at a time. */
    default void work(int part, OperatorContext context) {
        throw new UnsupportedOperationException("no work in rounds");
    }

    /** Releases the state. */
    @Override
    void close();
}
