package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.expr.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of a split, copied into batches; no batch crosses the border of a segment. Pages are held as long as the scan is in their segment, and only those that are needed. */
final class PagedScan implements BatchStream {
    static final Field ROW_ID_FIELD = TypeKind.BIGINT.field("$rowid");

    private final PagedRows rows;
    private final ScanRequest request;
    private final List<Integer> columns;
    private final BufferAllocator allocator;
    private final @Nullable PageFilter pages;
    private final @Nullable Column[] held;
    /** Most scans of a large table with a condition on its key find no page to read, so what reads rows is made when there are any. */
    private @Nullable ScanFilter filter;

    private int[] selected = {};
    private final long end;
    private int heldSegment = -1;
    private long at;

    PagedScan(PagedRows rows, Split split, ScanRequest request, BufferAllocator allocator) {
        Objects.checkFromIndexSize(split.firstRow(), split.rowCount(), rows.rowCount());
        this.rows = rows;
        this.request = request;
        this.allocator = allocator;
        Expression predicate = request.predicate();
        this.pages = predicate == null
                ? null
                : new PageFilter(predicate, request.columns(), ScanContext.of(request.context(), allocator));
        this.columns = request.columns().stream()
                .filter(column -> column != ScanRequest.ROW_ID)
                .toList();
        this.held = new @Nullable Column[rows.schema().getFields().size()];
        this.at = split.firstRow();
        this.end = split.firstRow() + split.rowCount();
    }

    @Override
    public Schema schema() {
        return new Schema(request.columns().stream()
                .map(column -> column == ScanRequest.ROW_ID ? ROW_ID_FIELD : rows.field(column))
                .toList());
    }

    @Override
    public @Nullable Batch next() {
        while (at < end) {
            int index = rows.segmentOf(at);
            Segment segment = rows.segment(index);
            long base = rows.firstRow(index);
            int local = (int) (at - base);
            if (pages != null && !pages.mayMatch(segment)) {
                at = base + segment.rowCount();
                continue;
            }
            if (index != heldSegment) {
                Arrays.fill(held, null);
                heldSegment = index;
            }
            int count = (int) Math.min(Math.min(request.batchRows(), end - at), segment.rowCount() - local);
            Batch batch = read(segment, local, count);
            at += count;
            if (batch != null) {
                return batch;
            }
        }
        return null;
    }

    private @Nullable Batch read(Segment segment, int from, int count) {
        Expression predicate = request.predicate();
        if (predicate == null) {
            segment.read(columns, held);
            return batch(count, column -> slice(column, from, count));
        }
        ScanFilter rowFilter = filter;
        if (rowFilter == null) {
            rowFilter = ScanFilter.of(request, predicate, allocator);
            filter = rowFilter;
            selected = new int[request.batchRows()];
        }
        segment.read(rowFilter.columns(), held);
        int matching = rowFilter.select(from, count, this::slice, selected);
        if (matching == 0) {
            return null;
        }
        segment.read(columns, held);
        return matching == count
                ? batch(count, column -> slice(column, from, count))
                : batch(matching, column -> gather(column, matching));
    }

    private Batch batch(int count, IntFunction<FieldVector> reader) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int column : request.columns()) {
                vectors.add(reader.apply(column));
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private FieldVector slice(int column, int from, int count) {
        return column == ScanRequest.ROW_ID
                ? rowIds(count, i -> at + i)
                : page(column).slice(from, count, allocator);
    }

    private FieldVector gather(int column, int count) {
        long base = rows.firstRow(rows.segmentOf(at));
        return column == ScanRequest.ROW_ID
                ? rowIds(count, i -> base + selected[i])
                : page(column).gather(selected, 0, count, allocator);
    }

    private Column page(int column) {
        return Objects.requireNonNull(held[column]);
    }

    private FieldVector rowIds(int count, IntToLongFunction position) {
        BigIntVector vector = new BigIntVector(ROW_ID_FIELD, allocator);
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            vector.set(i, position.applyAsLong(i));
        }
        vector.setValueCount(count);
        return vector;
    }

    @Override
    public void close() {
        at = end;
        Arrays.fill(held, null);
    }
}
