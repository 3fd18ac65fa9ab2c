package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** The elements of the input's collections as rows. */
public final class GrismUnnest extends Uncollect implements GrismRel {
    public GrismUnnest(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, boolean withOrdinality, List<String> aliases) {
        super(cluster, traits, input, withOrdinality, aliases);
    }

    @Override
    public RelNode copy(RelTraitSet traits, RelNode input) {
        return new GrismUnnest(getCluster(), traits, input, withOrdinality, getItemAliases());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this));
    }
}
