package io.grism.exec.codec;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;

/** Writes a {@link RowBlock}. Single-threaded. */
public final class RowBlockWriter {
    /** Rows of a buffer that become one record batch, at most. */
    private static final int BATCH_ROWS = 1 << 13;

    private final int prefix;
    private final List<RowBlock.Part> parts = new ArrayList<>();
    private final Sink sink;

    /**
     * A writer of an empty block.
     *
     * @param prefix bytes to leave free before the block, a multiple of 8
     * @param expected bytes, about
     */
    public RowBlockWriter(int prefix, int expected) {
        this.prefix = prefix;
        this.sink = new Sink(prefix, Math.max(expected, 1024));
    }

    /** Adds rows for a receiver, behind those that it has got; the batch stays the caller's. */
    public void add(int receiver, Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        List<FieldVector> vectors = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < batch.columnCount(); i++) {
            vectors.add(batch.column(i));
            fields.add(batch.column(i).getField());
        }
        int start = sink.size;
        // The root is not closed: its vectors are the caller's.
        VectorSchemaRoot root = new VectorSchemaRoot(fields, vectors, batch.rowCount());
        try (ArrowRecordBatch message = new VectorUnloader(root).getRecordBatch()) {
            MessageSerializer.serialize(new WriteChannel(sink), message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sink.align();
        parts.add(new RowBlock.Part(receiver, batch.rowCount(), start - prefix, sink.size - start));
    }

    /** Adds rows of a buffer for a receiver. */
    public void add(int receiver, RowBuffer rows, int from, int count, BufferAllocator allocator) {
        for (int at = from; at < from + count; at += BATCH_ROWS) {
            try (Batch batch = rows.slice(at, Math.min(BATCH_ROWS, from + count - at), allocator)) {
                add(receiver, batch);
            }
        }
    }

    /** Bytes so far. */
    public int size() {
        return sink.size - prefix;
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The prefix and the block; the writer is of no use after. */
    public byte[] finish() {
        ByteBuffer directory = ByteBuffer.allocate(parts.size() * RowBlock.PART_BYTES + RowBlock.FOOTER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (RowBlock.Part part : parts) {
            directory
                    .putInt(part.receiver())
                    .putInt(part.rows())
                    .putInt(part.offset())
                    .putInt(part.length());
        }
        directory.putInt(parts.size()).putInt(RowBlock.MAGIC);
        sink.write(directory.flip());
        return sink.bytes.length == sink.size ? sink.bytes : Arrays.copyOf(sink.bytes, sink.size);
    }

    /** An array that grows. */
    private static final class Sink implements WritableByteChannel {
        byte[] bytes;
        int size;

        Sink(int prefix, int capacity) {
            this.bytes = new byte[prefix + capacity];
            this.size = prefix;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            reserve(count);
            source.get(bytes, size, count);
            size += count;
            return count;
        }

        /** The next message begins at a multiple of 8. */
        void align() {
            int more = -size & 7;
            reserve(more);
            Arrays.fill(bytes, size, size + more, (byte) 0);
            size += more;
        }

        private void reserve(int more) {
            int needed = Math.addExact(size, more);
            if (needed > bytes.length) {
                long grown = bytes.length + (long) (bytes.length >> 1);
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, grown)));
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
