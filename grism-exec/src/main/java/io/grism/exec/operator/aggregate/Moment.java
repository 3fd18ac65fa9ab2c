package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How a second moment follows from a count, two sums and a sum of products.
 *
 * @param left input column of the first factor
 * @param right input column of the second factor; of a variance the first again
 */
record Moment(AggregateFunction function, int left, int right) {
    private static final MathContext PRECISION = new MathContext(120);

    static Moment of(AggregateCall call) {
        int first = call.arguments().get(0);
        return switch (call.function()) {
            case COVAR_POP, COVAR_SAMP ->
                new Moment(call.function(), first, call.arguments().get(1));
            case REGR_SXX ->
                new Moment(
                        call.function(),
                        call.arguments().get(1),
                        call.arguments().get(1));
            default -> new Moment(call.function(), first, first);
        };
    }

    long leastCount() {
        return switch (function) {
            case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> 2;
            default -> 1;
        };
    }

    void finish(long count, BigDecimal left, BigDecimal right, BigDecimal products, Results results, int row) {
        BigDecimal n = BigDecimal.valueOf(count);
        // n times the sum of the products of the deviations; exact
        BigDecimal deviations = n.multiply(products).subtract(left.multiply(right));
        BigDecimal divisor =
                switch (function) {
                    case VAR_POP, STDDEV_POP, COVAR_POP -> n.multiply(n);
                    case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> n.multiply(n.subtract(BigDecimal.ONE));
                    case REGR_SXX, REGR_SYY -> n;
                    default -> throw new IllegalStateException(function + " is no moment");
                };
        BigDecimal value = deviations.divide(divisor, PRECISION);
        if (function == AggregateFunction.STDDEV_POP || function == AggregateFunction.STDDEV_SAMP) {
            value = value.sqrt(PRECISION);
        }
        results.set(row, value);
    }
}
