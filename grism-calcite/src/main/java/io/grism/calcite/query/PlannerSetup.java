package io.grism.calcite.query;

import io.grism.calcite.function.GrismOperatorTable;
import io.grism.calcite.rel.GrismCost;
import io.grism.calcite.rel.GrismDistributionDef;
import io.grism.calcite.statistics.PlanningMetadata;
import io.grism.calcite.translate.GrismRexExecutor;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlOperatorTable;

/** What all planning shares: operators, and planners wired with cost, traits and metadata. */
final class PlannerSetup {
    private PlannerSetup() {}

    static SqlOperatorTable operators() {
        return GrismOperatorTable.instance();
    }

    static RelOptCluster cluster(RelDataTypeFactory typeFactory) {
        VolcanoPlanner planner = new VolcanoPlanner(GrismCost.FACTORY, Contexts.empty());
        planner.setExecutor(GrismRexExecutor.INSTANCE);
        planner.setTopDownOpt(true);
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        planner.addRelTraitDef(GrismDistributionDef.INSTANCE);
        RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(typeFactory));
        cluster.setMetadataProvider(PlanningMetadata.PROVIDER);
        cluster.setMetadataQuerySupplier(() -> PlanningMetadata.query(planner));
        return cluster;
    }
}
