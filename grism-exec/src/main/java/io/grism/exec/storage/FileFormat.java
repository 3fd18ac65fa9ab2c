package io.grism.exec.storage;

import io.grism.exec.batch.BatchStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A kind of file that can be read and written as batches; found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface FileFormat {
    /** Lower case: "csv", "parquet". */
    String name();

    /** The options it knows, with what each means, for messages and docs. */
    Map<String, String> options();

    /**
     * The columns and types of a file, inferred where the format does not say.
     *
     * @throws io.grism.exec.error.GrismException FILE_NOT_FOUND, IO_ERROR or FILE_FORMAT_ERROR
     */
    Schema inferSchema(Path path, Map<String, String> options);

    /**
     * Reads a file.
     *
     * @param schema the types wanted: all columns of the file by position, with the names and types to give them
     * @param columns ordinals to deliver
     * @param progress told of the bytes read so far, or null
     */
    BatchStream read(
            Path path,
            Map<String, String> options,
            Schema schema,
            List<Integer> columns,
            BufferAllocator allocator,
            int batchRows,
            @Nullable Progress progress);

    /** Writes all rows to a new file, in place of one that is there, all or nothing. Closes the stream. Returns the number of rows. */
    long write(Path path, Map<String, String> options, BatchStream rows);

    /** Told of the progress of a load. */
    interface Progress {
        /** Bytes read so far, of how many (-1 if not known), and rows. */
        void report(long bytes, long totalBytes, long rows);
    }
}
