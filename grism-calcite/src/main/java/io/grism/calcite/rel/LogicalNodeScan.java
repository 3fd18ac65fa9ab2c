package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** A {@link NodeScan} before a convention is chosen. */
public final class LogicalNodeScan extends NodeScan {
    private LogicalNodeScan(RelOptCluster cluster, RelTraitSet traits, MatchGraph graph, PatternVertex vertex) {
        super(cluster, traits, graph, vertex);
    }

    public static LogicalNodeScan create(RelOptCluster cluster, MatchGraph graph, PatternVertex vertex) {
        return new LogicalNodeScan(cluster, cluster.traitSetOf(Convention.NONE), graph, vertex);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalNodeScan(getCluster(), traits, graph(), vertex());
    }
}
