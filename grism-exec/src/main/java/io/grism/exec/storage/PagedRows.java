package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of one version of a table, in segments of at most {@link #PAGE_ROWS} rows: closed ones, full as long as nothing is deleted from them, then the tail, then the delta, which is
 * small, so that an append copies little. Immutable.
 *
 * <pre>
 *   | 65,536 rows | 65,536 rows | … | tail: the rest | delta: at most 1,024 rows |
 * </pre>
 *
 * A row's segment is found by a shift as far as all segments before are full, else by a table of where each block of as many rows begins, and some steps.
 */
final class PagedRows {
    static final int PAGE_SHIFT = 16;
    static final int PAGE_ROWS = 1 << PAGE_SHIFT;
    static final int DELTA_ROWS = 1024;

    private final Schema schema;
    private final Segment[] segments;
    private final List<DistinctSketch> sketches;
    /** The first row of each segment, and the end. */
    private final long[] firstRows;
    /** The rows of the full segments in front. */
    private final long evenRows;
    /** Behind them, the segment of the first row of each block. */
    private final int[] blocks;

    /**
     * Rows in segments, none of which is empty.
     *
     * @param sketches for each column one with the values of all pages that have none of their own, or no sketches
     */
    PagedRows(Schema schema, List<Segment> segments, List<DistinctSketch> sketches) {
        this.schema = schema;
        this.segments = segments.toArray(new Segment[0]);
        this.sketches = List.copyOf(sketches);
        this.firstRows = new long[this.segments.length + 1];
        int full = 0;
        for (int i = 0; i < this.segments.length; i++) {
            int count = this.segments[i].rowCount();
            if (count < 1 || count > PAGE_ROWS) {
                throw new IllegalArgumentException("a segment of " + count + " rows");
            }
            firstRows[i + 1] = firstRows[i] + count;
            full += full == i && count == PAGE_ROWS ? 1 : 0;
        }
        this.evenRows = (long) full << PAGE_SHIFT;
        this.blocks = new int[(int) ((rowCount() - evenRows + PAGE_ROWS - 1) >>> PAGE_SHIFT)];
        int segment = full;
        for (int i = 0; i < blocks.length; i++) {
            while (firstRows[segment + 1] <= evenRows + ((long) i << PAGE_SHIFT)) {
                segment++;
            }
            blocks[i] = segment;
        }
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
        return firstRows[segments.length];
    }

    int segmentCount() {
        return segments.length;
    }

    /** How many segments an append leaves as they are: all but the tail and the delta, as far as there are such. */
    int closedSegments() {
        int last = segments.length - 1;
        if (last < 0 || segments[last].rowCount() == PAGE_ROWS) {
            return segments.length;
        }
        boolean isDelta = last > 0
                && segments[last].rowCount() <= DELTA_ROWS
                && segments[last - 1].rowCount() + segments[last].rowCount() < PAGE_ROWS;
        return isDelta ? last - 1 : last;
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
        if (row < evenRows) {
            return (int) (row >>> PAGE_SHIFT);
        }
        int segment = blocks[(int) ((row - evenRows) >>> PAGE_SHIFT)];
        while (firstRows[segment + 1] <= row) {
            segment++;
        }
        return segment;
    }

    long firstRow(int segment) {
        return firstRows[segment];
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
