package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** An {@link Expand} to run. */
public final class GrismExpand extends Expand implements GrismRel {
    public GrismExpand(RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Step step) {
        super(cluster, traits, input, graph, step);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismExpand(getCluster(), traits, sole(inputs), graph(), step());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(getInput()) + mq.getRowCount(this));
    }
}
