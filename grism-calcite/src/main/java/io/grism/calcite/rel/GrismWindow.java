package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Columns computed over partitions. */
public final class GrismWindow extends Window implements GrismRel {
    public GrismWindow(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            List<RexLiteral> constants,
            RelDataType rowType,
            List<Group> groups) {
        super(cluster, traits, input, constants, rowType, groups);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismWindow(getCluster(), traits, sole(inputs), constants, getRowType(), groups);
    }

    @Override
    public Window copy(List<RexLiteral> newConstants) {
        return new GrismWindow(getCluster(), getTraitSet(), getInput(), newConstants, getRowType(), groups);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        double rows = mq.getRowCount(getInput());
        return elapsed(rows * (1 + Math.log(Math.max(2, rows))) * groups.size());
    }

    /** The columns by which the partitions of all groups are formed. */
    public static ImmutableBitSet commonKeys(Window window) {
        return window.groups.stream()
                .map(group -> group.keys)
                .reduce(ImmutableBitSet::intersect)
                .orElse(ImmutableBitSet.of());
    }

    /** Partitions are whole where rows are spread by some of their keys. */
    @Override
    public @Nullable List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        GrismDistribution output = outputOf(wanted, 0);
        return output == null ? null : List.of(output);
    }

    @Override
    public @Nullable GrismDistribution outputOf(GrismDistribution given, int input) {
        ImmutableBitSet common = commonKeys(this);
        return given.moved(column -> common.get(column) ? column : -1);
    }
}
