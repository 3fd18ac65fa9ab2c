package io.grism.calcite.rel;

import io.grism.exec.graph.Starts;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** A {@link Reach} to run. */
public final class GrismReach extends Reach implements GrismRel {
    public GrismReach(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Walks walks, Starts starts) {
        super(cluster, traits, input, graph, walks, starts);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismReach(getCluster(), traits, sole(inputs), graph(), walks(), starts());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(getInput()) + mq.getRowCount(this));
    }
}
