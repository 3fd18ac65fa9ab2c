package io.grism.calcite.rel;

import io.grism.exec.graph.ElementKind;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** An {@link ElementLookup} to run. */
public final class GrismElementLookup extends ElementLookup implements GrismRel {
    public GrismElementLookup(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            MatchGraph graph,
            ElementKind kind,
            int element,
            List<MatchProperty> properties) {
        super(cluster, traits, input, graph, kind, element, properties);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismElementLookup(getCluster(), traits, sole(inputs), graph(), kind(), element(), properties());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this) * 0.3 * (1 + properties().size()));
    }

    @Override
    public @Nullable List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        GrismDistribution input = wanted.within(getInput().getRowType().getFieldCount());
        return input == null ? null : List.of(input);
    }

    @Override
    public @Nullable GrismDistribution outputOf(GrismDistribution given, int input) {
        return given;
    }
}
