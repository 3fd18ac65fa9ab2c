package io.grism.exec.kernel;

import io.grism.exec.column.BoxedValues;
import io.grism.exec.column.Raw;
import io.grism.exec.column.VectorValues;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;

/**
 * Comparisons of two vectors of one type. Each narrows a set of rows to those for which the comparison holds; rows that are null on
 * either side must not be in it. The order is that of {@link io.grism.exec.column.Column}.
 */
public final class CompareVectors {
    private CompareVectors() {}

    /** Keeps the rows whose values compare so. */
    public static void keep(Comparison comparison, FieldVector left, FieldVector right, int rows, long[] mask) {
        if (Masks.isEmpty(mask, rows)) {
            return;
        }
        if (left.getMinorType() != right.getMinorType() || scale(left) != scale(right)) {
            throw new IllegalArgumentException("cannot compare "
                    + left.getField().getType() + " with " + right.getField().getType());
        }
        switch (comparison) {
            case EQUAL -> keepEqual(left, right, 0, rows, mask);
            case NOT_EQUAL -> keepEqual(left, right, -1L, rows, mask);
            case LESS -> keepLess(left, right, 0, rows, mask);
            case GREATER_OR_EQUAL -> keepLess(left, right, -1L, rows, mask);
            case GREATER -> keepLess(right, left, 0, rows, mask);
            case LESS_OR_EQUAL -> keepLess(right, left, -1L, rows, mask);
        }
    }

    private static int scale(FieldVector vector) {
        return vector instanceof DecimalVector decimal ? decimal.getScale() : 0;
    }

    private static void keepEqual(FieldVector left, FieldVector right, long flip, int rows, long[] mask) {
        switch (left.getMinorType()) {
            case BIT, TINYINT, SMALLINT, FLOAT4, LIST, MAP, STRUCT -> keepSmall(left, right, true, flip, rows, mask);
            default -> {
                long a = left.getDataBufferAddress();
                long b = right.getDataBufferAddress();
                for (int base = 0; base < rows; base += 64) {
                    long active = mask[base >> 6];
                    if (active != 0) {
                        int n = Math.min(64, rows - base);
                        mask[base >> 6] = active
                                & (flip
                                        ^ switch (left.getMinorType()) {
                                            case INT, DATEDAY, TIMEMILLI, INTERVALYEAR ->
                                                intsEqual(a + 4L * base, b + 4L * base, n);
                                            case FLOAT8 -> doublesEqual(a + 8L * base, b + 8L * base, n);
                                            case DECIMAL, FIXEDSIZEBINARY ->
                                                pairsEqual(a + 16L * base, b + 16L * base, n);
                                            case VARCHAR, VARBINARY -> bytesEqual(left, right, base, active);
                                            default -> longsEqual(a + 8L * base, b + 8L * base, n);
                                        });
                    }
                }
            }
        }
    }

    private static void keepLess(FieldVector left, FieldVector right, long flip, int rows, long[] mask) {
        switch (left.getMinorType()) {
            case BIT, TINYINT, SMALLINT, FLOAT4, LIST, MAP, STRUCT, FIXEDSIZEBINARY ->
                keepSmall(left, right, false, flip, rows, mask);
            default -> {
                long a = left.getDataBufferAddress();
                long b = right.getDataBufferAddress();
                for (int base = 0; base < rows; base += 64) {
                    long active = mask[base >> 6];
                    if (active != 0) {
                        int n = Math.min(64, rows - base);
                        mask[base >> 6] = active
                                & (flip
                                        ^ switch (left.getMinorType()) {
                                            case INT, DATEDAY, TIMEMILLI, INTERVALYEAR ->
                                                intsLess(a + 4L * base, b + 4L * base, n);
                                            case FLOAT8 -> doublesLess(a + 8L * base, b + 8L * base, n);
                                            case DECIMAL -> decimalsLess(a + 16L * base, b + 16L * base, n);
                                            case VARCHAR, VARBINARY -> bytesLess(left, right, base, active);
                                            default -> longsLess(a + 8L * base, b + 8L * base, n);
                                        });
                    }
                }
            }
        }
    }

    private static long longsEqual(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (MemoryUtil.getLong(a + 8L * j) == MemoryUtil.getLong(b + 8L * j) ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long longsLess(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (MemoryUtil.getLong(a + 8L * j) < MemoryUtil.getLong(b + 8L * j) ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long intsEqual(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (MemoryUtil.getInt(a + 4L * j) == MemoryUtil.getInt(b + 4L * j) ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long intsLess(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (MemoryUtil.getInt(a + 4L * j) < MemoryUtil.getInt(b + 4L * j) ? 1L : 0L) << j;
        }
        return bits;
    }

    private static double doubleAt(long address) {
        return Double.longBitsToDouble(MemoryUtil.getLong(address));
    }

    private static long doublesEqual(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (BoxedValues.compare(doubleAt(a + 8L * j), doubleAt(b + 8L * j)) == 0 ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long doublesLess(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (BoxedValues.compare(doubleAt(a + 8L * j), doubleAt(b + 8L * j)) < 0 ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long pairsEqual(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            long difference = (MemoryUtil.getLong(a + 16L * j) ^ MemoryUtil.getLong(b + 16L * j))
                    | (MemoryUtil.getLong(a + 16L * j + 8) ^ MemoryUtil.getLong(b + 16L * j + 8));
            bits |= (difference == 0 ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long decimalsLess(long a, long b, int n) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            long highA = MemoryUtil.getLong(a + 16L * j + 8);
            long highB = MemoryUtil.getLong(b + 16L * j + 8);
            boolean less = highA != highB
                    ? highA < highB
                    : Long.compareUnsigned(MemoryUtil.getLong(a + 16L * j), MemoryUtil.getLong(b + 16L * j)) < 0;
            bits |= (less ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long bytesEqual(FieldVector left, FieldVector right, int base, long active) {
        long a = left.getOffsetBufferAddress() + 4L * base;
        long b = right.getOffsetBufferAddress() + 4L * base;
        long bits = 0;
        for (long word = active; word != 0; word &= word - 1) {
            int j = Long.numberOfTrailingZeros(word);
            int startA = MemoryUtil.getInt(a + 4L * j);
            int startB = MemoryUtil.getInt(b + 4L * j);
            int length = MemoryUtil.getInt(a + 4L * j + 4) - startA;
            if (length == MemoryUtil.getInt(b + 4L * j + 4) - startB
                    && RawBytes.equal(
                            left.getDataBufferAddress() + startA, right.getDataBufferAddress() + startB, length)) {
                bits |= 1L << j;
            }
        }
        return bits;
    }

    private static long bytesLess(FieldVector left, FieldVector right, int base, long active) {
        long a = left.getOffsetBufferAddress() + 4L * base;
        long b = right.getOffsetBufferAddress() + 4L * base;
        long bits = 0;
        for (long word = active; word != 0; word &= word - 1) {
            int j = Long.numberOfTrailingZeros(word);
            int startA = MemoryUtil.getInt(a + 4L * j);
            int startB = MemoryUtil.getInt(b + 4L * j);
            int order = RawBytes.compare(
                    left.getDataBufferAddress() + startA,
                    MemoryUtil.getInt(a + 4L * j + 4) - startA,
                    right.getDataBufferAddress() + startB,
                    MemoryUtil.getInt(b + 4L * j + 4) - startB);
            if (order < 0) {
                bits |= 1L << j;
            }
        }
        return bits;
    }

    /** Types that are rarely compared: one value at a time. */
    private static void keepSmall(
            FieldVector left, FieldVector right, boolean equality, long flip, int rows, long[] mask) {
        for (int base = 0; base < rows; base += 64) {
            long active = mask[base >> 6];
            long bits = 0;
            for (long word = active; word != 0; word &= word - 1) {
                int order = order(left, right, base + Long.numberOfTrailingZeros(word));
                if (equality ? order == 0 : order < 0) {
                    bits |= Long.lowestOneBit(word);
                }
            }
            mask[base >> 6] = active & (bits ^ flip);
        }
    }

    private static int order(FieldVector left, FieldVector right, int row) {
        return switch (left.getMinorType()) {
            case BIT ->
                Boolean.compare(Raw.bit(left.getDataBufferAddress(), row), Raw.bit(right.getDataBufferAddress(), row));
            case TINYINT ->
                Byte.compare(
                        MemoryUtil.getByte(left.getDataBufferAddress() + row),
                        MemoryUtil.getByte(right.getDataBufferAddress() + row));
            case SMALLINT ->
                Short.compare(
                        MemoryUtil.getShort(left.getDataBufferAddress() + 2L * row),
                        MemoryUtil.getShort(right.getDataBufferAddress() + 2L * row));
            case FLOAT4 ->
                BoxedValues.compare(
                        Float.intBitsToFloat(MemoryUtil.getInt(left.getDataBufferAddress() + 4L * row)),
                        Float.intBitsToFloat(MemoryUtil.getInt(right.getDataBufferAddress() + 4L * row)));
            default -> BoxedValues.compare(VectorValues.get(left, row), VectorValues.get(right, row));
        };
    }
}
