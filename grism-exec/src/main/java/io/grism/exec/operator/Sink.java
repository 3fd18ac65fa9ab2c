package io.grism.exec.operator;

import io.grism.exec.batch.Batch;

/** Where a pipeline ends: one driver's side of a {@link Breaker}. Single-threaded. */
public interface Sink extends AutoCloseable {
    /** Takes over a batch. */
    void accept(Batch batch);

    /** Whether more rows would change nothing, so that the driver may stop. */
    default boolean isFull() {
        return false;
    }

    /** Hands this driver's rows to the breaker; no batch follows. */
    void finish();

    @Override
    void close();
}
