package io.grism.exec.column;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of 8-bit integers: TINYINT. */
public final class ByteColumn extends AbstractColumn {
    private byte[] values = new byte[0];

    ByteColumn(Field field, MinorType minorType) {
        super(field, minorType);
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
        Raw.read(vector.getDataBufferAddress() + from, values, at, count);
    }

    @Override
    void read(FieldVector vector, int[] rows, int from, int count, int at) {
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            values[at + i] = row < 0 ? 0 : MemoryUtil.getByte(address + row);
        }
    }

    @Override
    void read(Column other, int from, int count, int at) {
        System.arraycopy(((ByteColumn) other).values, from, values, at, count);
    }

    @Override
    void read(Column other, int[] rows, int from, int count, int at) {
        byte[] source = ((ByteColumn) other).values;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            values[at + i] = row < 0 ? 0 : source[row];
        }
    }

    @Override
    void put(int row, Object value) {
        values[row] = BoxedValues.toByte(value);
    }

    @Override
    void putDefault(int row) {
        values[row] = 0;
    }

    @Override
    Object value(int row) {
        return values[row];
    }

    @Override
    void write(FieldVector vector, int[] rows, int from, int count) {
        ((BaseFixedWidthVector) vector).allocateNew(count);
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            MemoryUtil.putByte(address + i, row < 0 ? (byte) 0 : values[row]);
        }
    }

    @Override
    void write(FieldVector vector, int from, int count) {
        ((BaseFixedWidthVector) vector).allocateNew(count);
        Raw.write(vector.getDataBufferAddress(), values, from, count);
    }

    @Override
    public int compare(int row, Column other, int otherRow) {
        return Byte.compare(values[row], ((ByteColumn) other).values[otherRow]);
    }

    @Override
    boolean equalValues(int row, Column other, int otherRow) {
        return values[row] == ((ByteColumn) other).values[otherRow];
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
