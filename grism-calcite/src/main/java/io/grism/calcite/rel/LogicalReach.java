package io.grism.calcite.rel;

import io.grism.exec.graph.Starts;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** A {@link Reach} before a convention is chosen. */
public final class LogicalReach extends Reach {
    private LogicalReach(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Walks walks, Starts starts) {
        super(cluster, traits, input, graph, walks, starts);
    }

    public static LogicalReach create(RelNode input, MatchGraph graph, Walks walks, Starts starts) {
        RelOptCluster cluster = input.getCluster();
        return new LogicalReach(cluster, cluster.traitSetOf(Convention.NONE), input, graph, walks, starts);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalReach(getCluster(), traits, sole(inputs), graph(), walks(), starts());
    }
}
