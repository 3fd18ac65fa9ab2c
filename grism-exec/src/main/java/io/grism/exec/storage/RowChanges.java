package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.Raw;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Row positions of a table, with new values for some columns of those rows; made into the rows of the next version. */
final class RowChanges implements AutoCloseable {
    private final PagedTable table;
    private final SegmentKeeper keeper;
    private final List<Integer> columns;
    private final Column[] values;
    private long[] positions = new long[16];
    private int count;

    RowChanges(PagedTable table, List<Integer> columns, SegmentWriter writer) {
        this.table = table;
        this.keeper = new SegmentKeeper(writer, table.rows());
        this.columns = List.copyOf(columns);
        this.values = new Column[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Columns.create(table.field(columns.get(i)));
        }
    }

    /** Reads positions and values; the caller closes the stream. */
    void readAll(BatchStream stream) {
        List<Field> fields = stream.schema().getFields();
        if (fields.isEmpty() || TypeKind.of(fields.get(0)) != TypeKind.BIGINT) {
            throw new IllegalArgumentException("no row positions in " + stream.schema());
        }
        RowChecks checks = RowChecks.ofChanges("update", table.definition(), columns, fields);
        for (Batch next = stream.next(); next != null; next = stream.next()) {
            try (Batch batch = next;
                    RowChecks.Checked checked = checks.check(batch)) {
                readPositions(batch.column(0));
                for (int i = 0; i < values.length; i++) {
                    values[i].append(checked.vectors().get(i), 0, batch.rowCount());
                }
            }
        }
    }

    private void readPositions(FieldVector vector) {
        int more = vector.getValueCount();
        if (vector.getNullCount() > 0) {
            throw new IllegalArgumentException("a row position is NULL");
        }
        if (positions.length < count + more) {
            positions = Arrays.copyOf(positions, Math.max(count + more, 2 * count));
        }
        Raw.read(vector.getDataBufferAddress(), positions, count, more);
        for (int i = count; i < count + more; i++) {
            if (positions[i] < 0 || positions[i] >= table.rowCount()) {
                throw new IllegalArgumentException("row " + positions[i] + " of " + table.rowCount());
            }
        }
        count += more;
    }

    /** The positions, ascending, each once. */
    long[] sortedRows() {
        long[] sorted = Arrays.copyOf(positions, count);
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, distinct);
    }

    /** The rows without some of them, given ascending and not empty; segments that have none of these are shared. */
    PagedRows delete(long[] deleted) {
        PagedRows rows = table.rows();
        ShrunkSegments shrunk = new ShrunkSegments(rows.schema(), keeper);
        int[] kept = new int[PagedRows.PAGE_ROWS];
        int next = 0;
        for (int index = 0; index < rows.segmentCount(); index++) {
            Segment segment = rows.segment(index);
            long base = rows.firstRow(index);
            if (next == deleted.length || deleted[next] >= base + segment.rowCount()) {
                shrunk.add(segment);
                continue;
            }
            int keptCount = 0;
            for (int i = 0; i < segment.rowCount(); i++) {
                if (next < deleted.length && deleted[next] == base + i) {
                    next++;
                } else {
                    kept[keptCount++] = i;
                }
            }
            shrunk.add(segment, kept, keptCount);
        }
        return shrunk.finish();
    }

    /** The rows with the new values; only touched pages are copied. */
    PagedRows update() {
        PagedRows rows = table.rows();
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = positions[i] << 32 | i;
        }
        Arrays.sort(order);
        for (int i = 1; i < count; i++) {
            if (order[i] >>> 32 == order[i - 1] >>> 32) {
                throw new GrismException(
                        ErrorCode.DATA_ERROR,
                        "Cannot update " + table.definition().name()
                                + ": two new values for one row. A row can be updated once in a statement");
            }
        }
        List<CompletableFuture<Segment>> segments = new ArrayList<>();
        int next = 0;
        for (int index = 0; index < rows.segmentCount(); index++) {
            Segment segment = rows.segment(index);
            long end = rows.firstRow(index) + segment.rowCount();
            int from = next;
            while (next < count && order[next] >>> 32 < end) {
                next++;
            }
            if (next == from) {
                segments.add(CompletableFuture.completedFuture(segment));
            } else {
                Segment updated = update(segment, rows.firstRow(index), order, from, next);
                segments.add(
                        index < rows.closedSegments()
                                ? keeper.sealed(updated)
                                : CompletableFuture.completedFuture(updated));
            }
        }
        return new PagedRows(rows.schema(), keeper.all(segments), keeper.sketches());
    }

    private Segment update(Segment segment, long firstRow, long[] order, int from, int to) {
        int size = segment.rowCount();
        // Each row's place in the old values followed by the new ones.
        int[] places = new int[size];
        Arrays.setAll(places, i -> i);
        int[] changed = new int[to - from];
        for (int i = from; i < to; i++) {
            changed[i - from] = (int) order[i];
            places[(int) ((order[i] >>> 32) - firstRow)] = size + i - from;
        }
        Page[] pages = segment.copyPages();
        for (int i = 0; i < values.length; i++) {
            int column = columns.get(i);
            Column both = Columns.create(table.field(column));
            both.append(segment.column(column), 0, size);
            both.append(values[i], changed, 0, changed.length);
            Column merged = Columns.create(table.field(column));
            merged.append(both, places, 0, size);
            pages[column] = new HeapPage(merged);
        }
        return new Segment(size, pages);
    }

    @Override
    public void close() {
        keeper.close();
    }
}
