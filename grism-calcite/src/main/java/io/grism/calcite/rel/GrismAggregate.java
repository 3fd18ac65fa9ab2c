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
import org.jspecify.annotations.Nullable;

/** Groups by hashing; several grouping sets in one pass. */
public final class GrismAggregate extends Aggregate implements GrismRel {
    public GrismAggregate(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            @Nullable List<ImmutableBitSet> groupSets,
            List<AggregateCall> calls) {
        super(cluster, traits, List.of(), input, groupSet, groupSets, calls);
    }

    @Override
    public GrismAggregate copy(
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            @Nullable List<ImmutableBitSet> groupSets,
            List<AggregateCall> calls) {
        return new GrismAggregate(getCluster(), traits, input, groupSet, groupSets, calls);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(getInput())
                        * (1 + getAggCallList().size() + getGroupSets().size())
                + mq.getRowCount(this));
    }

    /** The columns of the input by which the groups of all sets are formed. */
    public static ImmutableBitSet commonKeys(Aggregate aggregate) {
        return aggregate.getGroupSets().stream()
                .reduce(ImmutableBitSet::intersect)
                .orElse(aggregate.getGroupSet());
    }

    @Override
    public @Nullable List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        ImmutableBitSet common = commonKeys(this);
        GrismDistribution input = wanted.moved(
                column -> column < getGroupCount() && common.get(groupSet.nth(column)) ? groupSet.nth(column) : -1);
        return input == null ? null : List.of(input);
    }

    /** Groups are whole where rows are spread by some of their keys. */
    @Override
    public @Nullable GrismDistribution outputOf(GrismDistribution given, int input) {
        ImmutableBitSet common = commonKeys(this);
        return given.moved(column -> common.get(column) ? groupSet.indexOf(column) : -1);
    }
}
