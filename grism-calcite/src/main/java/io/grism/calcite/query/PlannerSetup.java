package io.grism.calcite.query;

import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** What all planning shares: operators, and planners wired with cost, rules and metadata. */
final class PlannerSetup {
    private PlannerSetup() {}

    static SqlOperatorTable operators() {
        return SqlStdOperatorTable.instance();
    }

    static RelOptCluster cluster(RelDataTypeFactory typeFactory) {
        VolcanoPlanner planner = new VolcanoPlanner();
        planner.setTopDownOpt(true);
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        return RelOptCluster.create(planner, new RexBuilder(typeFactory));
    }
}
