package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** A {@link RoleExpand} before a convention is chosen. */
public final class LogicalRoleExpand extends RoleExpand {
    private LogicalRoleExpand(RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Step step) {
        super(cluster, traits, input, graph, step);
    }

    public static LogicalRoleExpand create(RelNode input, MatchGraph graph, Step step) {
        RelOptCluster cluster = input.getCluster();
        return new LogicalRoleExpand(cluster, cluster.traitSetOf(Convention.NONE), input, graph, step);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalRoleExpand(getCluster(), traits, sole(inputs), graph(), step());
    }
}
