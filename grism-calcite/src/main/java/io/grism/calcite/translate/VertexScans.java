package io.grism.calcite.translate;

import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.NodeScan;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.index.IndexUse;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * A scan of vertices with properties, as scans of their tables: the id is computed from the row position, and a condition is tested by the store.
 */
final class VertexScans {
    private static final Field BIGINT = TypeKind.BIGINT.field("");

    private final PlanTranslator translator;
    private final NodeScan scan;

    VertexScans(PlanTranslator translator, NodeScan scan) {
        this.translator = translator;
        this.scan = scan;
    }

    /** Whether a condition over the scan's columns is one over the tables' columns: it does not ask for the id. */
    static boolean canTest(RexNode condition, NodeScan scan) {
        return !scan.vertex().properties().isEmpty()
                && !RelOptUtil.InputFinder.bits(condition).get(0);
    }

    /** The vertices for which the condition over the scan's columns holds; null for all. */
    PlanNode scan(@Nullable RexNode condition) {
        List<PlanNode> scans = new ArrayList<>();
        for (int table : scan.vertex().tables()) {
            scans.add(scan(table, condition));
        }
        return scans.size() == 1
                ? scans.get(0)
                : new PlanNode.UnionNode(translator.id(), PlanTranslator.schema(scan), scans);
    }

    private PlanNode scan(int table, @Nullable RexNode condition) {
        List<Integer> columns = new ArrayList<>(List.of(ScanRequest.ROW_ID));
        List<RexNode> values = new ArrayList<>();
        List<Expression> outputs = new ArrayList<>(List.of(elementId(table)));
        for (MatchProperty property : scan.vertex().properties()) {
            RexNode expression = property.byTable().get(table);
            RexNode value = expression == null
                    ? translator.builder().makeNullLiteral(property.type())
                    : overScanned(expression, columns);
            values.add(value);
            outputs.add(GraphNodes.value(translator, value, property));
        }
        Expression predicate = condition == null ? null : translator.rex().translate(overValues(condition, values));
        PlanNode rows = new PlanNode.TableScanNode(
                translator.id(),
                new Schema(fields(table, columns)),
                scan.graph().tables().vertices().get(table).table(),
                columns,
                predicate,
                predicate == null ? null : index(table, columns, predicate));
        return new PlanNode.ProjectNode(translator.id(), PlanTranslator.schema(scan), rows, outputs);
    }

    private @Nullable IndexUse index(int table, List<Integer> columns, Expression predicate) {
        GrismTable stored = scan.graph().vertexTables().get(table).unwrap(GrismTable.class);
        return stored == null ? null : IndexChoice.choose(stored, columns, predicate);
    }

    private List<Field> fields(int table, List<Integer> columns) {
        RelDataType row = scan.graph().vertexTables().get(table).getRowType();
        List<Field> fields = new ArrayList<>();
        for (int column : columns) {
            fields.add(
                    column == ScanRequest.ROW_ID
                            ? TypeKind.BIGINT.field("$row")
                            : ArrowTypes.field(
                                    row.getFieldNames().get(column),
                                    row.getFieldList().get(column).getType()));
        }
        return fields;
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

    /** A condition over the scan's columns as one over the scanned columns. */
    private RexNode overValues(RexNode condition, List<RexNode> values) {
        List<MatchProperty> properties = scan.vertex().properties();
        return condition.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                int property = reference.getIndex() - 1;
                return translator.builder().ensureType(properties.get(property).type(), values.get(property), false);
            }
        });
    }
}
