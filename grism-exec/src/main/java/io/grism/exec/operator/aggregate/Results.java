package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A vector of fixed-width results under construction. Slots that are not set are NULL. What does not fit the type is NUMERIC_OVERFLOW, naming the aggregate.
 */
public final class Results {
    /** Of ten. */
    private static final long[] POWERS =
            LongStream.iterate(1, power -> 10 * power).limit(19).toArray();

    private final Field field;
    private final TypeKind kind;
    private final String function;
    private final BaseFixedWidthVector vector;
    private final long data;
    private final long validity;
    private final int count;
    private final int scale;
    private final BigInteger decimalLimit;

    /** For {@code count} results of a function, by its SQL name. */
    public Results(Field field, String function, int count, BufferAllocator allocator) {
        this.field = field;
        this.function = function;
        this.count = count;
        kind = TypeKind.of(field);
        if (kind == TypeKind.DECIMAL) {
            ArrowType.Decimal decimal = (ArrowType.Decimal) field.getType();
            scale = decimal.getScale();
            decimalLimit = BigInteger.TEN.pow(decimal.getPrecision());
        } else {
            scale = 0;
            decimalLimit = BigInteger.ZERO;
        }
        vector = (BaseFixedWidthVector) field.createVector(allocator);
        vector.allocateNew(count);
        vector.zeroVector();
        data = vector.getDataBufferAddress();
        validity = vector.getValidityBufferAddress();
    }

    /** The vector, owned by the caller. */
    public FieldVector finish() {
        vector.setValueCount(count);
        return vector;
    }

    /** Frees the vector after an error. */
    public void discard() {
        vector.close();
    }

    /** Sets an integer, a date, a time, a BOOLEAN as 0 or 1, or any number. */
    public void set(int row, long value) {
        switch (kind) {
            case BOOLEAN -> {
                if (value != 0) {
                    Raw.setBit(data, row);
                }
            }
            case TINYINT -> {
                check(value == (byte) value, value);
                MemoryUtil.putByte(data + row, (byte) value);
            }
            case SMALLINT -> {
                check(value == (short) value, value);
                MemoryUtil.putShort(data + 2L * row, (short) value);
            }
            case INTEGER, DATE, TIME, INTERVAL_MONTHS -> {
                check(value == (int) value, value);
                MemoryUtil.putInt(data + 4L * row, (int) value);
            }
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS -> MemoryUtil.putLong(data + 8L * row, value);
            case REAL -> MemoryUtil.putInt(data + 4L * row, Float.floatToRawIntBits((float) value));
            case DOUBLE -> MemoryUtil.putLong(data + 8L * row, Double.doubleToRawLongBits((double) value));
            case DECIMAL -> {
                if (scale == 0 && decimalLimit.bitLength() > Long.SIZE) {
                    MemoryUtil.putLong(data + 16L * row, value);
                    MemoryUtil.putLong(data + 16L * row + 8, value >> 63);
                } else {
                    set(row, BigDecimal.valueOf(value));
                    return;
                }
            }
            default -> throw new IllegalStateException(function + " gives no " + kind);
        }
        Raw.setBit(validity, row);
    }

    /** Sets a floating-point number. */
    public void set(int row, double value) {
        switch (kind) {
            case DOUBLE -> MemoryUtil.putLong(data + 8L * row, Double.doubleToRawLongBits(value));
            case REAL -> MemoryUtil.putInt(data + 4L * row, Float.floatToRawIntBits((float) value));
            default -> {
                if (!Double.isFinite(value)) {
                    throw overflow(String.valueOf(value));
                }
                set(row, new BigDecimal(value));
                return;
            }
        }
        Raw.setBit(validity, row);
    }

    /** Sets an exact number, rounded half up at the scale of the type. */
    public void set(int row, BigDecimal value) {
        switch (kind) {
            case DOUBLE -> MemoryUtil.putLong(data + 8L * row, Double.doubleToRawLongBits(value.doubleValue()));
            case REAL -> MemoryUtil.putInt(data + 4L * row, Float.floatToRawIntBits(value.floatValue()));
            case DECIMAL -> {
                BigInteger unscaled =
                        value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
                if (unscaled.abs().compareTo(decimalLimit) >= 0) {
                    throw overflow(value.toPlainString());
                }
                MemoryUtil.putLong(data + 16L * row, unscaled.longValue());
                MemoryUtil.putLong(data + 16L * row + 8, unscaled.shiftRight(64).longValue());
            }
            default -> {
                BigInteger rounded = value.setScale(0, RoundingMode.HALF_UP).unscaledValue();
                if (rounded.bitLength() >= Long.SIZE) {
                    throw overflow(value.toPlainString());
                }
                set(row, rounded.longValue());
                return;
            }
        }
        Raw.setBit(validity, row);
    }

    /**
     * Sets the quotient of a sum and a count, rounded half up at the scale of the type, if longs are enough to compute it; false if they are not.
     *
     * @param sumScale digits of the sum behind its decimal point
     * @param count above 0
     */
    boolean setQuotient(int row, long sum, int sumScale, long count) {
        int digits = scale - sumScale;
        if (kind != TypeKind.DECIMAL
                || decimalLimit.bitLength() <= Long.SIZE
                || digits < 0
                || digits >= POWERS.length) {
            return false;
        }
        long dividend = sum * POWERS[digits];
        if (Math.multiplyHigh(sum, POWERS[digits]) != dividend >> 63) {
            return false;
        }
        long quotient = dividend / count;
        long rest = Math.abs(dividend - quotient * count);
        if (rest >= count - rest) {
            quotient += dividend < 0 ? -1 : 1;
        }
        MemoryUtil.putLong(data + 16L * row, quotient);
        MemoryUtil.putLong(data + 16L * row + 8, quotient >> 63);
        Raw.setBit(validity, row);
        return true;
    }

    private void check(boolean fits, long value) {
        if (!fits) {
            throw overflow(Long.toString(value));
        }
    }

    private GrismException overflow(String value) {
        String type = kind == TypeKind.DECIMAL
                ? "DECIMAL(" + ((ArrowType.Decimal) field.getType()).getPrecision() + ", " + scale + ")"
                : kind.toString();
        return new GrismException(
                ErrorCode.NUMERIC_OVERFLOW,
                "Cannot compute " + function + ": the result " + value + " does not fit " + type
                        + ". Cast the argument to a wider type");
    }
}
