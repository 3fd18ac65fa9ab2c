package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** A {@link RoleLookup} to run. */
public final class GrismRoleLookup extends RoleLookup implements GrismRel {
    public GrismRoleLookup(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, List<Call> calls) {
        super(cluster, traits, input, graph, calls);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismRoleLookup(getCluster(), traits, sole(inputs), graph(), calls());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this) * (1 + calls().size()));
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
