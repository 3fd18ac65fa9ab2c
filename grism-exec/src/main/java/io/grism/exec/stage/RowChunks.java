package io.grism.exec.stage;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows in the order of their coming, in buffers of bounded size. Each way to append gives the bytes that it takes. */
final class RowChunks {
    private static final int CHUNK_ROWS = 1 << 13;

    private final Schema schema;
    private final List<RowBuffer> chunks = new ArrayList<>();

    RowChunks(Schema schema) {
        this.schema = schema;
    }

    List<RowBuffer> chunks() {
        return chunks;
    }

    long append(Batch batch) {
        RowBuffer chunk = open();
        long before = chunk.sizeInBytes();
        chunk.append(batch);
        return chunk.sizeInBytes() - before;
    }

    /** Appends the rows {@code rows[from..from+count)}. */
    long append(Batch batch, int[] rows, int from, int count) {
        RowBuffer chunk = open();
        long before = chunk.sizeInBytes();
        chunk.append(batch, rows, from, count);
        return chunk.sizeInBytes() - before;
    }

    /** Appends the rows {@code rows[from..from+count)}. */
    long append(RowBuffer other, int[] rows, int from, int count) {
        RowBuffer chunk = open();
        long before = chunk.sizeInBytes();
        chunk.append(other, rows, from, count);
        return chunk.sizeInBytes() - before;
    }

    private RowBuffer open() {
        if (chunks.isEmpty() || chunks.get(chunks.size() - 1).size() >= CHUNK_ROWS) {
            chunks.add(new RowBuffer(schema));
        }
        return chunks.get(chunks.size() - 1);
    }
}
