package io.grism.exec.storage;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import io.grism.exec.storage.index.IndexUse;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

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

    /**
     * The positions, ascending, of all rows in some splits that fit a condition, and perhaps of others; null when reading the rows one after the other is cheaper, or there is nothing to look them up in.
     *
     * @param predicate over {@code columns}, as in a {@link ScanRequest}
     * @param splits ascending
     */
    default long @Nullable [] candidates(
            IndexUse index,
            Expression predicate,
            List<Integer> columns,
            EvaluationContext context,
            List<Split> splits) {
        return null;
    }

    /** Makes what a look-up by an index needs, so that the first one need not. */
    default void prepare(IndexUse index) {}

    /** Removes what is kept in files to look up by an index that nobody uses any more. Who does all the same makes it again. */
    default void discard(IndexUse index) {}

    ColumnStatistics statistics(int column);

    /** A structure made from this version (an adjacency index, say), made once and kept as long as the version. */
    <T> T derived(Object key, Class<T> type, Supplier<T> maker);

    /** Something derived that a version with the same rows and more can start from, where it looks at no columns that have changed. */
    interface Heirloom {}

    /** What an ancestor had {@link #derived} under a key, for the first who asks; null if nothing is known of it. */
    default <T extends Heirloom> @Nullable T inherited(Object key, Class<T> type) {
        return null;
    }

    /** The versions whose rows this one is known to begin with, but for columns that have changed, oldest first, itself not among them. */
    default List<Ancestor> ancestors() {
        return List.of();
    }

    /** How many rows a version had, if this one begins with rows that are the same in some columns; -1 when that is not known. */
    default long commonRows(long other, Collection<Integer> columns) {
        if (other == version()) {
            return rowCount();
        }
        for (Ancestor ancestor : ancestors()) {
            if (ancestor.version() == other) {
                return ancestor.hasSame(columns) ? ancestor.rowCount() : -1;
            }
        }
        return -1;
    }

    /** Where other processes find this version; null when it does not last, or only here. */
    default @Nullable StoredTable stored() {
        return null;
    }

    /** Where what is derived from this version may be kept; null for a version that does not last. */
    default @Nullable DerivedFiles derivedFiles() {
        return null;
    }
}
