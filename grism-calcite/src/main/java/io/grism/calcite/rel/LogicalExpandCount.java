package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** An {@link ExpandCount} before a convention is chosen. */
public final class LogicalExpandCount extends ExpandCount {
    private LogicalExpandCount(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Expand.Step step) {
        super(cluster, traits, input, graph, step);
    }

    public static LogicalExpandCount create(RelNode input, MatchGraph graph, Expand.Step step) {
        RelOptCluster cluster = input.getCluster();
        return new LogicalExpandCount(cluster, cluster.traitSetOf(Convention.NONE), input, graph, step);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalExpandCount(getCluster(), traits, sole(inputs), graph(), step());
    }
}
