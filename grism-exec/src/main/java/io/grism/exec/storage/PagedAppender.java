package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows to come after the rows of a version. The pages of that version are shared; only its delta is copied, and its tail when the
 * delta has grown too large. Single-threaded.
 */
final class PagedAppender {
    private final Schema schema;
    private final SegmentKeeper keeper;
    private final List<CompletableFuture<Segment>> closed = new ArrayList<>();
    private @Nullable Segment tail;
    private Column[] open;
    private int openRows;

    PagedAppender(PagedRows base, SegmentKeeper keeper) {
        this.schema = base.schema();
        this.keeper = keeper;
        this.open = newColumns();
        for (int i = 0; i < base.segmentCount(); i++) {
            Segment segment = base.segment(i);
            if (i < base.closedSegments()) {
                closed.add(CompletableFuture.completedFuture(segment));
            } else if (tail == null) {
                tail = segment;
            } else {
                copyToOpen(segment);
            }
        }
    }

    /** Rows in memory. */
    PagedAppender(Schema schema) {
        this(PagedRows.empty(schema), new SegmentKeeper(SegmentWriter.HEAP, PagedRows.empty(schema)));
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
    PagedRows finish() {
        if (openRows > 0) {
            if (tail == null) {
                tail = open();
                openRows = 0;
            } else if (openRows > PagedRows.DELTA_ROWS) {
                tail = keeper.joined(tail, open());
                openRows = 0;
            }
        }
        List<Segment> segments = keeper.all(closed);
        if (tail != null) {
            segments.add(tail);
        }
        if (openRows > 0) {
            segments.add(open());
        }
        return new PagedRows(schema, segments, keeper.sketches());
    }

    private int room() {
        return PagedRows.PAGE_ROWS - openRows - (tail == null ? 0 : tail.rowCount());
    }

    private void added(int rows) {
        openRows += rows;
        if (room() == 0) {
            closed.add(keeper.sealed(tail == null ? open() : keeper.joined(tail, open())));
            tail = null;
            open = newColumns();
            openRows = 0;
        }
    }

    private Segment open() {
        return Segment.of(openRows, List.of(open));
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
}
