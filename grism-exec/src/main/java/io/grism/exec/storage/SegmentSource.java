package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the values of a segment are read from. Thread-safe. */
public interface SegmentSource {
    /**
     * Reads whole columns, new ones, which hold all rows of the segment.
     *
     * @param columns ordinals, at least one, each once
     * @throws io.grism.exec.error.GrismException IO_ERROR, DATA_CORRUPTED
     */
    List<Column> read(List<Integer> columns);

    /** An index of a column that was kept; null when there is none. */
    default @Nullable PageIndex readIndex(int column, IndexKind kind) {
        return null;
    }

    /** Keeps an index of a column where that is possible, and worth it. Returns whether it is kept now. */
    default boolean keepIndex(int column, IndexKind kind, PageIndex index) {
        return false;
    }

    /** Removes an index of a column where it is kept. */
    default void removeIndex(int column, IndexKind kind) {}
}
