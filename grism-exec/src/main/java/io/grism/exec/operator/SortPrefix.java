package io.grism.exec.operator;

import io.grism.exec.column.BytesColumn;
import io.grism.exec.column.Column;
import io.grism.exec.column.DoubleColumn;
import io.grism.exec.column.FloatColumn;

/** A long for each value of a sort key, ordered as the values are; values of different order may have the same long. */
final class SortPrefix {
    private SortPrefix() {}

    /** Whether the longs differ wherever values do, NULLs apart. */
    static boolean isExact(Column column) {
        return LongKeys.canRead(column) || column instanceof DoubleColumn || column instanceof FloatColumn;
    }

    /** The longs of all rows. */
    static long[] of(Column column, SortKey key) {
        int rows = column.size();
        long[] prefix = new long[rows];
        if (LongKeys.canRead(column)) {
            LongKeys.read(column, 0, rows, prefix);
        } else if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < rows; i++) {
                prefix[i] = ordered(values[i]);
            }
        } else if (column instanceof FloatColumn floats) {
            float[] values = floats.values();
            for (int i = 0; i < rows; i++) {
                prefix[i] = ordered(values[i]);
            }
        } else if (column instanceof BytesColumn bytes) {
            firstBytes(bytes, prefix);
        }
        if (key.descending()) {
            for (int i = 0; i < rows; i++) {
                prefix[i] = ~prefix[i];
            }
        }
        if (column.hasNulls()) {
            for (int i = 0; i < rows; i++) {
                if (column.isNull(i)) {
                    prefix[i] = key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
                }
            }
        }
        return prefix;
    }

    /** NaN is the greatest and equals itself; the zeros are equal. */
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
    }

    private static void firstBytes(BytesColumn column, long[] prefix) {
        byte[] bytes = column.bytes();
        int[] offsets = column.offsets();
        for (int i = 0; i < prefix.length; i++) {
            long word = 0;
            int end = Math.min(offsets[i + 1], offsets[i] + 8);
            int shift = 56;
            for (int at = offsets[i]; at < end; at++, shift -= 8) {
                word |= (bytes[at] & 0xFFL) << shift;
            }
            prefix[i] = word ^ Long.MIN_VALUE;
        }
    }
}
