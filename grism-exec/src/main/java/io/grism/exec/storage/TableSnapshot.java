package io.grism.exec.storage;

import io.grism.exec.batch.BatchStream;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** One version of one table. Rows have positions 0 up to {@link #rowCount()}. Immutable and thread-safe. */
public interface TableSnapshot {
    /** What a store can do beyond scanning. */
    enum Capability {
        /** {@link ScanRequest#predicate()} is applied by the scan. */
        FILTER,
        /** {@link #gather} is fast. */
        RANDOM_ACCESS
    }

    TableDefinition definition();

    /** Two snapshots of a table with the same version hold the same rows at the same positions. */
    long version();

    long rowCount();

    Set<Capability> capabilities();

    /** Parts of about {@code targetRows} rows. */
    List<Split> splits(long targetRows);

    /** Reads one split, in the order of positions. */
    BatchStream scan(Split split, ScanRequest request, BufferAllocator allocator);

    /**
     * The values of a column at row positions, in the order asked, duplicates kept.
     *
     * @param rows positions; a negative one gives null
     * @param count how many of {@code rows} count
     */
    FieldVector gather(int column, long[] rows, int count, BufferAllocator allocator);

    /** Finds rows by the values of columns: built on first use and kept with the version. */
    KeyIndex keyIndex(List<Integer> columns);

    ColumnStatistics statistics(int column);

    /** A structure made from this version (an adjacency index, say), made once and kept as long as the version. */
    <T> T derived(Object key, Class<T> type, Supplier<T> maker);
}
