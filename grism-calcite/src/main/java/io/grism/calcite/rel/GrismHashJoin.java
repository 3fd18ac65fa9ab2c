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

/** A join on equal keys: builds a hash table from the right input, probes it with the left. What is not an equality of columns is a residual condition. */
public final class GrismHashJoin extends Join implements GrismRel {
    private static final double BUILD = 4;
    private static final double PROBE = 2;

    public GrismHashJoin(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode left,
            RelNode right,
            RexNode condition,
            JoinRelType type) {
        super(cluster, traits, List.of(), left, right, condition, Set.of(), type);
    }

    @Override
    public GrismHashJoin copy(
            RelTraitSet traits,
            RexNode condition,
            RelNode left,
            RelNode right,
            JoinRelType type,
            boolean semiJoinDone) {
        return new GrismHashJoin(getCluster(), traits, left, right, condition, type);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        double build = BUILD
                * mq.getRowCount(right)
                / GrismDistribution.of(right.getTraitSet()).parallelism();
        return elapsed(PROBE * mq.getRowCount(left) + mq.getRowCount(this)).plus(GrismCost.of(build));
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
