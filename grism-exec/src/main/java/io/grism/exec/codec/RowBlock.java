package io.grism.exec.codec;

import io.grism.exec.batch.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageMetadataResult;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows for several receivers as bytes: Arrow IPC record batches one after the other, then a directory that says whose rows each holds. The schema is not in it: both sides know it from the plan. Integers are little-endian.
 *
 * <pre>
 *   record batch | record batch | … | receiver, rows, offset, length | … | number of batches, magic
 * </pre>
 */
public final class RowBlock {
    static final int PART_BYTES = 16;
    static final int FOOTER_BYTES = 8;
    static final int MAGIC = 0x4B4C4247;

    private static final int CONTINUATION = -1;

    /** A record batch. */
    record Part(int receiver, int rows, int offset, int length) {}

    private final ByteBuffer bytes;
    private final List<Part> parts = new ArrayList<>();

    private RowBlock(ByteBuffer bytes) {
        this.bytes = bytes;
        int end = bytes.limit() - FOOTER_BYTES;
        if (end < 0 || bytes.getInt(end + 4) != MAGIC) {
            throw new IllegalArgumentException("not a block of rows");
        }
        int count = bytes.getInt(end);
        int at = end - count * PART_BYTES;
        for (int i = 0; i < count; i++, at += PART_BYTES) {
            parts.add(new Part(bytes.getInt(at), bytes.getInt(at + 4), bytes.getInt(at + 8), bytes.getInt(at + 12)));
        }
    }

    /** The block in the bytes from the position of a buffer to its limit; it is read where it is, so it must stay. */
    public static RowBlock of(ByteBuffer bytes) {
        return new RowBlock(bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** How many rows it has for a receiver. */
    public long rows(int receiver) {
        return parts.stream()
                .filter(part -> part.receiver() == receiver)
                .mapToLong(Part::rows)
                .sum();
    }

    /** Shows the rows for a receiver batch by batch, in order. A batch ends with the call that shows it, and may lie in the block itself. */
    public void read(int receiver, Schema schema, BufferAllocator allocator, Consumer<Batch> each) {
        for (Part part : parts) {
            if (part.receiver() == receiver) {
                try (Batch batch = batch(part, schema, allocator, bytes.isDirect())) {
                    each.accept(batch);
                }
            }
        }
    }

    /** The rows for a receiver, in order, in batches of the caller's that need the block no more. */
    public List<Batch> batches(int receiver, Schema schema, BufferAllocator allocator) {
        List<Batch> batches = new ArrayList<>();
        try {
            for (Part part : parts) {
                if (part.receiver() == receiver) {
                    batches.add(batch(part, schema, allocator, false));
                }
            }
            return batches;
        } catch (Throwable e) {
            batches.forEach(Batch::close);
            throw e;
        }
    }

    private Batch batch(Part part, Schema schema, BufferAllocator allocator, boolean inPlace) {
        ByteBuffer frame = bytes.slice(part.offset(), part.length()).order(ByteOrder.LITTLE_ENDIAN);
        if (frame.getInt() != CONTINUATION) {
            throw new IllegalArgumentException("not a record batch");
        }
        int metadata = frame.getInt();
        int start = frame.position();
        MessageMetadataResult message = MessageMetadataResult.create(frame.slice(start, metadata), metadata);
        ByteBuffer body = frame.slice(start + metadata, (int) message.getMessageBodyLength());
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        try (ArrowRecordBatch rows = MessageSerializer.deserializeRecordBatch(
                message, inPlace ? inPlace(body, allocator) : copy(body, allocator))) {
            new VectorLoader(root).load(rows);
            return new Batch(part.rows(), root.getFieldVectors());
        } catch (IOException e) {
            root.close();
            throw new UncheckedIOException(e);
        } catch (Throwable e) {
            root.close();
            throw e;
        }
    }

    private static ArrowBuf copy(ByteBuffer body, BufferAllocator allocator) {
        if (body.remaining() == 0) {
            return allocator.getEmpty();
        }
        ArrowBuf buffer = allocator.buffer(body.remaining());
        buffer.setBytes(0, body);
        return buffer.writerIndex(buffer.capacity());
    }

    private static ArrowBuf inPlace(ByteBuffer body, BufferAllocator allocator) {
        if (body.remaining() == 0) {
            return allocator.getEmpty();
        }
        return allocator.wrapForeignAllocation(
                new ForeignAllocation(body.remaining(), MemoryUtil.getByteBufferAddress(body)) {
                    @Override
                    protected void release0() {
                        // The memory is the block's.
                    }
                });
    }
}
