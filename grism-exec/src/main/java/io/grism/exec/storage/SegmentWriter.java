package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where a store puts the segments that a change of a table makes. Thread-safe as far as {@link #sealed} goes. */
interface SegmentWriter {
    /** Leaves segments in memory. */
    SegmentWriter HEAP = new SegmentWriter() {
        @Override
        public Segment sealed(Segment closed) {
            return closed;
        }

        @Override
        public Segment joined(Segment tail, Segment more) {
            return copied(tail, more);
        }
    };

    /** The same rows, where they are to stay; the segment is full or was made anew. */
    Segment sealed(Segment closed);

    /** On whose threads to call {@link #sealed}; null for that of the caller. */
    default @Nullable Executor executor() {
        return null;
    }

    /** The rows of one segment followed by those of another. */
    Segment joined(Segment tail, Segment more);

    /** Both in one segment in memory. */
    static Segment copied(Segment tail, Segment more) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < tail.columnCount(); i++) {
            Column before = tail.column(i);
            Column both = Columns.create(before.field(), tail.rowCount() + more.rowCount());
            both.append(before, 0, tail.rowCount());
            both.append(more.column(i), 0, more.rowCount());
            columns.add(both);
        }
        return Segment.of(tail.rowCount() + more.rowCount(), columns);
    }
}
