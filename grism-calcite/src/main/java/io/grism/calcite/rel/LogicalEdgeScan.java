package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** An {@link EdgeScan} before a convention is chosen. */
public final class LogicalEdgeScan extends EdgeScan {
    private LogicalEdgeScan(
            RelOptCluster cluster,
            RelTraitSet traits,
            MatchGraph graph,
            String edge,
            String source,
            String destination,
            List<Integer> edgeTables) {
        super(cluster, traits, graph, edge, source, destination, edgeTables);
    }

    public static LogicalEdgeScan create(
            RelOptCluster cluster,
            MatchGraph graph,
            String edge,
            String source,
            String destination,
            List<Integer> edgeTables) {
        RelTraitSet traits = cluster.traitSetOf(Convention.NONE);
        return new LogicalEdgeScan(cluster, traits, graph, edge, source, destination, edgeTables);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalEdgeScan(getCluster(), traits, graph(), edge(), source(), destination(), edgeTables());
    }
}
