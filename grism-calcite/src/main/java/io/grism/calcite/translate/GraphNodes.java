package io.grism.calcite.translate;

import io.grism.calcite.rel.EdgeScan;
import io.grism.calcite.rel.ElementLookup;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.NodeScan;
import io.grism.calcite.rel.PatternVertex;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.graph.ElementProperty;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.ScanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/** Graph rels to plan nodes. A scan of vertices with properties is a scan of their tables. */
final class GraphNodes {
    private static final Field BIGINT = TypeKind.BIGINT.field("");

    private final PlanTranslator translator;

    GraphNodes(PlanTranslator translator) {
        this.translator = translator;
    }

    /** Null for a rel that is no graph rel. */
    @Nullable
    PlanNode translate(RelNode rel) {
        if (rel instanceof NodeScan scan) {
            return scan.vertex().properties().isEmpty() ? nodeScan(scan) : tableScans(scan);
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
        return rel instanceof ElementLookup lookup ? lookup(lookup) : null;
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

    private PlanNode tableScans(NodeScan scan) {
        List<PlanNode> scans = new ArrayList<>();
        for (int table : scan.vertex().tables()) {
            scans.add(tableScan(scan, table));
        }
        return scans.size() == 1 ? scans.get(0) : new PlanNode.UnionNode(id(), schema(scan), scans);
    }

    /** The rows of one vertex table: their ids, computed from the row positions, and properties. */
    private PlanNode tableScan(NodeScan scan, int table) {
        MatchGraph graph = scan.graph();
        PatternVertex vertex = scan.vertex();
        List<Integer> columns = new ArrayList<>(List.of(ScanRequest.ROW_ID));
        List<Expression> outputs = new ArrayList<>(List.of(elementId(table)));
        for (MatchProperty property : vertex.properties()) {
            RexNode expression = property.byTable().get(table);
            outputs.add(
                    expression == null
                            ? new Expression.Literal(null, ArrowTypes.field("", property.type()))
                            : translate(overScanned(expression, columns), property));
        }
        List<Field> fields = new ArrayList<>();
        RelDataType row = graph.vertexTables().get(table).getRowType();
        for (int column : columns) {
            fields.add(
                    column == ScanRequest.ROW_ID
                            ? TypeKind.BIGINT.field("$row")
                            : ArrowTypes.field(
                                    row.getFieldNames().get(column),
                                    row.getFieldList().get(column).getType()));
        }
        PlanNode rows = new PlanNode.TableScanNode(
                id(), new Schema(fields), graph.tables().vertices().get(table).table(), columns, null);
        return new PlanNode.ProjectNode(id(), schema(scan), rows, outputs);
    }

    private static Expression elementId(int table) {
        Expression row = new Expression.ColumnRef(0, BIGINT);
        long base = GraphTables.elementId(table, 0);
        return base == 0
                ? row
                : new Expression.Call(Function.ADD, List.of(row, new Expression.Literal(base, BIGINT)), BIGINT);
    }

    /** An expression over the table as one over the scanned columns, to which those that it needs are added. */
    private static RexNode overScanned(RexNode expression, List<Integer> columns) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                if (!columns.contains(reference.getIndex())) {
                    columns.add(reference.getIndex());
                }
                return new RexInputRef(columns.indexOf(reference.getIndex()), reference.getType());
            }
        });
    }

    private PlanNode lookup(ElementLookup lookup) {
        List<ElementProperty> properties = new ArrayList<>();
        for (MatchProperty property : lookup.properties()) {
            Map<Integer, Expression> byTable = new HashMap<>();
            property.byTable().forEach((table, expression) -> byTable.put(table, translate(expression, property)));
            properties.add(new ElementProperty(property.name(), byTable));
        }
        return new PlanNode.ElementLookupNode(
                id(),
                schema(lookup),
                translator.translate(lookup.getInput()),
                lookup.graph().tables(),
                lookup.kind(),
                lookup.element(),
                properties);
    }

    /** The expression with the property's Arrow type. */
    private Expression translate(RexNode expression, MatchProperty property) {
        Field wanted = ArrowTypes.field("", property.type());
        boolean same = ArrowTypes.field("", expression.getType()).getType().equals(wanted.getType());
        return translator
                .rex()
                .translate(same ? expression : translator.builder().makeCast(property.type(), expression));
    }
}
