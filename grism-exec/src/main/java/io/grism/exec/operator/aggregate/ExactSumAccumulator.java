package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateFunction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.arrow.vector.types.pojo.Field;

/** SUM, SUM0 and AVG of integers, intervals and DECIMAL, and AVG of their sums. */
final class ExactSumAccumulator extends NumberAccumulator {
    /** Enough to round half up at any scale of a result of 38 digits. */
    private static final int DIVISION_SCALE = 80;

    /** So many numbers below {@link #SMALL} add up to a long. */
    private static final int MOST_SMALL = 1 << 16;

    private static final long SMALL = 1L << 46;

    private final int column;
    private final int times;
    private final boolean decimal;
    private final int scale;
    private final ExactIntegers sums = new ExactIntegers();

    /** {@code times} is the column that tells how often a value counts, or of how many values it is the sum; -1 for once. */
    ExactSumAccumulator(AggregateFunction function, int column, int times, boolean decimal, int scale, Field type) {
        super(function, type, function == AggregateFunction.SUM0 ? 0 : 1);
        this.column = column;
        this.times = times;
        this.decimal = decimal;
        this.scale = scale;
    }

    @Override
    void growSums(int groups) {
        sums.grow(groups);
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        if (function == AggregateFunction.AVG_OF_SUMS) {
            count(rows, groups, count, input.longs(times));
        } else if (times >= 0) {
            addTimes(input, rows, groups, count);
            return;
        } else {
            count(groups, count);
        }
        long[] values = input.longs(column);
        if (decimal) {
            long[] highs = input.highs(column);
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                sums.add(groups[i], highs[row], values[row]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                sums.add(groups[i], values[rows[i]]);
            }
        }
    }

    @Override
    public void addToOnly(AggregateInput input, int[] rows, int[] zeros, int count) {
        if (decimal || times >= 0 || count != input.rowCount() || count > MOST_SMALL) {
            add(input, rows, zeros, count);
            return;
        }
        long[] values = input.longs(column);
        long sum = 0;
        long bits = 0;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            sum += value;
            bits |= value ^ value >> 63;
        }
        if (bits >= SMALL) {
            add(input, rows, zeros, count);
            return;
        }
        counts[0] += count;
        sums.add(0, sum);
    }

    private void addTimes(AggregateInput input, int[] rows, int[] groups, int count) {
        long[] weights = input.longs(times);
        count(rows, groups, count, weights);
        long[] values = input.longs(column);
        long[] highs = decimal ? input.highs(column) : values;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (decimal && highs[row] != values[row] >> 63) {
                BigInteger value = ExactIntegers.toBigInteger(highs[row], values[row]);
                sums.add(groups[i], value.multiply(BigInteger.valueOf(weights[row])));
            } else {
                sums.addProduct(groups[i], values[row], weights[row]);
            }
        }
    }

    @Override
    void mergeSums(NumberAccumulator from, int theirs, int ours) {
        sums.merge(((ExactSumAccumulator) from).sums, theirs, ours);
    }

    @Override
    void finish(int group, Results results, int row) {
        if (function == AggregateFunction.AVG || function == AggregateFunction.AVG_OF_SUMS) {
            if (sums.isSmall(group) && results.setQuotient(row, sums.small(group), scale, counts[group])) {
                return;
            }
            BigDecimal sum = new BigDecimal(sums.total(group), scale);
            BigDecimal count = BigDecimal.valueOf(counts[group]);
            results.set(row, quotient(sum, count));
        } else if (scale == 0 && sums.isSmall(group)) {
            results.set(row, sums.small(group));
        } else {
            results.set(row, new BigDecimal(sums.total(group), scale));
        }
    }

    /** A quotient that rounds at any scale of a result as the exact one does: a remainder leaves a digit that breaks ties. */
    static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        BigDecimal quotient = dividend.divide(divisor, DIVISION_SCALE, RoundingMode.DOWN);
        if (quotient.multiply(divisor, MathContext.UNLIMITED).compareTo(dividend) != 0) {
            BigDecimal tick = BigDecimal.valueOf((long) dividend.signum() * divisor.signum(), DIVISION_SCALE + 1);
            return quotient.add(tick);
        }
        return quotient;
    }

    @Override
    public long sizeInBytes() {
        return 8L * counts.length + sums.sizeInBytes();
    }
}
