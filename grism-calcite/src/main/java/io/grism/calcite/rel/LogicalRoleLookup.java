package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** A {@link RoleLookup} before a convention is chosen. */
public final class LogicalRoleLookup extends RoleLookup {
    private LogicalRoleLookup(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, List<Call> calls) {
        super(cluster, traits, input, graph, calls);
    }

    public static LogicalRoleLookup create(RelNode input, MatchGraph graph, List<Call> calls) {
        RelOptCluster cluster = input.getCluster();
        return new LogicalRoleLookup(cluster, cluster.traitSetOf(Convention.NONE), input, graph, calls);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalRoleLookup(getCluster(), traits, sole(inputs), graph(), calls());
    }
}
