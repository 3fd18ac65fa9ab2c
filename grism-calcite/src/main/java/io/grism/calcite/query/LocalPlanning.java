package io.grism.calcite.query;

import io.grism.calcite.rule.PlanningProgram;
import io.grism.calcite.translate.PlanTranslator;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.util.Pair;

/** From relational algebra to a plan for one process, with the steps on the way. */
record LocalPlanning(RelNode logical, RelNode physical, PlanTranslator.Translated plan) {
    static LocalPlanning plan(RelRoot root) {
        RelNode logical = PlanningProgram.logical(root.rel);
        RelNode physical = PlanningProgram.local(logical);
        List<Integer> fields = Pair.left(root.fields);
        PlanTranslator translator = new PlanTranslator(
                physical.getCluster().getRexBuilder(), physical.getCluster().getMetadataQuery());
        return new LocalPlanning(logical, physical, translator.translate(physical, fields, Pair.right(root.fields)));
    }
}
