package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** An {@link ExpandCount} to run. */
public final class GrismExpandCount extends ExpandCount implements GrismRel {
    public GrismExpandCount(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Expand.Step step) {
        super(cluster, traits, input, graph, step);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismExpandCount(getCluster(), traits, sole(inputs), graph(), step());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(getInput()));
    }
}
