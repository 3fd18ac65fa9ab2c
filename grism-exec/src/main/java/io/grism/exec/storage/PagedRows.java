package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of one version of a table, in segments: full ones of {@link #PAGE_ROWS} rows, then the tail, then the delta, which is
 * small, so that an append copies little. A row's segment is found by a shift and a comparison. Immutable.
 *
 * <pre>
 *   | 65,536 rows | 65,536 rows | … | tail: the rest | delta: at most 1,024 rows |
 * </pre>
 */
final class PagedRows {
    static final int PAGE_SHIFT = 16;
    static final int PAGE_ROWS = 1 << PAGE_SHIFT;
    static final int DELTA_ROWS = 1024;

    private final Schema schema;
    private final Segment[] segments;
    private final List<DistinctSketch> sketches;
    private final int fullSegments;
    private final long deltaStart;
    private final long rowCount;

    /**
     * Rows in segments of which all but the last two are full.
     *
     * @param sketches for each column one with the values of all pages that have none of their own, or no sketches
     */
    PagedRows(Schema schema, List<Segment> segments, List<DistinctSketch> sketches) {
        this.schema = schema;
        this.segments = segments.toArray(new Segment[0]);
        this.sketches = List.copyOf(sketches);
        int full = 0;
        while (full < this.segments.length && this.segments[full].rowCount() == PAGE_ROWS) {
            full++;
        }
        this.fullSegments = full;
        long rows = (long) full << PAGE_SHIFT;
        if (full < this.segments.length) {
            rows += this.segments[full].rowCount();
        }
        this.deltaStart = rows;
        if (full + 1 < this.segments.length) {
            rows += this.segments[full + 1].rowCount();
        }
        this.rowCount = rows;
    }

    static PagedRows empty(Schema schema) {
        return new PagedRows(schema, List.of(), List.of());
    }

    Schema schema() {
        return schema;
    }

    Field field(int ordinal) {
        return schema.getFields().get(ordinal);
    }

    long rowCount() {
        return rowCount;
    }

    int segmentCount() {
        return segments.length;
    }

    int fullSegments() {
        return fullSegments;
    }

    Segment segment(int index) {
        return segments[index];
    }

    List<Segment> segments() {
        return List.of(segments);
    }

    List<DistinctSketch> sketches() {
        return sketches;
    }

    /** The different values of a column; those of deleted rows may be counted. */
    DistinctSketch distinct(int column) {
        DistinctSketch all = new DistinctSketch();
        if (!sketches.isEmpty()) {
            all.addAll(sketches.get(column));
        }
        for (Segment segment : segments) {
            DistinctSketch some = segment.page(column).statistics().distinct();
            if (some != null) {
                all.addAll(some);
            }
        }
        return all;
    }

    /** Whether pages of some columns may have to be read. */
    boolean isStored(List<Integer> columns) {
        for (Segment segment : segments) {
            for (int column : columns) {
                if (segment.page(column) instanceof StoredPage) {
                    return true;
                }
            }
        }
        return false;
    }

    int segmentOf(long row) {
        return row >= deltaStart ? fullSegments + 1 : (int) (row >>> PAGE_SHIFT);
    }

    long firstRow(int segment) {
        return segment <= fullSegments ? (long) segment << PAGE_SHIFT : deltaStart;
    }

    /** The values of a column at positions, in a new column; a negative position gives null. */
    Column gather(int ordinal, long[] rows, int from, int count) {
        Column result = Columns.create(field(ordinal));
        if (segments.length == 0) {
            for (int i = 0; i < count; i++) {
                result.append((Object) null);
            }
            return result;
        }
        int[] local = new int[count];
        int at = from;
        int end = from + count;
        while (at < end) {
            int segment = rows[at] < 0 ? -1 : segmentOf(rows[at]);
            long base = segment < 0 ? 0 : firstRow(segment);
            int run = 0;
            while (at < end && (rows[at] < 0 ? segment < 0 || run > 0 : segmentOf(rows[at]) == segment)) {
                local[run++] = rows[at] < 0 ? -1 : (int) (rows[at] - base);
                at++;
            }
            result.append(segments[Math.max(segment, 0)].column(ordinal), local, 0, run);
        }
        return result;
    }

    /** The values of a column at positions {@code from .. from + count}, in a new column. */
    Column range(int ordinal, long from, int count) {
        Column result = Columns.create(field(ordinal));
        long at = from;
        long end = from + count;
        while (at < end) {
            int segment = segmentOf(at);
            int local = (int) (at - firstRow(segment));
            int run = (int) Math.min(segments[segment].rowCount() - local, end - at);
            result.append(segments[segment].column(ordinal), local, run);
            at += run;
        }
        return result;
    }
}
