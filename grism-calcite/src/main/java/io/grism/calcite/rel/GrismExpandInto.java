package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** An {@link ExpandInto} to run. */
public final class GrismExpandInto extends ExpandInto implements GrismRel {
    public GrismExpandInto(RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Step step) {
        super(cluster, traits, input, graph, step);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismExpandInto(getCluster(), traits, sole(inputs), graph(), step());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(getInput()) + mq.getRowCount(this));
    }
}
