package io.grism.exec.operator;

/**
 * A pipeline breaker: it has seen all of its input before its result can be used. Drivers each fill a sink of their own;
 * after all of them have finished, {@link #complete(OperatorContext)} runs once and merges. What can be read then differs by breaker: a hash table,
 * or a {@link Source}.
 */
public interface Breaker extends AutoCloseable {
    /** A sink for one more driver; thread-safe. */
    Sink sink(OperatorContext context);

    /** Merges what the sinks handed over. */
    void complete(OperatorContext context);

    /** Releases the state. */
    @Override
    void close();
}
