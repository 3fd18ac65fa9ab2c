package io.grism.exec.kernel;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Functions of one number: negation, and conversion to a wider type. */
public final class NumericKernel {
    private NumericKernel() {}

    /** A new vector with the values negated; the least integer has no opposite, which is an error. */
    public static FieldVector negate(FieldVector operand, int rows, Field field, BufferAllocator allocator) {
        TypeKind kind = TypeKind.of(field);
        if (TypeKind.of(operand.getField()) != kind) {
            throw new IllegalArgumentException("negation of " + operand.getMinorType() + " cannot give " + kind);
        }
        BaseFixedWidthVector result = (BaseFixedWidthVector) field.createVector(allocator);
        try {
            if (rows > 0) {
                result.allocateNew(rows);
                Validity.of(operand, rows, result.getValidityBufferAddress());
                negate(kind, operand.getDataBufferAddress(), result, rows);
            }
            result.setValueCount(rows);
            return result;
        } catch (Throwable e) {
            result.close();
            throw e;
        }
    }

    private static void negate(TypeKind kind, long in, FieldVector result, int rows) {
        long out = result.getDataBufferAddress();
        switch (kind) {
            case DOUBLE -> {
                for (int i = 0; i < rows; i++) {
                    MemoryUtil.putLong(out + 8L * i, MemoryUtil.getLong(in + 8L * i) ^ Long.MIN_VALUE);
                }
            }
            case REAL -> {
                for (int i = 0; i < rows; i++) {
                    MemoryUtil.putInt(out + 4L * i, MemoryUtil.getInt(in + 4L * i) ^ Integer.MIN_VALUE);
                }
            }
            case TINYINT, SMALLINT, INTEGER, BIGINT -> {
                int width = width(kind);
                long least = -1L << (8 * width - 1);
                long validity = result.getValidityBufferAddress();
                for (int i = 0; i < rows; i++) {
                    long value = ArithmeticKernel.integer(kind, in + (long) width * i);
                    if (value == least && Raw.bit(validity, i)) {
                        throw Arithmetic.overflow("negate", kind, Long.toString(value));
                    }
                    put(kind, out, i, -value);
                }
            }
            default -> throw new IllegalArgumentException("no negation kernel for " + kind);
        }
    }

    private static int width(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL -> 4;
            default -> 8;
        };
    }

    private static void put(TypeKind kind, long out, int row, long value) {
        switch (kind) {
            case TINYINT -> MemoryUtil.putByte(out + row, (byte) value);
            case SMALLINT -> MemoryUtil.putShort(out + 2L * row, (short) value);
            case INTEGER -> MemoryUtil.putInt(out + 4L * row, (int) value);
            default -> MemoryUtil.putLong(out + 8L * row, value);
        }
    }

    /** A new vector with the values converted to a numeric type at least as wide: integers to integers, REAL or DOUBLE; REAL to DOUBLE. */
    public static FieldVector widen(FieldVector operand, int rows, Field field, BufferAllocator allocator) {
        TypeKind from = TypeKind.of(operand.getField());
        TypeKind to = TypeKind.of(field);
        BaseFixedWidthVector result = (BaseFixedWidthVector) field.createVector(allocator);
        try {
            if (rows > 0) {
                result.allocateNew(rows);
                Validity.of(operand, rows, result.getValidityBufferAddress());
                widen(from, to, operand.getDataBufferAddress(), result.getDataBufferAddress(), rows);
            }
            result.setValueCount(rows);
            return result;
        } catch (Throwable e) {
            result.close();
            throw e;
        }
    }

    private static void widen(TypeKind from, TypeKind to, long in, long out, int rows) {
        boolean integers = isInteger(from) && isInteger(to) && width(from) <= width(to);
        boolean reals = (isInteger(from) || from == TypeKind.REAL || from == to)
                && (to == TypeKind.DOUBLE || to == TypeKind.REAL);
        if (!integers && !reals) {
            throw new IllegalArgumentException("cannot widen " + from + " to " + to);
        }
        if (from == TypeKind.INTEGER && to == TypeKind.BIGINT) {
            for (int i = 0; i < rows; i++) {
                MemoryUtil.putLong(out + 8L * i, MemoryUtil.getInt(in + 4L * i));
            }
        } else if (from == TypeKind.INTEGER && to == TypeKind.DOUBLE) {
            for (int i = 0; i < rows; i++) {
                MemoryUtil.putLong(out + 8L * i, Double.doubleToRawLongBits((double) MemoryUtil.getInt(in + 4L * i)));
            }
        } else if (integers) {
            long width = width(from);
            for (int i = 0; i < rows; i++) {
                put(to, out, i, ArithmeticKernel.integer(from, in + width * i));
            }
        } else if (to == TypeKind.REAL) {
            long width = width(from);
            for (int i = 0; i < rows; i++) {
                float value = from == TypeKind.REAL
                        ? Float.intBitsToFloat(MemoryUtil.getInt(in + 4L * i))
                        : (float) ArithmeticKernel.integer(from, in + width * i);
                MemoryUtil.putInt(out + 4L * i, Float.floatToRawIntBits(value));
            }
        } else {
            for (int i = 0; i < rows; i++) {
                MemoryUtil.putLong(out + 8L * i, Double.doubleToRawLongBits(asDouble(from, in, i)));
            }
        }
    }

    private static boolean isInteger(TypeKind kind) {
        return kind == TypeKind.TINYINT
                || kind == TypeKind.SMALLINT
                || kind == TypeKind.INTEGER
                || kind == TypeKind.BIGINT;
    }

    private static double asDouble(TypeKind from, long in, int row) {
        return switch (from) {
            case REAL -> Float.intBitsToFloat(MemoryUtil.getInt(in + 4L * row));
            case DOUBLE -> Double.longBitsToDouble(MemoryUtil.getLong(in + 8L * row));
            default -> (double) ArithmeticKernel.integer(from, in + (long) width(from) * row);
        };
    }
}
