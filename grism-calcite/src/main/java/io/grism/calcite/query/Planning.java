package io.grism.calcite.query;

import io.grism.calcite.rel.GrismRel;
import io.grism.calcite.rule.PlanningProgram;
import io.grism.calcite.translate.PlanTranslator;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.Pair;

/** From relational algebra to a plan, with the steps on the way. */
record Planning(RelNode logical, RelNode physical, PlanTranslator.Translated plan) {
    /** Plans a query for one process or for stages; {@code atLast} changes its expressions when the plan is made. */
    static Planning plan(RelRoot root, Convention convention, RexShuttle atLast) {
        RelNode logical = PlanningProgram.logical(root.rel);
        RelNode physical =
                convention == GrismRel.LOCAL ? PlanningProgram.local(logical) : PlanningProgram.distributed(logical);
        List<Integer> fields = Pair.left(root.fields);
        PlanTranslator translator = new PlanTranslator(
                physical.getCluster().getRexBuilder(), physical.getCluster().getMetadataQuery(), atLast);
        return new Planning(logical, physical, translator.translate(physical, fields, Pair.right(root.fields)));
    }
}
