package io.grism.exec.storage.durable;

import io.grism.exec.storage.DerivedOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a file of a {@link DerivedFolder}: {@link #MAGIC}, values, CRC32C of all before. Numbers are little endian; texts and arrays have their length before them. Single-threaded.
 */
final class DerivedWriter implements DerivedOutput, AutoCloseable {
    /** The letters GrismDV, and the format's version. */
    static final long MAGIC = 0x01_56_44_6D_73_69_72_47L;

    static final int CHUNK = 1 << 18;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C sum = new CRC32C();

    /** Makes a new file. */
    DerivedWriter(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        buffer.putLong(MAGIC);
    }

    @Override
    public void putInt(int value) throws IOException {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    @Override
    public void putLong(long value) throws IOException {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    @Override
    public void putText(String text) throws IOException {
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void putBytes(byte[] values) throws IOException {
        putInt(values.length);
        for (int at = 0; at < values.length; ) {
            room(1);
            int count = Math.min(buffer.remaining(), values.length - at);
            buffer.put(values, at, count);
            at += count;
        }
    }

    @Override
    public void putChars(char[] values) throws IOException {
        putInt(values.length);
        for (int at = 0; at < values.length; ) {
            room(Character.BYTES);
            int count = Math.min(buffer.remaining() / Character.BYTES, values.length - at);
            buffer.asCharBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Character.BYTES);
            at += count;
        }
    }

    @Override
    public void putInts(int[] values) throws IOException {
        putInt(values.length);
        for (int at = 0; at < values.length; ) {
            room(Integer.BYTES);
            int count = Math.min(buffer.remaining() / Integer.BYTES, values.length - at);
            buffer.asIntBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Integer.BYTES);
            at += count;
        }
    }

    @Override
    public void putLongs(long[] values) throws IOException {
        putInt(values.length);
        for (int at = 0; at < values.length; ) {
            room(Long.BYTES);
            int count = Math.min(buffer.remaining() / Long.BYTES, values.length - at);
            buffer.asLongBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Long.BYTES);
            at += count;
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        sum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    /** Writes what is left, and the checksum. */
    void finish() throws IOException {
        flush();
        buffer.putInt((int) sum.getValue());
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
