package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateFunction;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.types.pojo.Field;

/** Variances, deviations and covariances of integers and DECIMAL, from exact sums. */
final class ExactMomentAccumulator extends NumberAccumulator {
    private final Moment moment;
    private final boolean decimal;
    private final int leftScale;
    private final int rightScale;
    private final ExactIntegers left = new ExactIntegers();
    private final ExactIntegers right = new ExactIntegers();
    private final ExactIntegers products = new ExactIntegers();

    ExactMomentAccumulator(
            AggregateFunction function, Moment moment, boolean decimal, int leftScale, int rightScale, Field type) {
        super(function, type, moment.leastCount());
        this.moment = moment;
        this.decimal = decimal;
        this.leftScale = leftScale;
        this.rightScale = rightScale;
    }

    @Override
    void growSums(int groups) {
        left.grow(groups);
        right.grow(groups);
        products.grow(groups);
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        count(groups, count);
        long[] x = input.longs(moment.left());
        long[] y = input.longs(moment.right());
        long[] xHigh = decimal ? input.highs(moment.left()) : x;
        long[] yHigh = decimal ? input.highs(moment.right()) : y;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int group = groups[i];
            if (decimal && !(fits(xHigh, x, row) && fits(yHigh, y, row))) {
                BigInteger wideX = wide(xHigh, x, row);
                BigInteger wideY = wide(yHigh, y, row);
                left.add(group, wideX);
                right.add(group, wideY);
                products.add(group, wideX.multiply(wideY));
            } else {
                left.add(group, x[row]);
                right.add(group, y[row]);
                products.addProduct(group, x[row], y[row]);
            }
        }
    }

    /** Whether a value is small; the high words of integers are missing (an empty array) and never looked at. */
    private static boolean fits(long[] high, long[] low, int row) {
        return high.length == 0 || high[row] == low[row] >> 63;
    }

    private static BigInteger wide(long[] high, long[] low, int row) {
        return high.length == 0 ? BigInteger.valueOf(low[row]) : ExactIntegers.toBigInteger(high[row], low[row]);
    }

    @Override
    void mergeSums(NumberAccumulator from, int theirs, int ours) {
        ExactMomentAccumulator other = (ExactMomentAccumulator) from;
        left.merge(other.left, theirs, ours);
        right.merge(other.right, theirs, ours);
        products.merge(other.products, theirs, ours);
    }

    @Override
    void finish(int group, Results results, int row) {
        moment.finish(
                counts[group],
                new BigDecimal(left.total(group), leftScale),
                new BigDecimal(right.total(group), rightScale),
                new BigDecimal(products.total(group), leftScale + rightScale),
                results,
                row);
    }

    @Override
    public long sizeInBytes() {
        return 8L * counts.length + left.sizeInBytes() + right.sizeInBytes() + products.sizeInBytes();
    }
}
