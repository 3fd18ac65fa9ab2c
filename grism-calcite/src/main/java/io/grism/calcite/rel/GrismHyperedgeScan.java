package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** A {@link HyperedgeScan} to run. */
public final class GrismHyperedgeScan extends HyperedgeScan implements GrismRel {
    public GrismHyperedgeScan(
            RelOptCluster cluster, RelTraitSet traits, MatchGraph graph, String variable, List<Integer> edgeTables) {
        super(cluster, traits, graph, variable, edgeTables);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismHyperedgeScan(getCluster(), traits, graph(), variable(), edgeTables());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this) * 0.2);
    }
}
