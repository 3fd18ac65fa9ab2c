package io.grism.calcite.rel;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptCostFactory;
import org.apache.calcite.plan.RelOptUtil;
import org.jspecify.annotations.Nullable;

/** The time that a plan is expected to take, in steps of about the cost of passing one row on. */
public final class GrismCost implements RelOptCost {
    /** Rows count one step each; cpu and io are steps. */
    public static final RelOptCostFactory FACTORY = new Factory();

    private final double steps;

    private GrismCost(double steps) {
        this.steps = steps;
    }

    public static RelOptCost of(double steps) {
        return new GrismCost(steps);
    }

    @Override
    public double getRows() {
        return steps;
    }

    @Override
    public double getCpu() {
        return steps;
    }

    @Override
    public double getIo() {
        return 0;
    }

    @Override
    public boolean isInfinite() {
        return Double.isInfinite(steps);
    }

    private static double steps(RelOptCost cost) {
        return ((GrismCost) cost).steps;
    }

    @Override
    public boolean isEqWithEpsilon(RelOptCost cost) {
        return this == cost || Math.abs(steps - steps(cost)) < RelOptUtil.EPSILON;
    }

    @Override
    public boolean isLe(RelOptCost cost) {
        return steps <= steps(cost);
    }

    @Override
    public boolean isLt(RelOptCost cost) {
        return steps < steps(cost);
    }

    @Override
    public RelOptCost plus(RelOptCost cost) {
        return of(steps + steps(cost));
    }

    @Override
    public RelOptCost minus(RelOptCost cost) {
        return of(steps - steps(cost));
    }

    @Override
    public RelOptCost multiplyBy(double factor) {
        return of(steps * factor);
    }

    @Override
    public double divideBy(RelOptCost cost) {
        double other = steps(cost);
        return steps == 0 || other == 0 || Double.isInfinite(steps) || Double.isInfinite(other) ? 1 : steps / other;
    }

    @Override
    @SuppressWarnings("NonOverridingEquals") // RelOptCost declares it
    public boolean equals(RelOptCost cost) {
        return equals((Object) cost);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GrismCost that && Double.compare(steps, that.steps) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(steps);
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%.1f", steps);
    }

    private static final class Factory implements RelOptCostFactory {
        @Override
        public RelOptCost makeCost(double rowCount, double cpu, double io) {
            return of(rowCount + cpu + io);
        }

        @Override
        public RelOptCost makeHugeCost() {
            return of(Double.MAX_VALUE);
        }

        @Override
        public RelOptCost makeInfiniteCost() {
            return of(Double.POSITIVE_INFINITY);
        }

        @Override
        public RelOptCost makeTinyCost() {
            return of(1);
        }

        @Override
        public RelOptCost makeZeroCost() {
            return of(0);
        }
    }
}
