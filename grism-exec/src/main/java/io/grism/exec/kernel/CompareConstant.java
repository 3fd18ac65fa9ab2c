package io.grism.exec.kernel;

import io.grism.exec.column.BoxedValues;
import io.grism.exec.column.Raw;
import io.grism.exec.column.VectorValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;

/**
 * Comparisons of a vector with one value. Each narrows a set of rows to those for which the comparison holds; rows that are null
 * must not be in it. Doubles: NaN equals NaN and is the greatest, -0.0 equals 0.0.
 */
public final class CompareConstant {
    private CompareConstant() {}

    /** Keeps the rows whose value compares so with {@code constant}, boxed as the vector's type wants it. */
    public static void keep(Comparison comparison, FieldVector vector, Object constant, int rows, long[] mask) {
        if (Masks.isEmpty(mask, rows)) {
            return;
        }
        switch (vector.getMinorType()) {
            case BIT -> keepBoolean(comparison, vector, (Boolean) constant, rows, mask);
            case TINYINT,
                    SMALLINT,
                    INT,
                    DATEDAY,
                    TIMEMILLI,
                    INTERVALYEAR,
                    BIGINT,
                    TIMESTAMPMILLI,
                    TIMESTAMPMILLITZ,
                    DURATION -> keepInteger(comparison, vector, ((Number) constant).longValue(), rows, mask);
            case FLOAT8 -> keepDouble(comparison, vector, ((Number) constant).doubleValue(), rows, mask);
            case FLOAT4 -> keepFloat(comparison, vector, ((Number) constant).floatValue(), rows, mask);
            case DECIMAL -> keepDecimal(comparison, (DecimalVector) vector, (BigDecimal) constant, rows, mask);
            case VARCHAR ->
                keepBytes(comparison, vector, ((String) constant).getBytes(StandardCharsets.UTF_8), rows, mask);
            case VARBINARY -> keepBytes(comparison, vector, (byte[]) constant, rows, mask);
            default -> keepBoxed(comparison, vector, constant, rows, mask);
        }
    }

    private static void keepBoolean(
            Comparison comparison, FieldVector vector, boolean constant, int rows, long[] mask) {
        boolean ofTrue = comparison.holds(Boolean.compare(true, constant));
        boolean ofFalse = comparison.holds(Boolean.compare(false, constant));
        long address = vector.getDataBufferAddress();
        for (int i = 0; i < rows; i += 64) {
            long bits = Raw.bits(address, i, Math.min(64, rows - i));
            mask[i >> 6] &= (ofTrue ? bits : 0) | (ofFalse ? ~bits : 0);
        }
    }

    /** Every comparison of integers asks for a range, or for what is not in it. */
    private static void keepInteger(Comparison comparison, FieldVector vector, long constant, int rows, long[] mask) {
        boolean empty = (comparison == Comparison.LESS && constant == Long.MIN_VALUE)
                || (comparison == Comparison.GREATER && constant == Long.MAX_VALUE);
        if (empty) {
            Masks.clear(mask, rows);
            return;
        }
        long least =
                switch (comparison) {
                    case EQUAL, NOT_EQUAL, GREATER_OR_EQUAL -> constant;
                    case GREATER -> constant + 1;
                    case LESS, LESS_OR_EQUAL -> Long.MIN_VALUE;
                };
        long greatest =
                switch (comparison) {
                    case EQUAL, NOT_EQUAL, LESS_OR_EQUAL -> constant;
                    case LESS -> constant - 1;
                    case GREATER, GREATER_OR_EQUAL -> Long.MAX_VALUE;
                };
        // As unsigned numbers: value - least <= greatest - least, one comparison.
        long shift = least + Long.MIN_VALUE;
        long span = greatest - shift;
        long flip = comparison == Comparison.NOT_EQUAL ? -1L : 0;
        long address = vector.getDataBufferAddress();
        switch (vector.getMinorType()) {
            case TINYINT -> keepBytes(address, shift, span, flip, rows, mask);
            case SMALLINT -> keepShorts(address, shift, span, flip, rows, mask);
            case BIGINT, TIMESTAMPMILLI, TIMESTAMPMILLITZ, DURATION ->
                keepLongs(address, shift, span, flip, rows, mask);
            default -> keepInts(address, shift, span, flip, rows, mask);
        }
    }

    private static void keepLongs(long address, long shift, long span, long flip, int rows, long[] mask) {
        for (int base = 0; base < rows; base += 64) {
            if (mask[base >> 6] != 0) {
                int n = Math.min(64, rows - base);
                long at = address + 8L * base;
                long bits = 0;
                for (int j = 0; j < n; j++) {
                    long value = MemoryUtil.getLong(at + 8L * j);
                    bits |= (value - shift <= span ? 1L : 0L) << j;
                }
                mask[base >> 6] &= bits ^ flip;
            }
        }
    }

    private static void keepInts(long address, long shift, long span, long flip, int rows, long[] mask) {
        for (int base = 0; base < rows; base += 64) {
            if (mask[base >> 6] != 0) {
                int n = Math.min(64, rows - base);
                long at = address + 4L * base;
                long bits = 0;
                for (int j = 0; j < n; j++) {
                    long value = MemoryUtil.getInt(at + 4L * j);
                    bits |= (value - shift <= span ? 1L : 0L) << j;
                }
                mask[base >> 6] &= bits ^ flip;
            }
        }
    }

    private static void keepShorts(long address, long shift, long span, long flip, int rows, long[] mask) {
        for (int base = 0; base < rows; base += 64) {
            int n = Math.min(64, rows - base);
            long bits = 0;
            for (int j = 0; j < n; j++) {
                long value = MemoryUtil.getShort(address + 2L * (base + j));
                bits |= (value - shift <= span ? 1L : 0L) << j;
            }
            mask[base >> 6] &= bits ^ flip;
        }
    }

    private static void keepBytes(long address, long shift, long span, long flip, int rows, long[] mask) {
        for (int base = 0; base < rows; base += 64) {
            int n = Math.min(64, rows - base);
            long bits = 0;
            for (int j = 0; j < n; j++) {
                long value = MemoryUtil.getByte(address + base + j);
                bits |= (value - shift <= span ? 1L : 0L) << j;
            }
            mask[base >> 6] &= bits ^ flip;
        }
    }

    /** With a constant that is not NaN, "greater" is "not less or equal": true of NaN, as it must be. */
    private static void keepDouble(Comparison comparison, FieldVector vector, double constant, int rows, long[] mask) {
        if (Double.isNaN(constant)) {
            keepBoxed(comparison, vector, constant, rows, mask);
            return;
        }
        long address = vector.getDataBufferAddress();
        for (int base = 0; base < rows; base += 64) {
            if (mask[base >> 6] == 0) {
                continue;
            }
            int n = Math.min(64, rows - base);
            long at = address + 8L * base;
            mask[base >> 6] &= switch (comparison) {
                case EQUAL -> doublesEqual(at, n, constant);
                case NOT_EQUAL -> ~doublesEqual(at, n, constant);
                case LESS -> doublesLess(at, n, constant);
                case GREATER_OR_EQUAL -> ~doublesLess(at, n, constant);
                case LESS_OR_EQUAL -> doublesLessOrEqual(at, n, constant);
                case GREATER -> ~doublesLessOrEqual(at, n, constant);
            };
        }
    }

    private static long doublesEqual(long at, int n, double constant) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (Double.longBitsToDouble(MemoryUtil.getLong(at + 8L * j)) == constant ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long doublesLess(long at, int n, double constant) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (Double.longBitsToDouble(MemoryUtil.getLong(at + 8L * j)) < constant ? 1L : 0L) << j;
        }
        return bits;
    }

    private static long doublesLessOrEqual(long at, int n, double constant) {
        long bits = 0;
        for (int j = 0; j < n; j++) {
            bits |= (Double.longBitsToDouble(MemoryUtil.getLong(at + 8L * j)) <= constant ? 1L : 0L) << j;
        }
        return bits;
    }

    private static void keepFloat(Comparison comparison, FieldVector vector, float constant, int rows, long[] mask) {
        long address = vector.getDataBufferAddress();
        for (int base = 0; base < rows; base += 64) {
            int n = Math.min(64, rows - base);
            long bits = 0;
            for (int j = 0; j < n; j++) {
                float value = Float.intBitsToFloat(MemoryUtil.getInt(address + 4L * (base + j)));
                bits |= (comparison.holds(BoxedValues.compare(value, constant)) ? 1L : 0L) << j;
            }
            mask[base >> 6] &= bits;
        }
    }

    private static void keepDecimal(
            Comparison comparison, DecimalVector vector, BigDecimal constant, int rows, long[] mask) {
        BigDecimal scaled = constant.setScale(vector.getScale(), RoundingMode.DOWN);
        BigInteger unscaled = scaled.unscaledValue();
        if (scaled.compareTo(constant) != 0 || unscaled.bitLength() > 127) {
            keepBoxed(comparison, vector, constant, rows, mask);
            return;
        }
        int kept = kept(comparison);
        long low = unscaled.longValue();
        long high = unscaled.shiftRight(64).longValue();
        long address = vector.getDataBufferAddress();
        for (int base = 0; base < rows; base += 64) {
            long left = mask[base >> 6];
            for (long word = left; word != 0; word &= word - 1) {
                long at = address + 16L * (base + Long.numberOfTrailingZeros(word));
                long valueHigh = MemoryUtil.getLong(at + 8);
                int order = valueHigh != high
                        ? Long.compare(valueHigh, high)
                        : Long.compareUnsigned(MemoryUtil.getLong(at), low);
                left &= ~(drops(kept, order) << Long.numberOfTrailingZeros(word));
            }
            mask[base >> 6] = left;
        }
    }

    private static void keepBytes(Comparison comparison, FieldVector vector, byte[] constant, int rows, long[] mask) {
        boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
        int kept = kept(comparison);
        long ends = vector.getOffsetBufferAddress();
        long data = vector.getDataBufferAddress();
        for (int base = 0; base < rows; base += 64) {
            long left = mask[base >> 6];
            for (long word = left; word != 0; word &= word - 1) {
                long at = ends + 4L * (base + Long.numberOfTrailingZeros(word));
                int start = MemoryUtil.getInt(at);
                int length = MemoryUtil.getInt(at + 4) - start;
                int order = !equality
                        ? RawBytes.compare(data + start, length, constant)
                        : length == constant.length && RawBytes.equal(data + start, constant) ? 0 : 1;
                left &= ~(drops(kept, order) << Long.numberOfTrailingZeros(word));
            }
            mask[base >> 6] = left;
        }
    }

    /** The orders for which a comparison holds: a bit each for less, equal and greater. */
    private static int kept(Comparison comparison) {
        return (comparison.holds(-1) ? 1 : 0) | (comparison.holds(0) ? 2 : 0) | (comparison.holds(1) ? 4 : 0);
    }

    /** 1 where the comparison does not hold; without a branch that data could mislead. */
    private static long drops(int kept, int order) {
        return ~(kept >>> (Integer.signum(order) + 1)) & 1L;
    }

    private static void keepBoxed(Comparison comparison, FieldVector vector, Object constant, int rows, long[] mask) {
        for (int base = 0; base < rows; base += 64) {
            long left = mask[base >> 6];
            for (long word = left; word != 0; word &= word - 1) {
                Object value = VectorValues.get(vector, base + Long.numberOfTrailingZeros(word));
                if (!comparison.holds(BoxedValues.compare(value, constant))) {
                    left ^= Long.lowestOneBit(word);
                }
            }
            mask[base >> 6] = left;
        }
    }
}
