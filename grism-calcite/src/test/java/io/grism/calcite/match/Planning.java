package io.grism.calcite.match;

import io.grism.calcite.rel.GrismCost;
import io.grism.calcite.statistics.PlanningMetadata;
import io.grism.calcite.type.GrismTypeFactory;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rex.RexBuilder;

/** Planners for tests. */
final class Planning {
    private Planning() {}

    static RelOptCluster cluster() {
        VolcanoPlanner planner = new VolcanoPlanner(GrismCost.FACTORY, Contexts.empty());
        planner.setTopDownOpt(true);
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(new GrismTypeFactory()));
        cluster.setMetadataProvider(PlanningMetadata.PROVIDER);
        cluster.setMetadataQuerySupplier(() -> PlanningMetadata.query(planner));
        return cluster;
    }
}
