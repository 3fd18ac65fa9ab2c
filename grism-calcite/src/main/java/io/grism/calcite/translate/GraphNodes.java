package io.grism.calcite.translate;

import io.grism.calcite.rel.EdgeScan;
import io.grism.calcite.rel.ElementLookup;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandCount;
import io.grism.calcite.rel.ExpandIntersect;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.GrismFilter;
import io.grism.calcite.rel.HyperedgeScan;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.NodeScan;
import io.grism.calcite.rel.Reach;
import io.grism.calcite.rel.RoleExpand;
import io.grism.calcite.rel.RoleLookup;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.expr.Expression;
import io.grism.exec.graph.ElementKind;
import io.grism.exec.graph.ElementProperty;
import io.grism.exec.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Graph rels to plan nodes. */
final class GraphNodes {
    private final PlanTranslator translator;

    GraphNodes(PlanTranslator translator) {
        this.translator = translator;
    }

    /** Null for a rel that is no graph rel. */
    @Nullable
    PlanNode translate(RelNode rel) {
        if (rel instanceof NodeScan scan) {
            return scan.vertex().properties().isEmpty() ? nodeScan(scan) : new VertexScans(translator, scan).scan(null);
        }
        if (rel instanceof EdgeScan scan) {
            return new PlanNode.EdgeScanNode(id(), schema(rel), scan.graph().tables(), scan.edgeTables());
        }
        if (rel instanceof Expand expand) {
            return new PlanNode.ExpandNode(
                    id(),
                    schema(rel),
                    translator.translate(expand.getInput()),
                    expand.graph().tables(),
                    expand.step().from(),
                    expand.step().direction(),
                    expand.step().edgeTables(),
                    expand.step().vertexTables());
        }
        if (rel instanceof ExpandCount expand) {
            return new PlanNode.ExpandCountNode(
                    id(),
                    schema(rel),
                    translator.translate(expand.getInput()),
                    expand.graph().tables(),
                    expand.step().from(),
                    expand.step().direction(),
                    expand.step().edgeTables(),
                    expand.step().vertexTables());
        }
        if (rel instanceof Reach reach) {
            return new PlanNode.ReachNode(
                    id(),
                    schema(rel),
                    translator.translate(reach.getInput()),
                    reach.graph().tables(),
                    reach.walks().from(),
                    reach.walks().direction(),
                    reach.walks().edgeTables(),
                    reach.walks().least(),
                    reach.walks().most(),
                    reach.walks().vertexTables(),
                    reach.starts());
        }
        if (rel instanceof ExpandInto expand) {
            return new PlanNode.ExpandIntoNode(
                    id(),
                    schema(rel),
                    translator.translate(expand.getInput()),
                    expand.graph().tables(),
                    expand.step().from(),
                    expand.step().to(),
                    expand.step().direction(),
                    expand.step().edgeTables());
        }
        if (rel instanceof ExpandIntersect expand) {
            return new PlanNode.ExpandIntersectNode(
                    id(),
                    schema(rel),
                    translator.translate(expand.getInput()),
                    expand.graph().tables(),
                    expand.first().from(),
                    expand.first().direction(),
                    expand.first().edgeTables(),
                    expand.first().vertexTables(),
                    expand.second().from(),
                    expand.second().direction(),
                    expand.second().edgeTables());
        }
        return rel instanceof ElementLookup lookup ? lookup(lookup) : hyperedges(rel);
    }

    private @Nullable PlanNode hyperedges(RelNode rel) {
        if (rel instanceof HyperedgeScan scan) {
            return new PlanNode.HyperedgeScanNode(
                    id(), schema(rel), scan.graph().tables(), scan.edgeTables());
        }
        if (rel instanceof RoleExpand expand) {
            RoleExpand.Step step = expand.step();
            return new PlanNode.RoleExpandNode(
                    id(),
                    schema(rel),
                    translator.translate(expand.getInput()),
                    expand.graph().tables(),
                    step.from(),
                    step.entryRoles(),
                    step.edgeTables(),
                    step.exitRoles(),
                    step.vertexTables());
        }
        if (rel instanceof RoleLookup lookup) {
            return new PlanNode.RoleLookupNode(
                    id(),
                    schema(rel),
                    translator.translate(lookup.getInput()),
                    lookup.graph().tables(),
                    lookup.calls().stream().map(RoleLookup.Call::property).toList());
        }
        return null;
    }

    /** A filter right above a scan of vertices as a part of the scan, or null when it cannot be. */
    @Nullable
    PlanNode filteredScan(GrismFilter filter) {
        return filter.getInput() instanceof NodeScan scan && VertexScans.canTest(filter.getCondition(), scan)
                ? new VertexScans(translator, scan).scan(filter.getCondition())
                : null;
    }

    private int id() {
        return translator.id();
    }

    private static Schema schema(RelNode rel) {
        return PlanTranslator.schema(rel);
    }

    private PlanNode nodeScan(NodeScan scan) {
        return new PlanNode.NodeScanNode(
                id(), schema(scan), scan.graph().tables(), scan.vertex().tables());
    }

    private PlanNode lookup(ElementLookup lookup) {
        int first = lookup.kind() == ElementKind.VERTEX
                ? 0
                : lookup.graph().tables().elementOfEdge(0);
        List<ElementProperty> properties = new ArrayList<>();
        for (MatchProperty property : lookup.properties()) {
            Map<Integer, Expression> byTable = new HashMap<>();
            property.byTable()
                    .forEach(
                            (table, expression) -> byTable.put(first + table, value(translator, expression, property)));
            properties.add(new ElementProperty(property.name(), byTable));
        }
        return new PlanNode.ElementLookupNode(
                id(),
                schema(lookup),
                translator.translate(lookup.getInput()),
                lookup.graph().tables(),
                lookup.element(),
                properties);
    }

    /** The expression with the property's Arrow type. */
    static Expression value(PlanTranslator translator, RexNode expression, MatchProperty property) {
        Field wanted = ArrowTypes.field("", property.type());
        boolean same = ArrowTypes.field("", expression.getType()).getType().equals(wanted.getType());
        return translator
                .rex()
                .translate(same ? expression : translator.builder().makeCast(property.type(), expression));
    }
}
