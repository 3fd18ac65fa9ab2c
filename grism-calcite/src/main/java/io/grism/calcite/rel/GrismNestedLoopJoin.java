package io.grism.calcite.rel;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** A join on any condition: tries every pair of rows. */
public final class GrismNestedLoopJoin extends Join implements GrismRel {
    public GrismNestedLoopJoin(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode left,
            RelNode right,
            RexNode condition,
            JoinRelType type) {
        super(cluster, traits, List.of(), left, right, condition, Set.of(), type);
    }

    @Override
    public GrismNestedLoopJoin copy(
            RelTraitSet traits,
            RexNode condition,
            RelNode left,
            RelNode right,
            JoinRelType type,
            boolean semiJoinDone) {
        return new GrismNestedLoopJoin(getCluster(), traits, left, right, condition, type);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(left) * mq.getRowCount(right) + mq.getRowCount(this));
    }

    @Override
    public @Nullable List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        return new JoinDistributions(this).inputs(wanted);
    }

    @Override
    public @Nullable GrismDistribution outputOf(GrismDistribution given, int input) {
        return new JoinDistributions(this).output(given, input);
    }
}
