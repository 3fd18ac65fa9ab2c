package io.grism.exec.column;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of BOOLEAN, a byte each: 0 or 1. */
public final class BooleanColumn extends AbstractColumn {
    private byte[] values = new byte[0];

    BooleanColumn(Field field) {
        super(field, MinorType.BIT);
    }

    /** The values, of which the first {@link #size()} count; a null is 0. The column's own array: read only, until it next grows. */
    public byte[] values() {
        return values;
    }

    @Override
    void reserve(int capacity) {
        if (values.length < capacity) {
            values = Arrays.copyOf(values, grow(values.length, capacity));
        }
    }

    @Override
    void read(FieldVector vector, int from, int count, int at) {
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i += 64) {
            int n = Math.min(64, count - i);
            long word = Raw.bits(address, (long) from + i, n);
            for (int j = 0; j < n; j++) {
                values[at + i + j] = (byte) (word >>> j & 1);
            }
        }
    }

    @Override
    void read(FieldVector vector, int[] rows, int from, int count, int at) {
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            values[at + i] = row < 0 ? 0 : (byte) (MemoryUtil.getByte(address + (row >> 3)) >> (row & 7) & 1);
        }
    }

    @Override
    void read(Column other, int from, int count, int at) {
        System.arraycopy(((BooleanColumn) other).values, from, values, at, count);
    }

    @Override
    void read(Column other, int[] rows, int from, int count, int at) {
        byte[] source = ((BooleanColumn) other).values;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            values[at + i] = row < 0 ? 0 : source[row];
        }
    }

    @Override
    void put(int row, Object value) {
        values[row] = (byte) ((Boolean) value ? 1 : 0);
    }

    @Override
    void putDefault(int row) {
        values[row] = 0;
    }

    @Override
    Object value(int row) {
        return values[row] != 0;
    }

    @Override
    void write(FieldVector vector, int[] rows, int from, int count) {
        ((BaseFixedWidthVector) vector).allocateNew(count);
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i += 64) {
            int n = Math.min(64, count - i);
            long word = 0;
            for (int j = 0; j < n; j++) {
                int row = rows[from + i + j];
                word |= (row < 0 ? 0L : values[row]) << j;
            }
            Raw.putBits(address, i, word, n);
        }
    }

    @Override
    void write(FieldVector vector, int from, int count) {
        ((BaseFixedWidthVector) vector).allocateNew(count);
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i += 64) {
            int n = Math.min(64, count - i);
            long word = 0;
            for (int j = 0; j < n; j++) {
                word |= (long) values[from + i + j] << j;
            }
            Raw.putBits(address, i, word, n);
        }
    }

    @Override
    public int compare(int row, Column other, int otherRow) {
        return Byte.compare(values[row], ((BooleanColumn) other).values[otherRow]);
    }

    @Override
    boolean equalValues(int row, Column other, int otherRow) {
        return values[row] == ((BooleanColumn) other).values[otherRow];
    }

    @Override
    public void hash(int from, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = mix(hashes[i], values[from + i]);
        }
    }

    @Override
    public long sizeInBytes() {
        return values.length + nulls().sizeInBytes();
    }
}
