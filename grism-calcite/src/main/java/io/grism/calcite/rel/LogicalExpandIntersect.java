package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** An {@link ExpandIntersect} before a convention is chosen. */
public final class LogicalExpandIntersect extends ExpandIntersect {
    private LogicalExpandIntersect(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Expand.Step first, Leg second) {
        super(cluster, traits, input, graph, first, second);
    }

    public static LogicalExpandIntersect create(RelNode input, MatchGraph graph, Expand.Step first, Leg second) {
        RelOptCluster cluster = input.getCluster();
        return new LogicalExpandIntersect(cluster, cluster.traitSetOf(Convention.NONE), input, graph, first, second);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalExpandIntersect(getCluster(), traits, sole(inputs), graph(), first(), second());
    }
}
