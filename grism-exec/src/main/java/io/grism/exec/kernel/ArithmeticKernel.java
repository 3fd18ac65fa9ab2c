package io.grism.exec.kernel;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Loops of {@link Arithmetic} over vectors. The loops only note that some value may not fit; then each row that is not null is computed
 * again with checks, which finds the error to report. An operand of one value stands for that value at every row.
 */
public final class ArithmeticKernel {
    private ArithmeticKernel() {}

    /**
     * A new vector with the results for {@code rows} rows.
     *
     * @param left {@code rows} values, or one that stands for all
     * @param right {@code rows} values of the same type, or one that stands for all
     */
    public static FieldVector apply(
            Arithmetic operation,
            FieldVector left,
            FieldVector right,
            int rows,
            Field field,
            BufferAllocator allocator) {
        TypeKind kind = TypeKind.of(field);
        if (left.getMinorType() != right.getMinorType() || TypeKind.of(left.getField()) != kind) {
            throw new IllegalArgumentException(
                    operation + " of " + left.getMinorType() + " and " + right.getMinorType() + " cannot give " + kind);
        }
        BaseFixedWidthVector result = (BaseFixedWidthVector) field.createVector(allocator);
        try {
            if (rows > 0) {
                result.allocateNew(rows);
                Validity.both(left, right, rows, result.getValidityBufferAddress());
                compute(operation, kind, left, right, rows, result);
            }
            result.setValueCount(rows);
            return result;
        } catch (Throwable e) {
            result.close();
            throw e;
        }
    }

    private static void compute(
            Arithmetic operation, TypeKind kind, FieldVector left, FieldVector right, int rows, FieldVector result) {
        long a = left.getDataBufferAddress();
        long b = right.getDataBufferAddress();
        long out = result.getDataBufferAddress();
        long width = width(kind);
        long stepA = left.getValueCount() == 1 ? 0 : width;
        long stepB = right.getValueCount() == 1 ? 0 : width;
        switch (kind) {
            case DOUBLE -> doubles(operation, a, stepA, b, stepB, out, rows);
            case REAL -> {
                for (int i = 0; i < rows; i++) {
                    float value = operation.apply(
                            Float.intBitsToFloat(MemoryUtil.getInt(a + stepA * i)),
                            Float.intBitsToFloat(MemoryUtil.getInt(b + stepB * i)));
                    MemoryUtil.putInt(out + 4L * i, Float.floatToRawIntBits(value));
                }
            }
            case BIGINT -> {
                if (longs(operation, a, stepA, b, stepB, out, rows)) {
                    checked(operation, kind, a, stepA, b, stepB, result, rows);
                }
            }
            case INTEGER -> {
                if (ints(operation, a, stepA, b, stepB, out, rows)) {
                    checked(operation, kind, a, stepA, b, stepB, result, rows);
                }
            }
            case SMALLINT, TINYINT -> checked(operation, kind, a, stepA, b, stepB, result, rows);
            default -> throw new IllegalArgumentException("no arithmetic kernel for " + kind);
        }
    }

    private static long width(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL -> 4;
            default -> 8;
        };
    }

    private static void checked(
            Arithmetic operation, TypeKind kind, long a, long stepA, long b, long stepB, FieldVector result, int rows) {
        long validity = result.getValidityBufferAddress();
        long out = result.getDataBufferAddress();
        for (int i = 0; i < rows; i++) {
            if (Raw.bit(validity, i)) {
                long value = operation.apply(kind, integer(kind, a + stepA * i), integer(kind, b + stepB * i));
                switch (kind) {
                    case TINYINT -> MemoryUtil.putByte(out + i, (byte) value);
                    case SMALLINT -> MemoryUtil.putShort(out + 2L * i, (short) value);
                    case INTEGER -> MemoryUtil.putInt(out + 4L * i, (int) value);
                    default -> MemoryUtil.putLong(out + 8L * i, value);
                }
            }
        }
    }

    static long integer(TypeKind kind, long address) {
        return switch (kind) {
            case TINYINT -> MemoryUtil.getByte(address);
            case SMALLINT -> MemoryUtil.getShort(address);
            case INTEGER -> MemoryUtil.getInt(address);
            default -> MemoryUtil.getLong(address);
        };
    }

    /** Whether some result may not fit. */
    private static boolean ints(
            Arithmetic operation, long a, long stepLeft, long b, long stepRight, long out, int rows) {
        long left = a;
        long right = b;
        long bad = 0;
        switch (operation) {
            case ADD -> {
                for (int i = 0; i < rows; i++) {
                    long value = (long) MemoryUtil.getInt(left) + MemoryUtil.getInt(right);
                    bad |= value ^ (int) value;
                    MemoryUtil.putInt(out + 4L * i, (int) value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < rows; i++) {
                    long value = (long) MemoryUtil.getInt(left) - MemoryUtil.getInt(right);
                    bad |= value ^ (int) value;
                    MemoryUtil.putInt(out + 4L * i, (int) value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < rows; i++) {
                    long value = (long) MemoryUtil.getInt(left) * MemoryUtil.getInt(right);
                    bad |= value ^ (int) value;
                    MemoryUtil.putInt(out + 4L * i, (int) value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < rows; i++) {
                    long divisor = MemoryUtil.getInt(right);
                    bad |= divisor == 0 ? 1 : 0;
                    long value = MemoryUtil.getInt(left) / (divisor == 0 ? 1 : divisor);
                    bad |= value ^ (int) value;
                    MemoryUtil.putInt(out + 4L * i, (int) value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case MODULO -> {
                for (int i = 0; i < rows; i++) {
                    int divisor = MemoryUtil.getInt(right);
                    bad |= divisor == 0 ? 1 : 0;
                    int value = MemoryUtil.getInt(left) % (divisor == 0 ? 1 : divisor);
                    MemoryUtil.putInt(out + 4L * i, value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
        }
        return bad != 0;
    }

    /** Whether some result may not fit. */
    private static boolean longs(
            Arithmetic operation, long a, long stepLeft, long b, long stepRight, long out, int rows) {
        long left = a;
        long right = b;
        long bad = 0;
        switch (operation) {
            case ADD -> {
                for (int i = 0; i < rows; i++) {
                    long x = MemoryUtil.getLong(left);
                    long y = MemoryUtil.getLong(right);
                    long value = x + y;
                    bad |= ((x ^ value) & (y ^ value)) >>> 63;
                    MemoryUtil.putLong(out + 8L * i, value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < rows; i++) {
                    long x = MemoryUtil.getLong(left);
                    long y = MemoryUtil.getLong(right);
                    long value = x - y;
                    bad |= ((x ^ y) & (x ^ value)) >>> 63;
                    MemoryUtil.putLong(out + 8L * i, value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < rows; i++) {
                    long x = MemoryUtil.getLong(left);
                    long y = MemoryUtil.getLong(right);
                    long value = x * y;
                    bad |= Math.multiplyHigh(x, y) ^ (value >> 63);
                    MemoryUtil.putLong(out + 8L * i, value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < rows; i++) {
                    long x = MemoryUtil.getLong(left);
                    long y = MemoryUtil.getLong(right);
                    bad |= y == 0 || (x == Long.MIN_VALUE && y == -1) ? 1 : 0;
                    long value = x / (y == 0 ? 1 : y);
                    MemoryUtil.putLong(out + 8L * i, value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case MODULO -> {
                for (int i = 0; i < rows; i++) {
                    long x = MemoryUtil.getLong(left);
                    long y = MemoryUtil.getLong(right);
                    bad |= y == 0 ? 1 : 0;
                    long value = x % (y == 0 ? 1 : y);
                    MemoryUtil.putLong(out + 8L * i, value);
                    left += stepLeft;
                    right += stepRight;
                }
            }
        }
        return bad != 0;
    }

    private static void doubles(
            Arithmetic operation, long a, long stepLeft, long b, long stepRight, long out, int rows) {
        long left = a;
        long right = b;
        switch (operation) {
            case ADD -> {
                for (int i = 0; i < rows; i++) {
                    putDouble(out + 8L * i, getDouble(left) + getDouble(right));
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < rows; i++) {
                    putDouble(out + 8L * i, getDouble(left) - getDouble(right));
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < rows; i++) {
                    putDouble(out + 8L * i, getDouble(left) * getDouble(right));
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < rows; i++) {
                    putDouble(out + 8L * i, getDouble(left) / getDouble(right));
                    left += stepLeft;
                    right += stepRight;
                }
            }
            case MODULO -> {
                for (int i = 0; i < rows; i++) {
                    putDouble(out + 8L * i, getDouble(left) % getDouble(right));
                    left += stepLeft;
                    right += stepRight;
                }
            }
        }
    }

    private static double getDouble(long address) {
        return Double.longBitsToDouble(MemoryUtil.getLong(address));
    }

    private static void putDouble(long address, double value) {
        MemoryUtil.putLong(address, Double.doubleToRawLongBits(value));
    }
}
