package io.grism.exec.column;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * What all columns share: size and nulls. A null row holds the type's default value (0, empty), so that hashes need not ask for
 * nulls.
 */
abstract class AbstractColumn implements Column {
    /** Mixes a value into a hash; both halves of the result are usable. */
    static long mix(long hash, long value) {
        long mixed = (hash + value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    /** The next capacity of an array that must hold {@code needed}. */
    static int grow(int capacity, int needed) {
        if (needed < 0) {
            throw tooLong();
        }
        return (int)
                Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, Math.max(16L, (long) capacity + (capacity >> 1))));
    }

    static GrismException tooLong() {
        return new GrismException(
                ErrorCode.OUT_OF_MEMORY,
                "Cannot hold a column in memory: more than 2^31 rows or bytes. Filter, or read fewer columns");
    }

    private final Field field;
    private final MinorType minorType;
    private final NullBits nulls = new NullBits();
    private int size;

    AbstractColumn(Field field, MinorType minorType) {
        this.field = field;
        this.minorType = minorType;
    }

    // What a kind of column does with its array; rows given are within capacity.

    /** Makes room for {@code capacity} rows. */
    abstract void reserve(int capacity);

    /** Copies values of a vector, of the right type, to row {@code at} on. */
    abstract void read(FieldVector vector, int from, int count, int at);

    /** Copies values of a vector to row {@code at} on; a negative row is the default. */
    abstract void read(FieldVector vector, int[] rows, int from, int count, int at);

    abstract void read(Column other, int from, int count, int at);

    /** Copies values of a column to row {@code at} on; a negative row is the default. */
    abstract void read(Column other, int[] rows, int from, int count, int at);

    /** Sets a row from a boxed value. */
    abstract void put(int row, Object value);

    /** Sets a row that is null to the default. */
    abstract void putDefault(int row);

    abstract Object value(int row);

    /** Allocates the vector and writes values, a negative row being whatever; validity and value count follow. */
    abstract void write(FieldVector vector, int[] rows, int from, int count);

    abstract void write(FieldVector vector, int from, int count);

    abstract boolean equalValues(int row, Column other, int otherRow);

    /** Whether {@link #read(FieldVector, int, int, int)} leaves nulls at the default already. */
    boolean readsDefaults() {
        return false;
    }

    @Override
    public final Field field() {
        return field;
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final boolean isNull(int row) {
        return nulls.get(row);
    }

    @Override
    public final boolean hasNulls() {
        return nulls.any();
    }

    final NullBits nulls() {
        return nulls;
    }

    private int reserveMore(int count) {
        int capacity = size + count;
        if (capacity < 0) {
            throw tooLong();
        }
        reserve(capacity);
        return capacity;
    }

    private boolean appendsNulls(FieldVector vector, int count) {
        if (vector instanceof NullVector) {
            appendNulls(count);
            return true;
        }
        if (vector.getMinorType() != minorType) {
            throw new IllegalArgumentException(
                    "a column of " + minorType + " cannot take a vector of " + vector.getMinorType());
        }
        return false;
    }

    private void appendNulls(int count) {
        int end = reserveMore(count);
        for (int row = size; row < end; row++) {
            putDefault(row);
        }
        nulls.setRange(size, count);
        size = end;
    }

    @Override
    public final void append(FieldVector vector, int from, int count) {
        Objects.checkFromIndexSize(from, count, vector.getValueCount());
        if (count == 0 || appendsNulls(vector, count)) {
            return;
        }
        int end = reserveMore(count);
        read(vector, from, count, size);
        if (!Raw.allValid(vector)) {
            long validity = vector.getValidityBufferAddress();
            for (int i = 0; i < count; i += 64) {
                int n = Math.min(64, count - i);
                long word = ~Raw.bits(validity, (long) from + i, n) & (n == 64 ? -1L : (1L << n) - 1);
                nulls.or(size + i, word, n);
                for (long left = readsDefaults() ? 0 : word; left != 0; left &= left - 1) {
                    putDefault(size + i + Long.numberOfTrailingZeros(left));
                }
            }
        }
        size = end;
    }

    @Override
    public final void append(FieldVector vector, int[] rows, int from, int count) {
        Objects.checkFromIndexSize(from, count, rows.length);
        if (count == 0 || appendsNulls(vector, count)) {
            return;
        }
        boolean negative = checkRows(rows, from, count, vector.getValueCount());
        int end = reserveMore(count);
        read(vector, rows, from, count, size);
        if (negative || !Raw.allValid(vector)) {
            long validity = vector.getValidityBufferAddress();
            for (int i = 0; i < count; i++) {
                int row = rows[from + i];
                if (row < 0 || !Raw.bit(validity, row)) {
                    nulls.set(size + i);
                    putDefault(size + i);
                }
            }
        }
        size = end;
    }

    @Override
    public final void append(Column other, int from, int count) {
        Objects.checkFromIndexSize(from, count, other.size());
        if (count == 0) {
            return;
        }
        if (other instanceof NullColumn && !(this instanceof NullColumn)) {
            appendNulls(count);
            return;
        }
        int end = reserveMore(count);
        read(other, from, count, size);
        if (other.hasNulls()) {
            NullBits bits = ((AbstractColumn) other).nulls;
            for (int i = 0; i < count; i += 64) {
                int n = Math.min(64, count - i);
                nulls.or(size + i, bits.word(from + i, n), n);
            }
        }
        size = end;
    }

    @Override
    public final void append(Column other, int[] rows, int from, int count) {
        Objects.checkFromIndexSize(from, count, rows.length);
        if (count == 0) {
            return;
        }
        if (other instanceof NullColumn && !(this instanceof NullColumn)) {
            appendNulls(count);
            return;
        }
        boolean negative = checkRows(rows, from, count, other.size());
        int end = reserveMore(count);
        read(other, rows, from, count, size);
        if (negative || other.hasNulls()) {
            for (int i = 0; i < count; i++) {
                int row = rows[from + i];
                if (row < 0 || other.isNull(row)) {
                    nulls.set(size + i);
                }
            }
        }
        size = end;
    }

    @Override
    public final void append(@Nullable Object value) {
        int end = reserveMore(1);
        if (value == null) {
            putDefault(size);
            nulls.set(size);
        } else {
            put(size, value);
        }
        size = end;
    }

    @Override
    public final @Nullable Object get(int row) {
        Objects.checkIndex(row, size);
        return isNull(row) ? null : value(row);
    }

    @Override
    public void clear() {
        nulls.clear();
        size = 0;
    }

    /** Whether some row is negative; a row that does not exist is an argument error. */
    private static boolean checkRows(int[] rows, int from, int count, int size) {
        int signs = 0;
        int largest = -1;
        for (int i = from; i < from + count; i++) {
            signs |= rows[i];
            largest = Math.max(largest, rows[i]);
        }
        if (largest >= size) {
            throw new IndexOutOfBoundsException("row " + largest + " of " + size);
        }
        return signs < 0;
    }

    @Override
    public final FieldVector gather(int[] rows, int from, int count, BufferAllocator allocator) {
        Objects.checkFromIndexSize(from, count, rows.length);
        boolean negative = checkRows(rows, from, count, size);
        FieldVector vector = field.createVector(allocator);
        try {
            if (count > 0) {
                write(vector, rows, from, count);
                if (!(this instanceof NullColumn)) {
                    writeValidity(vector.getValidityBufferAddress(), rows, from, count, negative);
                }
            }
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    private void writeValidity(long validity, int[] rows, int from, int count, boolean negative) {
        Raw.fillBits(validity, count);
        if (negative || nulls.any()) {
            for (int i = 0; i < count; i += 64) {
                int n = Math.min(64, count - i);
                long word = 0;
                for (int j = 0; j < n; j++) {
                    int row = rows[from + i + j];
                    word |= (row < 0 || nulls.get(row) ? 0L : 1L) << j;
                }
                Raw.putBits(validity, i, word, n);
            }
        }
    }

    @Override
    public final FieldVector slice(int from, int count, BufferAllocator allocator) {
        Objects.checkFromIndexSize(from, count, size);
        FieldVector vector = field.createVector(allocator);
        try {
            if (count > 0) {
                write(vector, from, count);
                if (!(this instanceof NullColumn)) {
                    long validity = vector.getValidityBufferAddress();
                    Raw.fillBits(validity, count);
                    for (int i = 0; nulls.any() && i < count; i += 64) {
                        int n = Math.min(64, count - i);
                        Raw.putBits(validity, i, ~nulls.word(from + i, n), n);
                    }
                }
            }
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    @Override
    public final boolean equal(int row, Column other, int otherRow) {
        AbstractColumn that = (AbstractColumn) other;
        if (nulls.any() || that.nulls.any()) {
            boolean isNull = nulls.get(row);
            if (isNull || that.nulls.get(otherRow)) {
                return isNull && that.nulls.get(otherRow);
            }
        }
        return equalValues(row, other, otherRow);
    }
}
