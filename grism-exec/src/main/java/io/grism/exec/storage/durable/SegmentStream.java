package io.grism.exec.storage.durable;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.Segment;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of segments, one after the other, on their way to a file. */
final class SegmentStream implements BatchStream {
    private static final int BATCH_ROWS = 8192;

    private final Schema schema;
    private final List<Segment> segments;
    private final BufferAllocator allocator;
    private int segment;
    private int row;

    /**
     * Reads to the end.
     *
     * @param firstRow of the first segment
     */
    SegmentStream(Schema schema, List<Segment> segments, int firstRow, BufferAllocator allocator) {
        this.schema = schema;
        this.segments = List.copyOf(segments);
        this.row = firstRow;
        this.allocator = allocator;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        while (segment < segments.size()) {
            Segment from = segments.get(segment);
            int count = Math.min(BATCH_ROWS, from.rowCount() - row);
            if (count > 0) {
                Batch batch = slice(from, count);
                row += count;
                return batch;
            }
            segment++;
            row = 0;
        }
        return null;
    }

    private Batch slice(Segment from, int count) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < from.columnCount(); i++) {
                vectors.add(from.page(i).values().slice(row, count, allocator));
            }
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
        return new Batch(count, vectors);
    }

    @Override
    public void close() {
        segment = segments.size();
    }
}
