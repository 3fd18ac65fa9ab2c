package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.util.List;

/** Row positions by key values. Thread-safe. */
public interface KeyIndex {
    /**
     * For each of the first {@code count} keys the position of the first row that has it, or -1; a key with a NULL has none.
     *
     * @param keys one column per key column, of the indexed types
     */
    void lookup(List<Column> keys, int count, long[] positions);

    /** Whether no two rows have the same key (rows with a NULL in it not counted). */
    boolean isUnique();
}
