package io.grism.exec.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column that holds nothing but NULL. */
final class NullColumn extends AbstractColumn {
    NullColumn(Field field) {
        super(field, MinorType.NULL);
    }

    private static IllegalArgumentException noValue() {
        return new IllegalArgumentException("a column of type NULL holds no value");
    }

    @Override
    void reserve(int capacity) {}

    @Override
    void read(FieldVector vector, int from, int count, int at) {
        throw noValue();
    }

    @Override
    void read(FieldVector vector, int[] rows, int from, int count, int at) {
        throw noValue();
    }

    @Override
    void read(Column other, int from, int count, int at) {}

    @Override
    void read(Column other, int[] rows, int from, int count, int at) {}

    @Override
    void put(int row, Object value) {
        throw noValue();
    }

    @Override
    void putDefault(int row) {}

    @Override
    Object value(int row) {
        throw noValue();
    }

    @Override
    void write(FieldVector vector, int[] rows, int from, int count) {}

    @Override
    void write(FieldVector vector, int from, int count) {}

    @Override
    public int compare(int row, Column other, int otherRow) {
        return 0;
    }

    @Override
    boolean equalValues(int row, Column other, int otherRow) {
        return true;
    }

    @Override
    public void hash(int from, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = mix(hashes[i], 0);
        }
    }

    @Override
    public long sizeInBytes() {
        return nulls().sizeInBytes();
    }
}
