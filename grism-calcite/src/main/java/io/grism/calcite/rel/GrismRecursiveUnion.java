package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.DeriveMode;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** WITH RECURSIVE: the seed's rows, then the step's again and again over the rows new in the round before. */
public final class GrismRecursiveUnion extends RepeatUnion implements GrismRel {
    public GrismRecursiveUnion(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode seed,
            RelNode step,
            boolean all,
            int iterationLimit,
            @Nullable RelOptTable workTable) {
        super(cluster, traits, seed, step, all, iterationLimit, workTable);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismRecursiveUnion(
                getCluster(), traits, inputs.get(0), inputs.get(1), all, iterationLimit, getTransientTable());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this));
    }

    /** The step is local, whatever the seed is. */
    @Override
    public DeriveMode getDeriveMode() {
        return DeriveMode.PROHIBITED;
    }
}
