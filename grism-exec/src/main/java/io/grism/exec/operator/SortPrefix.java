package io.grism.exec.operator;

import io.grism.exec.column.BytesColumn;
import io.grism.exec.column.Column;
import io.grism.exec.column.DoubleColumn;
import io.grism.exec.column.FloatColumn;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A sort key as longs, ordered as its values are; values of different order may have the same long. Strings have one for every eight bytes. */
final class SortPrefix {
    /** What equal longs say about the values. */
    enum Tie {
        EQUAL,
        /** The longs of the next depth tell more. */
        DEEPER,
        UNKNOWN
    }

    private final Column column;
    private final SortKey key;
    private final boolean exact;
    private long @Nullable [] all;

    SortPrefix(Column column, SortKey key) {
        this.column = column;
        this.key = key;
        this.exact = LongKeys.canRead(column) || column instanceof DoubleColumn || column instanceof FloatColumn;
    }

    /** Whether rows with equal longs have equal values, whatever they are: a NULL has the long of some value. */
    boolean isExact() {
        return exact && !column.hasNulls();
    }

    /** Sets {@code into[from .. to)} to the longs of the rows there. */
    void load(int depth, int[] rows, int from, int to, long[] into) {
        long[] prefixes = all;
        if (prefixes == null && !(column instanceof BytesColumn)) {
            prefixes = new long[column.size()];
            numbers(prefixes);
            all = prefixes;
        }
        if (prefixes != null) {
            for (int i = from; i < to; i++) {
                into[i] = prefixes[rows[i]];
            }
        } else {
            bytes((BytesColumn) column, depth, rows, from, to, into);
        }
        if (key.descending()) {
            for (int i = from; i < to; i++) {
                into[i] = ~into[i];
            }
        }
        if (column.hasNulls()) {
            long missing = missing();
            for (int i = from; i < to; i++) {
                if (column.isNull(rows[i])) {
                    into[i] = missing;
                }
            }
        }
    }

    /** Sets {@code into[0 .. size)} to the longs of all rows, in their places. */
    void loadAll(long[] into) {
        int size = column.size();
        if (column instanceof BytesColumn) {
            load(0, IntStream.range(0, size).toArray(), 0, size, into);
            return;
        }
        numbers(into);
        if (key.descending()) {
            for (int i = 0; i < size; i++) {
                into[i] = ~into[i];
            }
        }
        if (column.hasNulls()) {
            long missing = missing();
            for (int i = 0; i < size; i++) {
                into[i] = column.isNull(i) ? missing : into[i];
            }
        }
    }

    private long missing() {
        return key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** What is known of rows whose longs are equal up to {@code depth}. */
    Tie tie(int depth, int[] rows, int from, int to) {
        if (column.hasNulls()) {
            boolean isNull = column.isNull(rows[from]);
            for (int i = from + 1; i < to; i++) {
                if (column.isNull(rows[i]) != isNull) {
                    return Tie.UNKNOWN;
                }
            }
            if (isNull) {
                return Tie.EQUAL;
            }
        }
        if (exact) {
            return Tie.EQUAL;
        }
        if (!(column instanceof BytesColumn bytes)) {
            return Tie.UNKNOWN;
        }
        int[] offsets = bytes.offsets();
        int first = offsets[rows[from] + 1] - offsets[rows[from]];
        int longest = 0;
        boolean sameLength = true;
        for (int i = from; i < to; i++) {
            int length = offsets[rows[i] + 1] - offsets[rows[i]];
            longest = Math.max(longest, length);
            sameLength &= length == first;
        }
        boolean seen = longest <= 8L * depth + 8;
        return !seen ? Tie.DEEPER : sameLength ? Tie.EQUAL : Tie.UNKNOWN;
    }

    /** Values of other types have the same long, 0. */
    private void numbers(long[] prefixes) {
        int rows = column.size();
        if (LongKeys.canRead(column)) {
            LongKeys.read(column, 0, rows, prefixes);
        } else if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < rows; i++) {
                prefixes[i] = ordered(values[i]);
            }
        } else if (column instanceof FloatColumn floats) {
            float[] values = floats.values();
            for (int i = 0; i < rows; i++) {
                prefixes[i] = ordered(values[i]);
            }
        } else {
            Arrays.fill(prefixes, 0, rows, 0);
        }
    }

    /** NaN is the greatest and equals itself; the zeros are equal. */
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
    }

    private static void bytes(BytesColumn column, int depth, int[] rows, int from, int to, long[] into) {
        byte[] bytes = column.bytes();
        int[] offsets = column.offsets();
        for (int i = from; i < to; i++) {
            int row = rows[i];
            long start = offsets[row] + 8L * depth;
            long end = Math.min(offsets[row + 1], start + 8);
            long word = 0;
            int shift = 56;
            for (long at = start; at < end; at++, shift -= 8) {
                word |= (bytes[(int) at] & 0xFFL) << shift;
            }
            into[i] = word ^ Long.MIN_VALUE;
        }
    }
}
