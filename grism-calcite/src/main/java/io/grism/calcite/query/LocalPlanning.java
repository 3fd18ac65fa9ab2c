package io.grism.calcite.query;

import io.grism.calcite.rule.PlanningProgram;
import io.grism.calcite.translate.PlanTranslator;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.Pair;

/** From relational algebra to a plan for one process, with the steps on the way. */
record LocalPlanning(RelNode logical, RelNode physical, PlanTranslator.Translated plan) {
    /** Plans a query; {@code atLast} changes its expressions when the plan is made. */
    static LocalPlanning plan(RelRoot root, RexShuttle atLast) {
        RelNode logical = PlanningProgram.logical(root.rel);
        RelNode physical = PlanningProgram.local(logical);
        List<Integer> fields = Pair.left(root.fields);
        PlanTranslator translator = new PlanTranslator(
                physical.getCluster().getRexBuilder(), physical.getCluster().getMetadataQuery(), atLast);
        return new LocalPlanning(logical, physical, translator.translate(physical, fields, Pair.right(root.fields)));
    }
}
