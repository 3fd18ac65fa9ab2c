package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.util.List;

/** Where the values of a segment are read from. Thread-safe. */
public interface SegmentSource {
    /**
     * Reads whole columns, new ones, which hold all rows of the segment.
     *
     * @param columns ordinals, at least one, each once
     * @throws io.grism.exec.error.GrismException IO_ERROR, DATA_CORRUPTED
     */
    List<Column> read(List<Integer> columns);
}
