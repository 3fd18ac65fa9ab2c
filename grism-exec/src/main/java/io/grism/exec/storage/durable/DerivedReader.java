package io.grism.exec.storage.durable;

import io.grism.exec.storage.DerivedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads what a {@link DerivedWriter} has written. A file that is damaged ends in an IOException, at {@link #checkEnd()} at last. Single-threaded. */
final class DerivedReader implements DerivedInput, AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer buffer;
    private final CRC32C sum = new CRC32C();
    /** Bytes before the checksum that are not in the buffer yet. */
    private long left;

    DerivedReader(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            left = file.size() - Integer.BYTES;
            buffer = ByteBuffer.allocateDirect((int) Math.max(Long.BYTES, Math.min(DerivedWriter.CHUNK, left)))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .limit(0);
            if (getLong() != DerivedWriter.MAGIC) {
                throw new IOException("not of this format");
            }
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int getInt() throws IOException {
        need(Integer.BYTES);
        return buffer.getInt();
    }

    @Override
    public long getLong() throws IOException {
        need(Long.BYTES);
        return buffer.getLong();
    }

    @Override
    public String getText() throws IOException {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBytes() throws IOException {
        byte[] values = new byte[length(1)];
        for (int at = 0; at < values.length; ) {
            need(1);
            int count = Math.min(buffer.remaining(), values.length - at);
            buffer.get(values, at, count);
            at += count;
        }
        return values;
    }

    @Override
    public char[] getChars() throws IOException {
        char[] values = new char[length(Character.BYTES)];
        for (int at = 0; at < values.length; ) {
            need(Character.BYTES);
            int count = Math.min(buffer.remaining() / Character.BYTES, values.length - at);
            buffer.asCharBuffer().get(values, at, count);
            buffer.position(buffer.position() + count * Character.BYTES);
            at += count;
        }
        return values;
    }

    @Override
    public int[] getInts() throws IOException {
        int[] values = new int[length(Integer.BYTES)];
        for (int at = 0; at < values.length; ) {
            need(Integer.BYTES);
            int count = Math.min(buffer.remaining() / Integer.BYTES, values.length - at);
            buffer.asIntBuffer().get(values, at, count);
            buffer.position(buffer.position() + count * Integer.BYTES);
            at += count;
        }
        return values;
    }

    @Override
    public long[] getLongs() throws IOException {
        long[] values = new long[length(Long.BYTES)];
        for (int at = 0; at < values.length; ) {
            need(Long.BYTES);
            int count = Math.min(buffer.remaining() / Long.BYTES, values.length - at);
            buffer.asLongBuffer().get(values, at, count);
            buffer.position(buffer.position() + count * Long.BYTES);
            at += count;
        }
        return values;
    }

    /** The length of an array; one that the file cannot hold is no length, so a damaged one takes no memory. */
    private int length(int bytes) throws IOException {
        int length = getInt();
        if (length < 0 || (long) length * bytes > buffer.remaining() + left) {
            throw new IOException("an array of " + length);
        }
        return length;
    }

    private void need(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        if (buffer.remaining() + left < bytes) {
            throw new IOException("it ends too early");
        }
        buffer.compact();
        int known = buffer.position();
        buffer.limit((int) Math.min(buffer.capacity(), known + left));
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new IOException("it ends too early");
            }
        }
        left -= buffer.position() - known;
        buffer.flip();
        sum.update(buffer.duplicate().position(known));
    }

    /** Fails unless all has been read, and is as it was written. */
    void checkEnd() throws IOException {
        if (buffer.hasRemaining() || left > 0) {
            throw new IOException("it has more than it should");
        }
        buffer.clear().limit(Integer.BYTES);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new IOException("it ends too early");
            }
        }
        buffer.flip();
        if (buffer.getInt() != (int) sum.getValue()) {
            throw new IOException("its checksum is wrong");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
