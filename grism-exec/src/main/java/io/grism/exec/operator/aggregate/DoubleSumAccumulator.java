package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.operator.AggregateFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.arrow.vector.types.pojo.Field;

/** SUM, SUM0 and AVG of REAL and DOUBLE: exact sums, rounded once. */
final class DoubleSumAccumulator extends NumberAccumulator {
    /** Doubles hold integers of so many bits. */
    private static final int EXACT_BITS = 53;

    private final int column;
    private final int times;
    private final boolean real;
    private final ExactDoubles sums = new ExactDoubles();

    /** {@code times} is the column that tells how often a value counts, or -1 for once. */
    DoubleSumAccumulator(AggregateFunction function, int column, int times, Field type) {
        super(function, type, function == AggregateFunction.SUM0 ? 0 : 1);
        this.column = column;
        this.times = times;
        real = TypeKind.of(type) == TypeKind.REAL;
    }

    @Override
    void growSums(int groups) {
        sums.grow(groups);
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        double[] values = input.doubles(column);
        if (times >= 0) {
            long[] weights = input.longs(times);
            count(rows, groups, count, weights);
            for (int i = 0; i < count; i++) {
                addTimes(groups[i], values[rows[i]], weights[rows[i]]);
            }
            return;
        }
        count(groups, count);
        for (int i = 0; i < count; i++) {
            sums.add(groups[i], values[rows[i]]);
        }
    }

    /** In two parts, where one double does not hold the number exactly. */
    private void addTimes(int group, double value, long weight) {
        long high = weight >> 32 << 32;
        long low = weight - high;
        if (high == 0 || low == 0 || weight >> EXACT_BITS == 0) {
            sums.addProduct(group, value, (double) weight);
        } else {
            sums.addProduct(group, value, (double) high);
            sums.addProduct(group, value, (double) low);
        }
    }

    @Override
    void mergeSums(NumberAccumulator from, int theirs, int ours) {
        sums.merge(((DoubleSumAccumulator) from).sums, theirs, ours);
    }

    @Override
    void finish(int group, Results results, int row) {
        if (function == AggregateFunction.AVG) {
            results.set(row, average(group));
        } else {
            results.set(row, real ? sums.toFloat(group) : sums.toDouble(group));
        }
    }

    private double average(int group) {
        double sum = sums.toDouble(group);
        if (Double.isInfinite(sum) && !sums.isSpecial(group)) {
            return sums.exact(group)
                    .divide(BigDecimal.valueOf(counts[group]), MathContext.DECIMAL128)
                    .doubleValue();
        }
        return sum / counts[group];
    }

    @Override
    public long sizeInBytes() {
        return 8L * counts.length + sums.sizeInBytes();
    }
}
