package io.grism.jdbc;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** SQL values as Java's whole numbers: the fraction is cut, but a value that the type cannot hold is an error. */
final class WholeNumbers {
    private WholeNumbers() {}

    /**
     * A value between {@code min} and {@code max}; 0 for null.
     *
     * @param column what to call the column in messages
     */
    static long of(@Nullable Object value, long min, long max, Supplier<String> column) throws SQLException {
        if (value == null) {
            return 0;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return number;
            }
            throw outOfRange(value, min, max, column);
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        BigDecimal number = decimal(value, column).setScale(0, RoundingMode.DOWN);
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw outOfRange(value, min, max, column);
        }
        return number.longValue();
    }

    private static BigDecimal decimal(Object value, Supplier<String> column) throws SQLException {
        try {
            return value instanceof BigDecimal exact
                    ? exact
                    : new BigDecimal(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            throw SqlErrors.of(new GrismException(
                    ErrorCode.INVALID_CAST, "Cannot read " + column.get() + " as a number: '" + value + "'", e));
        }
    }

    private static SQLException outOfRange(Object value, long min, long max, Supplier<String> column) {
        return SqlErrors.of(new GrismException(
                ErrorCode.NUMERIC_OVERFLOW,
                "Cannot read " + column.get() + ": " + value + ". The Java type holds " + min + " to " + max));
    }
}
