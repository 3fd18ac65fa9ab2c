package io.grism.exec.storage.durable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import java.util.zip.CRC32C;

/**
 * A file of a database in the making, all but the tables' rows. Numbers are big-endian; counts and lengths are ints.
 *
 * <pre>
 *   | magic: 8 bytes | format version: int | content | CRC32C of all that is before: int |
 * </pre>
 */
final class Encoder {
    static final int MAGIC_BYTES = 8;
    static final int TRAILER_BYTES = Integer.BYTES;

    private byte[] bytes = new byte[256];
    private int size;

    Encoder(FileKind kind) {
        put(kind.magic());
        putInt(kind.version());
    }

    void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            putByte(value >>> shift);
        }
    }

    void putLong(long value) {
        putInt((int) (value >>> Integer.SIZE));
        putInt((int) value);
    }

    void putBytes(byte[] value) {
        putInt(value.length);
        put(value);
    }

    void putString(String value) {
        putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    <T> void putList(List<T> values, BiConsumer<Encoder, T> encode) {
        putInt(values.size());
        values.forEach(value -> encode.accept(this, value));
    }

    void putInts(List<Integer> values) {
        ObjIntConsumer<Encoder> encode = Encoder::putInt;
        putList(values, encode::accept);
    }

    /** The whole file. */
    byte[] finish() {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, size);
        putInt((int) sum.getValue());
        return Arrays.copyOf(bytes, size);
    }

    private void put(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * Math.min(bytes.length, 1 << 29)));
        }
    }
}
