package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** An {@link ExpandIntersect} to run. */
public final class GrismExpandIntersect extends ExpandIntersect implements GrismRel {
    public GrismExpandIntersect(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Expand.Step first, Leg second) {
        super(cluster, traits, input, graph, first, second);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismExpandIntersect(getCluster(), traits, sole(inputs), graph(), first(), second());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(getInput()) + mq.getRowCount(this));
    }
}
