package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateFunction;
import org.apache.arrow.vector.types.pojo.Field;

/** Variances, deviations and covariances of REAL and DOUBLE, from exact sums of values and products. */
final class DoubleMomentAccumulator extends NumberAccumulator {
    private final Moment moment;
    private final ExactDoubles left = new ExactDoubles();
    private final ExactDoubles right = new ExactDoubles();
    private final ExactDoubles products = new ExactDoubles();

    DoubleMomentAccumulator(AggregateFunction function, Moment moment, Field type) {
        super(function, type, moment.leastCount());
        this.moment = moment;
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
        double[] x = input.doubles(moment.left());
        double[] y = input.doubles(moment.right());
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int group = groups[i];
            left.add(group, x[row]);
            right.add(group, y[row]);
            products.addProduct(group, x[row], y[row]);
        }
    }

    @Override
    void mergeSums(NumberAccumulator from, int theirs, int ours) {
        DoubleMomentAccumulator other = (DoubleMomentAccumulator) from;
        left.merge(other.left, theirs, ours);
        right.merge(other.right, theirs, ours);
        products.merge(other.products, theirs, ours);
    }

    @Override
    void finish(int group, Results results, int row) {
        if (left.isSpecial(group) || right.isSpecial(group)) {
            results.set(row, Double.NaN);
            return;
        }
        moment.finish(counts[group], left.exact(group), right.exact(group), products.exact(group), results, row);
    }

    @Override
    public long sizeInBytes() {
        return 8L * counts.length + left.sizeInBytes() + right.sizeInBytes() + products.sizeInBytes();
    }
}
