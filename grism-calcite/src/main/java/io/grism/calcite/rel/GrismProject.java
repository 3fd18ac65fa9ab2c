package io.grism.calcite.rel;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Columns computed from each row. */
public final class GrismProject extends Project implements GrismRel {
    public GrismProject(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            List<? extends RexNode> projects,
            RelDataType rowType) {
        super(cluster, traits, List.of(), input, projects, rowType, Set.of());
    }

    @Override
    public GrismProject copy(RelTraitSet traits, RelNode input, List<RexNode> projects, RelDataType rowType) {
        return new GrismProject(getCluster(), traits, input, projects, rowType);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        long computed = getProjects().stream()
                .filter(expression -> !(expression instanceof RexInputRef))
                .count();
        return elapsed(mq.getRowCount(getInput()) * (0.1 + computed));
    }

    /** The same spread of the rows above projects; null when a key is not projected. */
    public static @Nullable GrismDistribution above(GrismDistribution input, List<? extends RexNode> projects) {
        return input.moved(column -> {
            for (int i = 0; i < projects.size(); i++) {
                if (projects.get(i) instanceof RexInputRef ref && ref.getIndex() == column) {
                    return i;
                }
            }
            return -1;
        });
    }

    @Override
    public @Nullable List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        GrismDistribution input =
                wanted.moved(column -> getProjects().get(column) instanceof RexInputRef ref ? ref.getIndex() : -1);
        return input == null ? null : List.of(input);
    }

    @Override
    public @Nullable GrismDistribution outputOf(GrismDistribution given, int input) {
        return above(given, getProjects());
    }
}
