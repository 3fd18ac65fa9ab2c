package io.grism.calcite.translate;

import io.grism.calcite.rel.EdgeScan;
import io.grism.calcite.rel.ElementLookup;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.NodeScan;
import io.grism.exec.expr.Expression;
import io.grism.exec.graph.ElementKind;
import io.grism.exec.graph.ElementProperty;
import io.grism.exec.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** Graph rels as plan nodes. */
final class GraphNodes {
    private final PlanTranslator translator;

    GraphNodes(PlanTranslator translator) {
        this.translator = translator;
    }

    /** The plan node, or null when the rel is no graph rel. */
    @Nullable
    PlanNode translate(RelNode rel) {
        if (rel instanceof NodeScan scan) {
            return nodeScan(scan);
        } else if (rel instanceof EdgeScan scan) {
            return new PlanNode.EdgeScanNode(
                    translator.id(), PlanTranslator.schema(rel), scan.graph().tables(), scan.edgeTables());
        } else if (rel instanceof Expand expand) {
            Expand.Step step = expand.step();
            return new PlanNode.ExpandNode(
                    translator.id(),
                    PlanTranslator.schema(rel),
                    translator.translate(expand.getInput()),
                    expand.graph().tables(),
                    step.from(),
                    step.direction(),
                    step.edgeTables(),
                    step.vertexTables());
        } else if (rel instanceof ExpandInto expand) {
            ExpandInto.Step step = expand.step();
            return new PlanNode.ExpandIntoNode(
                    translator.id(),
                    PlanTranslator.schema(rel),
                    translator.translate(expand.getInput()),
                    expand.graph().tables(),
                    step.from(),
                    step.to(),
                    step.direction(),
                    step.edgeTables());
        } else if (rel instanceof ElementLookup lookup) {
            return new PlanNode.ElementLookupNode(
                    translator.id(),
                    PlanTranslator.schema(rel),
                    translator.translate(lookup.getInput()),
                    lookup.graph().tables(),
                    lookup.kind(),
                    lookup.element(),
                    properties(lookup.properties()));
        }
        return null;
    }

    private PlanNode nodeScan(NodeScan scan) {
        Schema schema = PlanTranslator.schema(scan);
        PlanNode ids = new PlanNode.NodeScanNode(
                translator.id(),
                new Schema(schema.getFields().subList(0, 1)),
                scan.graph().tables(),
                scan.vertex().tables());
        return scan.vertex().properties().isEmpty()
                ? ids
                : new PlanNode.ElementLookupNode(
                        translator.id(),
                        schema,
                        ids,
                        scan.graph().tables(),
                        ElementKind.VERTEX,
                        0,
                        properties(scan.vertex().properties()));
    }

    private List<ElementProperty> properties(List<MatchProperty> properties) {
        List<ElementProperty> translated = new ArrayList<>();
        for (MatchProperty property : properties) {
            Map<Integer, Expression> byTable = new HashMap<>();
            property.byTable()
                    .forEach((table, value) ->
                            byTable.put(table, translator.rex().translate(value)));
            translated.add(new ElementProperty(property.name(), byTable));
        }
        return translated;
    }
}
