package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.storage.MemoryRows.Segment;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows to come after the rows of a version. The pages of that version are shared; only its delta is copied, and its tail when the
 * delta has grown too large. Single-threaded.
 */
final class MemoryAppender {
    private final Schema schema;
    private final List<Segment> full = new ArrayList<>();
    private @Nullable Segment tail;
    private Column[] open;
    private int openRows;

    /** Appends to the first {@code segments} segments of some rows; all but the last are full, or they are all there are. */
    MemoryAppender(MemoryRows base, int segments) {
        this.schema = base.schema();
        this.open = newColumns();
        for (int i = 0; i < segments; i++) {
            Segment segment = base.segment(i);
            if (i < base.fullSegments()) {
                full.add(segment);
            } else if (tail == null) {
                tail = segment;
            } else {
                copyToOpen(segment);
            }
        }
    }

    MemoryAppender(MemoryRows base) {
        this(base, base.segmentCount());
    }

    void append(List<FieldVector> vectors, int count) {
        int at = 0;
        while (at < count) {
            int run = Math.min(room(), count - at);
            for (int i = 0; i < open.length; i++) {
                open[i].append(vectors.get(i), at, run);
            }
            at += run;
            added(run);
        }
    }

    /** Appends rows of a segment of a table with the same schema. */
    void append(Segment segment, int[] rows, int count) {
        int at = 0;
        while (at < count) {
            int run = Math.min(room(), count - at);
            for (int i = 0; i < open.length; i++) {
                open[i].append(segment.column(i), rows, at, run);
            }
            at += run;
            added(run);
        }
    }

    /** All rows; the appender is of no use after. */
    MemoryRows finish() {
        if (openRows > 0) {
            if (tail == null) {
                tail = seal(open, openRows);
                openRows = 0;
            } else if (openRows > MemoryRows.DELTA_ROWS) {
                tail = mergeTail();
                openRows = 0;
            }
        }
        List<Segment> segments = new ArrayList<>(full);
        if (tail != null) {
            segments.add(tail);
        }
        if (openRows > 0) {
            segments.add(seal(open, openRows));
        }
        return new MemoryRows(schema, segments);
    }

    private int room() {
        return MemoryRows.PAGE_ROWS - openRows - (tail == null ? 0 : tail.rowCount());
    }

    private void added(int rows) {
        openRows += rows;
        if (room() == 0) {
            full.add(tail == null ? seal(open, openRows) : mergeTail());
            tail = null;
            open = newColumns();
            openRows = 0;
        }
    }

    private Segment mergeTail() {
        Segment before = java.util.Objects.requireNonNull(tail);
        Column[] merged = newColumns();
        for (int i = 0; i < merged.length; i++) {
            merged[i].append(before.column(i), 0, before.rowCount());
            merged[i].append(open[i], 0, openRows);
        }
        return seal(merged, before.rowCount() + openRows);
    }

    private void copyToOpen(Segment segment) {
        for (int i = 0; i < open.length; i++) {
            open[i].append(segment.column(i), 0, segment.rowCount());
        }
        openRows += segment.rowCount();
    }

    private Column[] newColumns() {
        List<Field> fields = schema.getFields();
        Column[] columns = new Column[fields.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Columns.create(fields.get(i));
        }
        return columns;
    }

    private static Segment seal(Column[] columns, int rows) {
        MemoryPage[] pages = new MemoryPage[columns.length];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = new MemoryPage(columns[i]);
        }
        return new Segment(rows, pages);
    }
}
