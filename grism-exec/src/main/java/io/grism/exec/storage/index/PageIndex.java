package io.grism.exec.storage.index;

import io.grism.exec.column.Column;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which rows of one page may have what is wanted. Never misses one, and may name others. Immutable and thread-safe. */
public interface PageIndex {
    /** How many rows {@link #find} names at most. */
    int count(Wanted wanted);

    /** Writes the rows into the array, ascending, each once. Returns how many there are. */
    int find(Wanted wanted, int[] rows);

    /** The bytes of its arrays. */
    long sizeInBytes();

    /** Writes what {@link #read} reads. */
    void write(DerivedOutput out) throws IOException;

    /** An index of a page with so many rows that was written; null when it is none. */
    static @Nullable PageIndex read(IndexKind kind, int rowCount, DerivedInput in) throws IOException {
        return switch (kind) {
            case BTREE, BITMAP -> ValueIndex.read(rowCount, in);
            case FTS -> TokenIndex.read(rowCount, in);
            case KEY -> null;
        };
    }

    /** An index of the values of a page, which are at most 65,536. */
    static PageIndex of(IndexKind kind, Column values) {
        return switch (kind) {
            case BTREE -> ValueIndex.of(values, ValueIndex.Form.LISTED);
            case BITMAP -> ValueIndex.of(values, ValueIndex.Form.GROUPED);
            case FTS -> TokenIndex.of(values);
            case KEY -> throw new IllegalArgumentException("a key is no index of pages");
        };
    }
}
