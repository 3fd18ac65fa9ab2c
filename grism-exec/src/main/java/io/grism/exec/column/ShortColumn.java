package io.grism.exec.column;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of 16-bit integers: SMALLINT. */
public final class ShortColumn extends AbstractColumn {
    private short[] values = new short[0];

    ShortColumn(Field field, MinorType minorType) {
        super(field, minorType);
    }

    /** The values, of which the first {@link #size()} count; a null is 0. The column's own array: read only, until it next grows. */
    public short[] values() {
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
        Raw.read(vector.getDataBufferAddress() + 2L * from, values, at, count);
    }

    @Override
    void read(FieldVector vector, int[] rows, int from, int count, int at) {
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            values[at + i] = row < 0 ? 0 : MemoryUtil.getShort(address + 2L * row);
        }
    }

    @Override
    void read(Column other, int from, int count, int at) {
        System.arraycopy(((ShortColumn) other).values, from, values, at, count);
    }

    @Override
    void read(Column other, int[] rows, int from, int count, int at) {
        short[] source = ((ShortColumn) other).values;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            values[at + i] = row < 0 ? 0 : source[row];
        }
    }

    @Override
    void put(int row, Object value) {
        values[row] = BoxedValues.toShort(value);
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
            MemoryUtil.putShort(address + 2L * i, row < 0 ? (short) 0 : values[row]);
        }
    }

    @Override
    void write(FieldVector vector, int from, int count) {
        ((BaseFixedWidthVector) vector).allocateNew(count);
        Raw.write(vector.getDataBufferAddress(), values, from, count);
    }

    @Override
    public int compare(int row, Column other, int otherRow) {
        return Short.compare(values[row], ((ShortColumn) other).values[otherRow]);
    }

    @Override
    boolean equalValues(int row, Column other, int otherRow) {
        return values[row] == ((ShortColumn) other).values[otherRow];
    }

    @Override
    public void hash(int from, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = mix(hashes[i], values[from + i]);
        }
    }

    @Override
    public long sizeInBytes() {
        return 2L * values.length + nulls().sizeInBytes();
    }
}
