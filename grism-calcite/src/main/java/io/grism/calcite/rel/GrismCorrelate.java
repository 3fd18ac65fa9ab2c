package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.DeriveMode;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** For each row of the left input the right plan anew: what decorrelation could not turn into a join. */
public final class GrismCorrelate extends Correlate implements GrismRel {
    private static final double START = 1000;

    public GrismCorrelate(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode left,
            RelNode right,
            CorrelationId id,
            ImmutableBitSet required,
            JoinRelType type) {
        super(cluster, traits, List.of(), left, right, id, required, type);
    }

    @Override
    public GrismCorrelate copy(
            RelTraitSet traits,
            RelNode left,
            RelNode right,
            CorrelationId id,
            ImmutableBitSet required,
            JoinRelType type) {
        return new GrismCorrelate(getCluster(), traits, left, right, id, required, type);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(left) * (START + mq.getRowCount(right)));
    }

    /** The right input is local, whatever the left one is: each partition runs it for the rows that it has. */
    @Override
    public @Nullable Pair<RelTraitSet, List<RelTraitSet>> passThroughTraits(RelTraitSet required) {
        GrismDistribution wanted = GrismDistribution.of(required);
        boolean serves = wanted.equals(GrismDistribution.SINGLE) || (wanted.isKeyed() && outputOf(wanted, 0) != null);
        return serves && required.getConvention() == DISTRIBUTED && getConvention() == DISTRIBUTED
                ? Pair.of(required, List.of(required, right.getTraitSet()))
                : null;
    }

    @Override
    public @Nullable GrismDistribution outputOf(GrismDistribution given, int input) {
        return input == 0 ? given.within(left.getRowType().getFieldCount()) : null;
    }

    @Override
    public DeriveMode getDeriveMode() {
        return DeriveMode.LEFT_FIRST;
    }
}
