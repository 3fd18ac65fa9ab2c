package io.grism.exec.storage.index;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.BooleanColumn;
import io.grism.exec.column.ByteColumn;
import io.grism.exec.column.BytesColumn;
import io.grism.exec.column.Column;
import io.grism.exec.column.DecimalColumn;
import io.grism.exec.column.DoubleColumn;
import io.grism.exec.column.FloatColumn;
import io.grism.exec.column.IntColumn;
import io.grism.exec.column.LongColumn;
import io.grism.exec.column.ShortColumn;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * Values as longs of the same order: a greater value never has a smaller long, equal values have equal ones, and values that differ may have the same. Of strings the long is made of
 * eight bytes, those behind what all strings of a page begin with.
 */
final class OrderKeys {
    private OrderKeys() {}

    /** Whether values of a type have keys. */
    static boolean has(TypeKind kind) {
        return switch (kind) {
            case ARRAY, ROW, MAP, NULL -> false;
            default -> true;
        };
    }

    /** The key of each row; that of a NULL is any. For all types but strings of text or bytes. */
    static long[] of(Column column) {
        int size = column.size();
        long[] keys = new long[size];
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), 0, keys, 0, size);
        } else if (column instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < size; i++) {
                keys[i] = values[i];
            }
        } else if (column instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < size; i++) {
                keys[i] = values[i];
            }
        } else if (column instanceof ByteColumn small) {
            byte[] values = small.values();
            for (int i = 0; i < size; i++) {
                keys[i] = values[i];
            }
        } else if (column instanceof BooleanColumn booleans) {
            byte[] values = booleans.values();
            for (int i = 0; i < size; i++) {
                keys[i] = values[i];
            }
        } else if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < size; i++) {
                keys[i] = ordered(values[i]);
            }
        } else if (column instanceof FloatColumn floats) {
            float[] values = floats.values();
            for (int i = 0; i < size; i++) {
                keys[i] = ordered(values[i]);
            }
        } else if (column instanceof DecimalColumn decimals) {
            for (int i = 0; i < size; i++) {
                keys[i] = saturated(decimals.low(i), decimals.high(i));
            }
        } else if (TypeKind.of(column.field()) == TypeKind.UUID) {
            for (int i = 0; i < size; i++) {
                keys[i] = column.isNull(i)
                        ? 0
                        : ((UUID) Objects.requireNonNull(column.get(i))).getMostSignificantBits() ^ Long.MIN_VALUE;
            }
        } else {
            throw new IllegalArgumentException("no keys of " + column.field());
        }
        return keys;
    }

    /** NaN is the greatest and equals itself; the zeros are equal. */
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
    }

    private static long saturated(long low, long high) {
        return high == low >> 63 ? low : high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** What all strings of a column begin with. */
    static byte[] commonStart(BytesColumn column) {
        byte[] bytes = column.bytes();
        int[] offsets = column.offsets();
        byte[] common = null;
        int length = 0;
        for (int i = 0; i < column.size() && (common == null || length > 0); i++) {
            if (column.isNull(i)) {
                continue;
            }
            if (common == null) {
                common = Arrays.copyOfRange(bytes, offsets[i], offsets[i + 1]);
                length = common.length;
            } else {
                int different = Arrays.mismatch(common, 0, length, bytes, offsets[i], offsets[i + 1]);
                length = different < 0 ? length : different;
            }
        }
        return common == null ? new byte[0] : Arrays.copyOf(common, length);
    }

    /** The keys of strings that all begin with {@code skipped} bytes which do not count. */
    static long[] of(BytesColumn column, int skipped) {
        long[] keys = new long[column.size()];
        byte[] bytes = column.bytes();
        int[] offsets = column.offsets();
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(bytes, offsets[i] + skipped, offsets[i + 1], 0);
        }
        return keys;
    }

    /** The key of bytes, followed by {@code padding}. */
    static long key(byte[] bytes, int from, int to, int padding) {
        long word = 0;
        for (int i = 0; i < 8; i++) {
            word = word << 8 | (from + i < to ? bytes[from + i] & 0xFF : padding);
        }
        return word ^ Long.MIN_VALUE;
    }
}
