package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** An {@link EdgeScan} to run. */
public final class GrismEdgeScan extends EdgeScan implements GrismRel {
    public GrismEdgeScan(
            RelOptCluster cluster,
            RelTraitSet traits,
            MatchGraph graph,
            String edge,
            String source,
            String destination,
            List<Integer> edgeTables) {
        super(cluster, traits, graph, edge, source, destination, edgeTables);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismEdgeScan(getCluster(), traits, graph(), edge(), source(), destination(), edgeTables());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this));
    }
}
