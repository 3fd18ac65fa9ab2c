package io.grism.test;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A batch as a stream. */
final class OneBatch implements BatchStream {
    private final Schema schema;
    private @Nullable Batch batch;

    OneBatch(Schema schema, Batch batch) {
        this.schema = schema;
        this.batch = batch;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        Batch next = batch;
        batch = null;
        return next;
    }

    @Override
    public void close() {
        Batch left = batch;
        batch = null;
        if (left != null) {
            left.close();
        }
    }
}
