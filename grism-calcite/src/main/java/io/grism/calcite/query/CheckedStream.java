package io.grism.calcite.query;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A stream that stops when its statement is to stop. */
record CheckedStream(BatchStream rows, Execution execution) implements BatchStream {
    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public @Nullable Batch next() {
        execution.checkCancelled();
        return rows.next();
    }

    @Override
    public void close() {
        rows.close();
    }
}
