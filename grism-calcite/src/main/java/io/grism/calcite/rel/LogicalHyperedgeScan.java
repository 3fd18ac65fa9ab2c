package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** A {@link HyperedgeScan} before a convention is chosen. */
public final class LogicalHyperedgeScan extends HyperedgeScan {
    private LogicalHyperedgeScan(
            RelOptCluster cluster, RelTraitSet traits, MatchGraph graph, String variable, List<Integer> edgeTables) {
        super(cluster, traits, graph, variable, edgeTables);
    }

    public static LogicalHyperedgeScan create(
            RelOptCluster cluster, MatchGraph graph, String variable, List<Integer> edgeTables) {
        return new LogicalHyperedgeScan(cluster, cluster.traitSetOf(Convention.NONE), graph, variable, edgeTables);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalHyperedgeScan(getCluster(), traits, graph(), variable(), edgeTables());
    }
}
