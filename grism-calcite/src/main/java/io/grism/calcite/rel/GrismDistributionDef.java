package io.grism.calcite.rel;

import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitDef;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** The trait of being spread over partitions. What is not spread as required is moved by the convention's exchanges. */
public final class GrismDistributionDef extends RelTraitDef<GrismDistribution> {
    public static final GrismDistributionDef INSTANCE = new GrismDistributionDef();

    private GrismDistributionDef() {}

    @Override
    public Class<GrismDistribution> getTraitClass() {
        return GrismDistribution.class;
    }

    @Override
    public String getSimpleName() {
        return "distribution";
    }

    @Override
    public @Nullable RelNode convert(
            RelOptPlanner planner, RelNode rel, GrismDistribution to, boolean allowInfiniteCostConverters) {
        return null;
    }

    @Override
    public boolean canConvert(RelOptPlanner planner, GrismDistribution from, GrismDistribution to) {
        return true;
    }

    @Override
    public GrismDistribution getDefault() {
        return GrismDistribution.ANY;
    }
}
