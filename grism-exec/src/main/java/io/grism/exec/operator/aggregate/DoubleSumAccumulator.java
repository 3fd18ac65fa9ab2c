package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.operator.AggregateFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.arrow.vector.types.pojo.Field;

/** SUM, SUM0 and AVG of REAL and DOUBLE: exact sums, rounded once. */
final class DoubleSumAccumulator extends NumberAccumulator {
    private final int column;
    private final boolean real;
    private final ExactDoubles sums = new ExactDoubles();

    DoubleSumAccumulator(AggregateFunction function, int column, Field type) {
        super(function, type, function == AggregateFunction.SUM0 ? 0 : 1);
        this.column = column;
        real = TypeKind.of(type) == TypeKind.REAL;
    }

    @Override
    void growSums(int groups) {
        sums.grow(groups);
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        count(groups, count);
        double[] values = input.doubles(column);
        for (int i = 0; i < count; i++) {
            sums.add(groups[i], values[rows[i]]);
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
