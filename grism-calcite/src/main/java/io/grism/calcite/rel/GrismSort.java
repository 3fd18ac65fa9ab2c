package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** All rows in order, the first ones in order, or, without an order, some number of rows. */
public final class GrismSort extends Sort implements GrismRel {
    public GrismSort(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            RelCollation collation,
            @Nullable RexNode offset,
            @Nullable RexNode fetch) {
        super(cluster, traits, input, collation, offset, fetch);
    }

    @Override
    public GrismSort copy(
            RelTraitSet traits,
            RelNode input,
            RelCollation collation,
            @Nullable RexNode offset,
            @Nullable RexNode fetch) {
        return new GrismSort(getCluster(), traits, input, collation, offset, fetch);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        double rows = mq.getRowCount(getInput());
        double kept = Math.max(2, mq.getRowCount(this));
        return elapsed(getCollation().getKeys().isEmpty() || isInOrder() ? kept : rows * (1 + Math.log(kept)));
    }

    /** An order is nothing that the planner asks of rels, so no sort is there to give it to them. */
    @Override
    public boolean isEnforcer() {
        return false;
    }

    /** Whether the rows of the input come in the order wanted, so that the first ones are those to keep. */
    public boolean isInOrder() {
        return !getCollation().getKeys().isEmpty()
                && GrismDistribution.of(getInput().getTraitSet()).order().equals(getCollation());
    }

    /** Rows in order are not the rows of the partitions in order. */
    @Override
    public @Nullable Pair<RelTraitSet, List<RelTraitSet>> passThroughTraits(RelTraitSet required) {
        return null;
    }
}
