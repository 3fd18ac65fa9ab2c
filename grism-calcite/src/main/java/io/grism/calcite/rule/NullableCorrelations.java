package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Gives a sub-query a nullable outer column as two that are not: whether it is NULL, and its value or zero. Decorrelation joins the results of a sub-query to the outer rows by equality of
 * the outer columns in use, which loses the results for NULL. Columns that the sub-query only compares in its filters stay as they are, since NULL finds no rows there.
 *
 * <pre>
 * Correlate($cor0, {x})               Project(as before)
 *   left                       →        Correlate($cor0, {$value, $null})
 *   ... $cor0.x ...                       Project(left.*, $value = COALESCE(x, 0), $null = x IS NULL)
 *                                         ... CASE WHEN $cor0.$null THEN NULL ELSE $cor0.$value END ...
 * </pre>
 */
final class NullableCorrelations extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        return visited instanceof LogicalCorrelate correlate ? split(correlate) : visited;
    }

    private static RelNode split(LogicalCorrelate correlate) {
        Set<Integer> columns = new TreeSet<>();
        collect(correlate.getRight(), correlate.getCorrelationId(), true, columns);
        columns.removeIf(column -> !isSplit(type(correlate.getLeft(), column)));
        if (columns.isEmpty()) {
            return correlate;
        }
        RexBuilder rex = correlate.getCluster().getRexBuilder();
        RelNode left = correlate.getLeft();
        List<RexNode> outputs = new ArrayList<>();
        List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
        int width = names.size();
        for (int i = 0; i < width; i++) {
            outputs.add(RexInputRef.of(i, left.getRowType()));
        }
        Map<Integer, Integer> values = new LinkedHashMap<>();
        ImmutableBitSet required = correlate.getRequiredColumns();
        for (int column : columns) {
            RexNode reference = outputs.get(column);
            RexNode isNull = rex.makeCall(SqlStdOperatorTable.IS_NULL, reference);
            RelDataType type = rex.getTypeFactory().createTypeWithNullability(reference.getType(), false);
            values.put(column, outputs.size());
            required = required.clear(column).set(outputs.size()).set(outputs.size() + 1);
            outputs.add(rex.makeCall(
                    SqlStdOperatorTable.CASE,
                    isNull,
                    rex.makeZeroRexNode(type),
                    rex.makeAbstractCast(type, reference, false)));
            names.add("$value" + column);
            outputs.add(isNull);
            names.add("$null" + column);
        }
        RelNode wide = LogicalProject.create(left, List.of(), outputs, names, Set.of());
        RexShuttle references = new References(rex, correlate.getCorrelationId(), wide.getRowType(), values);
        RelNode right = correlate.getRight().accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                return super.visit(other).accept(references);
            }
        });
        RelNode joined = LogicalCorrelate.create(
                wide, right, correlate.getHints(), correlate.getCorrelationId(), required, correlate.getJoinType());
        List<RexNode> kept = new ArrayList<>();
        for (int i = 0; i < correlate.getRowType().getFieldCount(); i++) {
            kept.add(RexInputRef.of(i < width ? i : i + outputs.size() - width, joined.getRowType()));
        }
        RelNode narrow = LogicalProject.create(
                joined, List.of(), kept, correlate.getRowType().getFieldNames(), Set.of());
        return RelOptUtil.createCastRel(narrow, correlate.getRowType(), true);
    }

    private static RelDataType type(RelNode rel, int column) {
        return rel.getRowType().getFieldList().get(column).getType();
    }

    /** Whether the type has a zero. */
    private static boolean isSplit(RelDataType type) {
        SqlTypeFamily family = type.getSqlTypeName().getFamily();
        return type.isNullable()
                && (family == SqlTypeFamily.NUMERIC
                        || family == SqlTypeFamily.CHARACTER
                        || family == SqlTypeFamily.BOOLEAN
                        || family == SqlTypeFamily.DATE
                        || family == SqlTypeFamily.TIME
                        || family == SqlTypeFamily.TIMESTAMP);
    }

    /**
     * Collects the outer columns that are used otherwise than in a comparison that drops the row.
     *
     * @param drops whether the sub-query gives no row if none comes out of this operator
     */
    private static void collect(RelNode rel, CorrelationId id, boolean drops, Set<Integer> columns) {
        RexShuttle uses = new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                if (isColumn(access, id)) {
                    columns.add(access.getField().getIndex());
                }
                return super.visitFieldAccess(access);
            }
        };
        if (rel instanceof Filter filter && drops) {
            for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
                condition.accept(condition.isA(SqlKind.COMPARISON) ? new Operands(uses, id) : uses);
            }
        } else {
            rel.accept(uses);
        }
        boolean passes = drops
                && (rel instanceof Filter
                        || rel instanceof Project
                        || rel instanceof Aggregate
                        || rel instanceof Sort
                        || rel instanceof Join join && join.getJoinType() == JoinRelType.INNER);
        rel.getInputs().forEach(input -> collect(input, id, passes, columns));
    }

    private static boolean isColumn(RexNode node, CorrelationId id) {
        return node instanceof RexFieldAccess access
                && access.getReferenceExpr() instanceof RexCorrelVariable variable
                && variable.id.equals(id);
    }

    /** The uses of columns below the operands of a comparison, but not the operands themselves. */
    private static final class Operands extends RexShuttle {
        private final RexShuttle uses;
        private final CorrelationId id;

        Operands(RexShuttle uses, CorrelationId id) {
            this.uses = uses;
            this.id = id;
        }

        @Override
        public RexNode visitCall(RexCall comparison) {
            for (RexNode operand : comparison.getOperands()) {
                if (!isColumn(operand, id)) {
                    operand.accept(uses);
                }
            }
            return comparison;
        }
    }

    /** References to the columns of the wider row. */
    private static final class References extends RexShuttle {
        private final RexBuilder rex;
        private final CorrelationId id;
        private final RelDataType row;
        private final Map<Integer, Integer> values;

        References(RexBuilder rex, CorrelationId id, RelDataType row, Map<Integer, Integer> values) {
            this.rex = rex;
            this.id = id;
            this.row = row;
            this.values = values;
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            if (!isColumn(access, id)) {
                return super.visitFieldAccess(access);
            }
            RexNode outer = rex.makeCorrel(row, id);
            RelDataTypeField field = access.getField();
            Integer value = values.get(field.getIndex());
            return value == null
                    ? rex.makeFieldAccess(outer, field.getIndex())
                    : rex.makeCall(
                            access.getType(),
                            SqlStdOperatorTable.CASE,
                            List.of(
                                    rex.makeFieldAccess(outer, value + 1),
                                    rex.makeNullLiteral(access.getType()),
                                    rex.makeAbstractCast(access.getType(), rex.makeFieldAccess(outer, value), false)));
        }
    }
}
