package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.storage.MemoryRows.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of a split, copied into batches; no batch crosses the border of a segment. */
final class MemoryScan implements BatchStream {
    static final Field ROW_ID_FIELD = TypeKind.BIGINT.field("$rowid");

    private final MemoryRows rows;
    private final ScanRequest request;
    private final BufferAllocator allocator;
    private final Schema schema;
    private final long end;
    private long at;

    MemoryScan(MemoryRows rows, Split split, ScanRequest request, BufferAllocator allocator) {
        Objects.checkFromIndexSize(split.firstRow(), split.rowCount(), rows.rowCount());
        this.rows = rows;
        this.request = request;
        this.allocator = allocator;
        this.schema = new Schema(request.columns().stream()
                .map(column -> column == ScanRequest.ROW_ID ? ROW_ID_FIELD : rows.field(column))
                .toList());
        this.at = split.firstRow();
        this.end = split.firstRow() + split.rowCount();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        if (at >= end) {
            return null;
        }
        int index = rows.segmentOf(at);
        Segment segment = rows.segment(index);
        int local = (int) (at - rows.firstRow(index));
        int count = (int) Math.min(Math.min(request.batchRows(), end - at), segment.rowCount() - local);
        Batch batch = read(segment, local, count);
        at += count;
        return batch;
    }

    private Batch read(Segment segment, int from, int count) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int column : request.columns()) {
                vectors.add(
                        column == ScanRequest.ROW_ID
                                ? rowIds(count)
                                : segment.column(column).slice(from, count, allocator));
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private FieldVector rowIds(int count) {
        BigIntVector vector = new BigIntVector(ROW_ID_FIELD, allocator);
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            vector.set(i, at + i);
        }
        vector.setValueCount(count);
        return vector;
    }

    @Override
    public void close() {
        at = end;
    }
}
