package io.grism.calcite.rel;

import java.util.Collections;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** Rows that only the first input has. */
public final class GrismMinus extends Minus implements GrismRel {
    public GrismMinus(RelOptCluster cluster, RelTraitSet traits, List<RelNode> inputs, boolean all) {
        super(cluster, traits, inputs, all);
    }

    @Override
    public GrismMinus copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
        return new GrismMinus(getCluster(), traits, inputs, all);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(4 * inputRows(mq));
    }

    private double inputRows(RelMetadataQuery mq) {
        return getInputs().stream().mapToDouble(mq::getRowCount).sum();
    }

    @Override
    public List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        return Collections.nCopies(getInputs().size(), wanted);
    }

    /** Rows that are equal stand in the same partition, whatever keys they are spread by. */
    @Override
    public GrismDistribution outputOf(GrismDistribution given, int input) {
        return given;
    }
}
