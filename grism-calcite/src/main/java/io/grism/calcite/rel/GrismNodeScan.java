package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** A {@link NodeScan} to run. */
public final class GrismNodeScan extends NodeScan implements GrismRel {
    public GrismNodeScan(RelOptCluster cluster, RelTraitSet traits, MatchGraph graph, PatternVertex vertex) {
        super(cluster, traits, graph, vertex);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismNodeScan(getCluster(), traits, graph(), vertex());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this) * (0.2 + 0.2 * vertex().properties().size()));
    }
}
