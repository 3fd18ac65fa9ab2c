package io.grism.calcite.query;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.FileFormat;
import io.grism.exec.storage.Snapshot;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One run of a statement: its parameters, memory, and the way to stop it. */
public interface Execution {
    /** The values bound, as {@link io.grism.exec.batch.TypeKind} boxes them. */
    List<@Nullable Object> parameters();

    /** For the batches of this run. */
    BufferAllocator allocator();

    int batchRows();

    /** Told of the progress of a load, or null. */
    default FileFormat.@Nullable Progress progress() {
        return null;
    }

    /** The same rows, read ahead of who pulls them where the run may use several threads. The rows given are closed with the result. */
    BatchStream ahead(BatchStream rows);

    /** Throws CANCELLED or TIMEOUT once the run is to stop. To be called at least once a batch. */
    void checkCancelled();

    /** Runs a plan with the parameters of this run. The snapshot must stay open until the stream is closed. */
    BatchStream run(QueryPlan plan, Snapshot snapshot);
}
