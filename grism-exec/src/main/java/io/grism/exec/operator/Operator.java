package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import org.jspecify.annotations.Nullable;

/**
 * A single-threaded pull iterator over batches. The receiver of a batch owns it. An operator owns its input and closes it.
 */
public interface Operator extends AutoCloseable {
    /** The next batch, never empty, or null at the end; after the end it stays null. */
    @Nullable
    Batch next();

    /** Releases everything held, at any time; idempotent. */
    @Override
    void close();
}
