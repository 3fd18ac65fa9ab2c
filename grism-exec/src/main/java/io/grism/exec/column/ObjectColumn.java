package io.grism.exec.column;

import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A column of ARRAY, ROW or MAP values as Java objects, treated as immutable. */
final class ObjectColumn extends AbstractColumn {
    private @Nullable Object[] values = new @Nullable Object[0];
    private long valueBytes;

    ObjectColumn(Field field, MinorType minorType) {
        super(field, minorType);
    }

    @Override
    void reserve(int capacity) {
        if (values.length < capacity) {
            values = Arrays.copyOf(values, grow(values.length, capacity));
        }
    }

    @Override
    void read(FieldVector vector, int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            set(at + i, VectorValues.get(vector, from + i));
        }
    }

    @Override
    void read(FieldVector vector, int[] rows, int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            set(at + i, row < 0 ? null : VectorValues.get(vector, row));
        }
    }

    @Override
    void read(Column other, int from, int count, int at) {
        @Nullable Object[] source = ((ObjectColumn) other).values;
        for (int i = 0; i < count; i++) {
            set(at + i, source[from + i]);
        }
    }

    @Override
    void read(Column other, int[] rows, int from, int count, int at) {
        @Nullable Object[] source = ((ObjectColumn) other).values;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            set(at + i, row < 0 ? null : source[row]);
        }
    }

    private void set(int row, @Nullable Object value) {
        values[row] = value;
        valueBytes += BoxedValues.estimateBytes(value);
    }

    @Override
    void put(int row, Object value) {
        set(row, value);
    }

    @Override
    void putDefault(int row) {
        values[row] = null;
    }

    @Override
    Object value(int row) {
        return Objects.requireNonNull(values[row]);
    }

    @Override
    void write(FieldVector vector, int[] rows, int from, int count) {
        vector.setInitialCapacity(count);
        vector.allocateNew();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            VectorValues.set(vector, i, row < 0 ? null : values[row]);
        }
    }

    @Override
    void write(FieldVector vector, int from, int count) {
        vector.setInitialCapacity(count);
        vector.allocateNew();
        for (int i = 0; i < count; i++) {
            VectorValues.set(vector, i, values[from + i]);
        }
    }

    @Override
    public int compare(int row, Column other, int otherRow) {
        return BoxedValues.compare(value(row), ((ObjectColumn) other).value(otherRow));
    }

    @Override
    boolean equalValues(int row, Column other, int otherRow) {
        return BoxedValues.equal(values[row], ((ObjectColumn) other).values[otherRow]);
    }

    @Override
    public void hash(int from, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = mix(hashes[i], BoxedValues.hash(values[from + i]));
        }
    }

    @Override
    public void clear() {
        Arrays.fill(values, 0, size(), null);
        valueBytes = 0;
        super.clear();
    }

    @Override
    public long sizeInBytes() {
        return 8L * values.length + valueBytes + nulls().sizeInBytes();
    }
}
