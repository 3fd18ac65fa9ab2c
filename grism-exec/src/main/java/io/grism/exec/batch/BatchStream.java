package io.grism.exec.batch;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Batches of one schema, pulled one at a time by one thread. */
public interface BatchStream extends AutoCloseable {
    Schema schema();

    /** The next batch, owned by the caller, or null at the end. Never an empty batch. */
    @Nullable
    Batch next();

    /** Releases everything; may be called at any time and more than once. */
    @Override
    void close();
}
