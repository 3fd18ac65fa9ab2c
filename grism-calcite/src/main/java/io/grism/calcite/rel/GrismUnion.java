package io.grism.calcite.rel;

import java.util.Collections;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** All rows of all inputs. */
public final class GrismUnion extends Union implements GrismRel {
    public GrismUnion(RelOptCluster cluster, RelTraitSet traits, List<RelNode> inputs, boolean all) {
        super(cluster, traits, inputs, all);
    }

    @Override
    public GrismUnion copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
        return new GrismUnion(getCluster(), traits, inputs, all);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this));
    }

    @Override
    public List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        return Collections.nCopies(getInputs().size(), wanted);
    }
}
