package io.grism.exec.storage.durable;

import io.grism.exec.batch.BatchStream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The files of tables in one format. Files are written once and never change. Besides, the files of each version of a table are made known as a dataset of the format, which other
 * programs can read; Grism itself reads files by their names alone. A location is the folder of one table, a path or a URL. Thread-safe. Errors are IO_ERROR with the name of the file.
 */
public interface TableFiles extends AutoCloseable {
    /**
     * A file of rows.
     *
     * @param name relative to the location
     */
    record WrittenFile(String name, int rowCount) {}

    /**
     * A version of the dataset at a location.
     *
     * @param number as the format counts
     * @param files relative to the location: those that the next {@link #commit} will open, besides files of rows
     */
    record DatasetVersion(long number, List<String> files) {
        public DatasetVersion {
            files = List.copyOf(files);
        }
    }

    /** Writes all rows of a stream to a new file. The stream stays the caller's to close. */
    WrittenFile write(String location, BatchStream rows, BufferAllocator allocator);

    /**
     * Reads rows {@code firstRow .. firstRow + rowCount} of a file.
     *
     * @param schema of the table
     * @param columns ordinals to deliver, at least one
     */
    BatchStream read(
            String location,
            String file,
            Schema schema,
            List<Integer> columns,
            int firstRow,
            int rowCount,
            BufferAllocator allocator);

    /**
     * Makes a version of the dataset.
     *
     * @param base the version before; null for the first one. Versions after it, which a writer that died may have left, count for nothing
     * @param removed names of files of {@code base}
     * @param added files at this location that {@code base} does not have: new ones, or those of an older version
     */
    DatasetVersion commit(
            String location,
            Schema schema,
            @Nullable DatasetVersion base,
            List<String> removed,
            List<WrittenFile> added,
            BufferAllocator allocator);

    @Override
    void close();
}
