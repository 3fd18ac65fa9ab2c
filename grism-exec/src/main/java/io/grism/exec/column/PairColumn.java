package io.grism.exec.column;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of 16-byte values, each two longs in the order in which they stand in memory. */
abstract class PairColumn extends AbstractColumn {
    private static final int MAX_ROWS = (Integer.MAX_VALUE - 8) / 2;

    private long[] words = new long[0];

    PairColumn(Field field, MinorType minorType) {
        super(field, minorType);
    }

    final long[] words() {
        return words;
    }

    @Override
    final void reserve(int capacity) {
        if (capacity > MAX_ROWS) {
            throw tooLong();
        }
        if (words.length < 2 * capacity) {
            words = Arrays.copyOf(words, 2 * Math.min(MAX_ROWS, grow(words.length / 2, capacity)));
        }
    }

    @Override
    final void read(FieldVector vector, int from, int count, int at) {
        if (count > MAX_ROWS / 8) {
            read(vector, from, MAX_ROWS / 8, at);
            read(vector, from + MAX_ROWS / 8, count - MAX_ROWS / 8, at + MAX_ROWS / 8);
        } else {
            Raw.read(vector.getDataBufferAddress() + 16L * from, words, 2 * at, 2 * count);
        }
    }

    @Override
    final void read(FieldVector vector, int[] rows, int from, int count, int at) {
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            long low = 0;
            long high = 0;
            if (row >= 0) {
                low = MemoryUtil.getLong(address + 16L * row);
                high = MemoryUtil.getLong(address + 16L * row + 8);
            }
            words[2 * (at + i)] = low;
            words[2 * (at + i) + 1] = high;
        }
    }

    @Override
    final void read(Column other, int from, int count, int at) {
        System.arraycopy(((PairColumn) other).words, 2 * from, words, 2 * at, 2 * count);
    }

    @Override
    final void read(Column other, int[] rows, int from, int count, int at) {
        long[] source = ((PairColumn) other).words;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            words[2 * (at + i)] = row < 0 ? 0 : source[2 * row];
            words[2 * (at + i) + 1] = row < 0 ? 0 : source[2 * row + 1];
        }
    }

    @Override
    final void putDefault(int row) {
        words[2 * row] = 0;
        words[2 * row + 1] = 0;
    }

    @Override
    final void write(FieldVector vector, int[] rows, int from, int count) {
        ((BaseFixedWidthVector) vector).allocateNew(count);
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            MemoryUtil.putLong(address + 16L * i, row < 0 ? 0 : words[2 * row]);
            MemoryUtil.putLong(address + 16L * i + 8, row < 0 ? 0 : words[2 * row + 1]);
        }
    }

    @Override
    final void write(FieldVector vector, int from, int count) {
        ((BaseFixedWidthVector) vector).allocateNew(count);
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            MemoryUtil.putLong(address + 16L * i, words[2 * (from + i)]);
            MemoryUtil.putLong(address + 16L * i + 8, words[2 * (from + i) + 1]);
        }
    }

    @Override
    final boolean equalValues(int row, Column other, int otherRow) {
        long[] others = ((PairColumn) other).words;
        return words[2 * row] == others[2 * otherRow] && words[2 * row + 1] == others[2 * otherRow + 1];
    }

    @Override
    public final void hash(int from, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = mix(mix(hashes[i], words[2 * (from + i)]), words[2 * (from + i) + 1]);
        }
    }

    @Override
    public final long sizeInBytes() {
        return 8L * words.length + nulls().sizeInBytes();
    }
}
