package io.grism.exec.kernel;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import io.grism.exec.column.VectorValues;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Addition, subtraction and multiplication of DECIMAL and integers, and conversion to a wider DECIMAL. Values of at most 64 bits go through loops over longs; a batch
 * with others is computed value by value. The result is exact where its scale allows, else rounded half up; more digits than it has are an error. An operand of one
 * value stands for that value at every row.
 */
public final class DecimalKernel {
    /** 10^0 to 10^18. */
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private DecimalKernel() {}

    /** A new vector of a DECIMAL type with the results. */
    public static FieldVector apply(
            Arithmetic operation,
            FieldVector left,
            FieldVector right,
            int rows,
            Field field,
            BufferAllocator allocator) {
        ArrowType.Decimal type = (ArrowType.Decimal) field.getType();
        DecimalVector result = (DecimalVector) field.createVector(allocator);
        try {
            if (rows > 0) {
                result.allocateNew(rows);
                Validity.both(left, right, rows, result.getValidityBufferAddress());
                if (!computeLongs(operation, left, right, rows, type, result)) {
                    computeOneByOne(operation, left, right, rows, type, result);
                }
            }
            result.setValueCount(rows);
            return result;
        } catch (Throwable e) {
            result.close();
            throw e;
        }
    }

    /** A new vector of a DECIMAL type with the values of integers, or of decimals of no greater scale. */
    public static FieldVector widen(FieldVector operand, int rows, Field field, BufferAllocator allocator) {
        try (FieldVector zero = Constants.vector(BigDecimal.ZERO, 1, TypeKind.decimal("zero", 1, 0), allocator)) {
            return apply(Arithmetic.ADD, operand, zero, rows, field, allocator);
        }
    }

    private static int scale(FieldVector vector) {
        return vector instanceof DecimalVector decimal ? decimal.getScale() : 0;
    }

    /** Computes with longs; false where some value may not fit into them, or the result needs rounding. */
    private static boolean computeLongs(
            Arithmetic operation,
            FieldVector left,
            FieldVector right,
            int rows,
            ArrowType.Decimal type,
            DecimalVector result) {
        boolean product = operation == Arithmetic.MULTIPLY;
        int leftShift = product ? 0 : type.getScale() - scale(left);
        int rightShift = product ? type.getScale() - scale(left) - scale(right) : type.getScale() - scale(right);
        if (leftShift < 0 || rightShift < 0 || leftShift >= POWERS.length || rightShift >= POWERS.length) {
            return false;
        }
        long[] a = new long[rows];
        long[] b = new long[rows];
        if (!load(left, POWERS[leftShift], rows, a) || !load(right, POWERS[rightShift], rows, b)) {
            return false;
        }
        long out = result.getDataBufferAddress();
        return switch (operation) {
            case ADD -> add(a, b, rows, limit(type), out);
            case SUBTRACT -> {
                for (int i = 0; i < rows; i++) {
                    b[i] = -b[i];
                }
                yield add(a, b, rows, limit(type), out);
            }
            case MULTIPLY -> multiply(a, b, rows, type.getPrecision(), out);
            case DIVIDE, MODULO -> throw new IllegalArgumentException("no decimal kernel for " + operation);
        };
    }

    /** The greatest unscaled value, as far as a long holds it. */
    private static long limit(ArrowType.Decimal type) {
        return type.getPrecision() < POWERS.length ? POWERS[type.getPrecision()] - 1 : Long.MAX_VALUE;
    }

    /** Reads unscaled values times a factor; false where one may not fit. Long.MIN_VALUE counts as not fitting, so that all have an opposite. */
    private static boolean load(FieldVector vector, long factor, int rows, long[] values) {
        int count = vector.getValueCount() == 1 ? 1 : rows;
        long address = vector.getDataBufferAddress();
        long bad = 0;
        switch (vector.getMinorType()) {
            case DECIMAL -> {
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getLong(address + 16L * i);
                    bad |= MemoryUtil.getLong(address + 16L * i + 8) ^ (values[i] >> 63);
                }
            }
            case BIGINT -> Raw.read(address, values, 0, count);
            case INT -> {
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getInt(address + 4L * i);
                }
            }
            case SMALLINT -> {
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getShort(address + 2L * i);
                }
            }
            case TINYINT -> {
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getByte(address + i);
                }
            }
            default -> throw new IllegalArgumentException("no decimal kernel for " + vector.getMinorType());
        }
        if (bad != 0) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            long scaled = values[i] * factor;
            bad |= Math.multiplyHigh(values[i], factor) ^ (scaled >> 63);
            bad |= scaled == Long.MIN_VALUE ? 1 : 0;
            values[i] = scaled;
        }
        if (count < rows) {
            Arrays.fill(values, values[0]);
        }
        return bad == 0;
    }

    private static boolean add(long[] a, long[] b, int rows, long limit, long out) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            long sum = a[i] + b[i];
            bad |= (a[i] ^ sum) & (b[i] ^ sum);
            bad |= (limit - sum) | (limit + sum);
            MemoryUtil.putLong(out + 16L * i, sum);
            MemoryUtil.putLong(out + 16L * i + 8, sum >> 63);
        }
        return bad >= 0;
    }

    private static boolean multiply(long[] a, long[] b, int rows, int precision, long out) {
        // A product whose high word is within the high word of 10^precision has few enough digits.
        long highLimit = BigInteger.TEN.pow(precision).shiftRight(64).longValue();
        long limit = precision < POWERS.length ? POWERS[precision] - 1 : Long.MAX_VALUE;
        boolean good = true;
        for (int i = 0; i < rows; i++) {
            long low = a[i] * b[i];
            long high = Math.multiplyHigh(a[i], b[i]);
            good &= high == low >> 63 ? low <= limit && low >= -limit : high >= -highLimit && high < highLimit;
            MemoryUtil.putLong(out + 16L * i, low);
            MemoryUtil.putLong(out + 16L * i + 8, high);
        }
        return good;
    }

    private static void computeOneByOne(
            Arithmetic operation,
            FieldVector left,
            FieldVector right,
            int rows,
            ArrowType.Decimal type,
            DecimalVector result) {
        long validity = result.getValidityBufferAddress();
        for (int i = 0; i < rows; i++) {
            if (Raw.bit(validity, i)) {
                BigDecimal a = number(VectorValues.get(left, left.getValueCount() == 1 ? 0 : i));
                BigDecimal b = number(VectorValues.get(right, right.getValueCount() == 1 ? 0 : i));
                BigDecimal value =
                        switch (operation) {
                            case ADD -> a.add(b);
                            case SUBTRACT -> a.subtract(b);
                            case MULTIPLY -> a.multiply(b);
                            case DIVIDE, MODULO ->
                                throw new IllegalArgumentException("no decimal kernel for " + operation);
                        };
                VectorValues.set(result, i, fit(value, type));
            }
        }
    }

    private static BigDecimal number(@Nullable Object value) {
        return value instanceof BigDecimal decimal
                ? decimal
                : BigDecimal.valueOf(((Number) Objects.requireNonNull(value)).longValue());
    }

    private static BigDecimal fit(BigDecimal value, ArrowType.Decimal type) {
        BigDecimal scaled = value.setScale(type.getScale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.getPrecision()) {
            throw new GrismException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "Cannot hold number: " + value.toPlainString() + ". DECIMAL(" + type.getPrecision() + ", "
                            + type.getScale() + ") has " + (type.getPrecision() - type.getScale())
                            + " digits before the point");
        }
        return scaled;
    }
}
