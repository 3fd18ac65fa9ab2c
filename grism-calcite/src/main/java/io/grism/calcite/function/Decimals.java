package io.grism.calcite.function;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.calcite.linq4j.function.Strict;

/**
 * Arithmetic of DECIMAL(p, s): exact where the result's scale allows, else rounded half up once; more digits than the type has are an
 * error. Called by generated code.
 */
@Strict
public final class Decimals {
    private Decimals() {}

    public static BigDecimal plus(BigDecimal left, BigDecimal right, int precision, int scale) {
        return fit(left.add(right), precision, scale);
    }

    public static BigDecimal minus(BigDecimal left, BigDecimal right, int precision, int scale) {
        return fit(left.subtract(right), precision, scale);
    }

    public static BigDecimal times(BigDecimal left, BigDecimal right, int precision, int scale) {
        return fit(left.multiply(right), precision, scale);
    }

    public static BigDecimal divide(BigDecimal left, BigDecimal right, int precision, int scale) {
        if (right.signum() == 0) {
            throw RuntimeErrors.divisionByZero();
        }
        return fit(left.divide(right, scale, RoundingMode.HALF_UP), precision, scale);
    }

    public static BigDecimal modulo(BigDecimal left, BigDecimal right, int precision, int scale) {
        if (right.signum() == 0) {
            throw RuntimeErrors.divisionByZero();
        }
        return fit(left.remainder(right), precision, scale);
    }

    /** The value at a scale, if it has no more digits than the precision. */
    public static BigDecimal fit(BigDecimal value, int precision, int scale) {
        BigDecimal scaled = value.scale() == scale ? value : value.setScale(scale, RoundingMode.HALF_UP);
        if (scaled.precision() > precision) {
            throw new GrismException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "Cannot hold number: " + value.toPlainString() + ". DECIMAL(" + precision + ", " + scale + ") has "
                            + (precision - scale) + " digits before the point");
        }
        return scaled;
    }

    /** The exact decimal value of any number; a NaN or an infinity is an error. */
    static BigDecimal of(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new GrismException(
                        ErrorCode.INVALID_CAST, "Cannot cast " + value + " to DECIMAL: it is not a finite number");
            }
            return new BigDecimal(number.toString());
        }
        return BigDecimal.valueOf(number.longValue());
    }
}
