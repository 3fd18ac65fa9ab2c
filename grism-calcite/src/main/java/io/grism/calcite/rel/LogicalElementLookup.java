package io.grism.calcite.rel;

import io.grism.exec.graph.ElementKind;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** An {@link ElementLookup} before a convention is chosen. */
public final class LogicalElementLookup extends ElementLookup {
    private LogicalElementLookup(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            MatchGraph graph,
            ElementKind kind,
            int element,
            List<MatchProperty> properties) {
        super(cluster, traits, input, graph, kind, element, properties);
    }

    public static LogicalElementLookup create(
            RelNode input, MatchGraph graph, ElementKind kind, int element, List<MatchProperty> properties) {
        RelOptCluster cluster = input.getCluster();
        RelTraitSet traits = cluster.traitSetOf(Convention.NONE);
        return new LogicalElementLookup(cluster, traits, input, graph, kind, element, properties);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalElementLookup(getCluster(), traits, sole(inputs), graph(), kind(), element(), properties());
    }
}
