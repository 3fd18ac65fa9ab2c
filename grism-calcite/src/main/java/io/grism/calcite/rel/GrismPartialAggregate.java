package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** Groups the rows of each partition by itself: a group may have a row in each of them. What makes the groups whole is a {@link GrismAggregate} above. */
public final class GrismPartialAggregate extends Aggregate implements GrismRel {
    public GrismPartialAggregate(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            List<AggregateCall> calls) {
        super(cluster, traits, List.of(), input, groupSet, List.of(groupSet), calls);
    }

    @Override
    public GrismPartialAggregate copy(
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            @Nullable List<ImmutableBitSet> groupSets,
            List<AggregateCall> calls) {
        return new GrismPartialAggregate(getCluster(), traits, input, groupSet, calls);
    }

    /** The rows of all partitions together. */
    public double rows(RelMetadataQuery mq) {
        double rows = mq.getRowCount(getInput());
        Double groups = groupSet.isEmpty() ? Double.valueOf(1) : mq.getDistinctRowCount(getInput(), groupSet, null);
        return groups == null ? rows : Math.min(rows, groups * GrismDistribution.PARTITIONS);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(getInput()) * (2 + getAggCallList().size()) + mq.getRowCount(this));
    }

    /** Nothing to gain in one partition. */
    @Override
    public @Nullable Pair<RelTraitSet, List<RelTraitSet>> passThroughTraits(RelTraitSet required) {
        return null;
    }
}
