package io.grism.calcite.unnest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Collect;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.util.ImmutableBitSet;

/** A plan to which sub-queries are applied, one after the other: each adds columns, from which its value follows, or drops rows. */
final class Applied {
    private final SubQueries subQueries;
    private final Set<CorrelationId> ids;
    private final RexBuilder rex;
    private RelNode plan;

    /** @param ids the variables that stand for the plan's rows in the sub-queries */
    Applied(SubQueries subQueries, RelNode plan, Set<CorrelationId> ids) {
        this.subQueries = subQueries;
        this.ids = ids;
        this.plan = plan;
        this.rex = Rels.rex(plan);
    }

    RelNode plan() {
        return plan;
    }

    /** Drops the rows for which the condition is not true, if it is one that a semi- or anti-join tells. */
    boolean restrict(RexNode condition) {
        boolean negated = condition.isA(SqlKind.NOT);
        RexNode inner = negated ? ((RexCall) condition).getOperands().get(0) : condition;
        if (!(inner instanceof RexSubQuery query)
                || !query.isA(SqlKind.EXISTS) && !query.isA(SqlKind.IN)
                || negated && query.getType().isNullable()) {
            return false;
        }
        List<RexNode> operands = operands(query);
        CorrelationId id = id();
        RelNode right = matching(query, operands, id);
        plan = SubQueries.correlate(plan, right, id, negated ? JoinRelType.ANTI : JoinRelType.SEMI);
        return true;
    }

    /** A condition of which NULL need not be told from FALSE. */
    RexNode condition(RexNode node) {
        if (node.isA(SqlKind.AND) || node.isA(SqlKind.OR)) {
            RexCall call = (RexCall) node;
            return call.clone(
                    call.getType(),
                    call.getOperands().stream().map(this::condition).toList());
        }
        return node instanceof RexSubQuery query ? value(query, false) : value(node);
    }

    /** The expression with columns in place of its sub-queries. */
    RexNode value(RexNode node) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery query) {
                return value(query, true);
            }
        });
    }

    private RexNode value(RexSubQuery query, boolean unknowns) {
        List<RexNode> operands = operands(query);
        RexNode value =
                switch (query.getKind()) {
                    case SCALAR_QUERY -> scalar(query);
                    case EXISTS -> isMatched(query, operands);
                    case IN -> in(query, operands, unknowns && query.getType().isNullable());
                    case SOME -> some(query, operands);
                    case UNIQUE -> unique(query);
                    default -> collection(query);
                };
        return rex.ensureType(query.getType(), value, true);
    }

    private List<RexNode> operands(RexSubQuery query) {
        List<RexNode> columns = new ArrayList<>();
        for (RexNode operand : query.getOperands()) {
            RexNode value = value(operand);
            if (!(value instanceof RexInputRef) && !(value instanceof RexLiteral)) {
                plan = Rels.with(plan, value);
                value = Rels.column(plan, Rels.width(plan) - 1);
            }
            columns.add(value);
        }
        return columns;
    }

    private CorrelationId id() {
        return plan.getCluster().createCorrel();
    }

    /** The plan of a sub-query; {@code id} stands for the outer row. */
    private RelNode rows(RexSubQuery query, CorrelationId id) {
        return new OuterColumns(ids, i -> outer(i, id)).replace(query.rel.accept(subQueries));
    }

    private RexNode outer(int column, CorrelationId id) {
        return rex.makeFieldAccess(rex.makeCorrel(plan.getRowType(), id), column);
    }

    private RexNode outer(RexNode operand, CorrelationId id) {
        return operand instanceof RexInputRef ref ? outer(ref.getIndex(), id) : operand;
    }

    /** Puts the columns of the right plan beside the outer row, once for each of its rows; the index of the first one. */
    private int add(RelNode right, CorrelationId id, JoinRelType type) {
        int width = Rels.width(plan);
        plan = SubQueries.correlate(plan, right, id, type);
        return width;
    }

    private RexNode column(int index) {
        return Rels.column(plan, index);
    }

    private RexNode scalar(RexSubQuery query) {
        CorrelationId id = id();
        RelNode right = rows(query, id);
        Boolean single = right.getCluster().getMetadataQuery().areColumnsUnique(right, ImmutableBitSet.of());
        if (single == null || !single) {
            right = Rels.aggregate(
                    right, List.of(Rels.call(SqlStdOperatorTable.SINGLE_VALUE, right, List.of(0), -1, "$value")));
        }
        return column(add(right, id, JoinRelType.LEFT));
    }

    private RexNode collection(RexSubQuery query) {
        CorrelationId id = id();
        return column(add(Collect.create(rows(query, id), query.getKind(), "x"), id, JoinRelType.INNER));
    }

    private RexNode unique(RexSubQuery query) {
        CorrelationId id = id();
        RelNode right = rows(query, id);
        List<RexNode> notNull = new ArrayList<>();
        for (RexNode column : Rels.columns(right, 0, Rels.width(right))) {
            notNull.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, column));
        }
        right = Rels.filter(right, notNull);
        int width = Rels.width(right);
        right = LogicalAggregate.create(
                right, List.of(), ImmutableBitSet.range(width), null, List.of(Rels.count(right, List.of(), "$count")));
        RexNode one = rex.makeExactLiteral(BigDecimal.ONE);
        right = Rels.filter(
                right, List.of(rex.makeCall(SqlStdOperatorTable.GREATER_THAN, Rels.column(right, width), one)));
        return rex.makeCall(SqlStdOperatorTable.IS_NULL, column(add(marker(right), id, JoinRelType.LEFT)));
    }

    /** One row of TRUE if there are rows, else none. */
    private RelNode marker(RelNode rows) {
        return Rels.distinct(Rels.project(rows, List.of(rex.makeLiteral(true))));
    }

    /** The rows of a sub-query that make it true: all of EXISTS, those equal to the operands of IN. */
    private RelNode matching(RexSubQuery query, List<RexNode> operands, CorrelationId id) {
        RelNode rows = rows(query, id);
        return Rels.filter(rows, comparisons(SqlStdOperatorTable.EQUALS, rows, operands, id));
    }

    private List<RexNode> comparisons(SqlOperator operator, RelNode rows, List<RexNode> operands, CorrelationId id) {
        List<RexNode> comparisons = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            comparisons.add(rex.makeCall(operator, outer(operands.get(i), id), Rels.column(rows, i)));
        }
        return comparisons;
    }

    private RexNode isMatched(RexSubQuery query, List<RexNode> operands) {
        CorrelationId id = id();
        RelNode right = marker(matching(query, operands, id));
        return rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, column(add(right, id, JoinRelType.LEFT)));
    }

    private RexNode in(RexSubQuery query, List<RexNode> operands, boolean unknowns) {
        if (!unknowns) {
            return isMatched(query, operands);
        }
        if (operands.size() > 1) {
            return counted(query, operands, SqlStdOperatorTable.EQUALS);
        }
        int counts = counts(query, List.of());
        RexNode matched = isMatched(query, operands);
        return rex.makeCall(
                SqlStdOperatorTable.CASE,
                isZero(column(counts)),
                rex.makeLiteral(false),
                matched,
                rex.makeLiteral(true),
                rex.makeCall(
                        SqlStdOperatorTable.OR,
                        rex.makeCall(SqlStdOperatorTable.IS_NULL, operands.get(0)),
                        hasNulls(counts)),
                unknown(),
                rex.makeLiteral(false));
    }

    private RexNode isZero(RexNode count) {
        return rex.makeCall(SqlStdOperatorTable.EQUALS, count, rex.makeZeroLiteral(count.getType()));
    }

    private RexNode hasNulls(int counts) {
        return rex.makeCall(SqlStdOperatorTable.LESS_THAN, column(counts + 1), column(counts));
    }

    private RexNode unknown() {
        return rex.makeNullLiteral(rex.getTypeFactory()
                .createTypeWithNullability(rex.makeLiteral(true).getType(), true));
    }

    /** Adds how many rows the sub-query has, how many not NULL, and what the other functions give for its column. */
    private int counts(RexSubQuery query, List<SqlAggFunction> functions) {
        CorrelationId id = id();
        RelNode rows = rows(query, id);
        List<AggregateCall> calls = new ArrayList<>();
        calls.add(Rels.count(rows, List.of(), "$rows"));
        calls.add(Rels.count(rows, List.of(0), "$values"));
        functions.forEach(function -> calls.add(Rels.call(function, rows, List.of(0), -1, function.getName())));
        return add(Rels.aggregate(rows, calls), id, JoinRelType.INNER);
    }

    private RexNode some(RexSubQuery query, List<RexNode> operands) {
        SqlOperator operator = RexUtil.op(((SqlQuantifyOperator) query.getOperator()).comparisonKind);
        if (operands.size() > 1 || !hasExtremes(query.rel)) {
            return counted(query, operands, operator);
        }
        int counts = counts(query, List.of(SqlStdOperatorTable.MIN, SqlStdOperatorTable.MAX));
        RexNode least = rex.makeCall(operator, operands.get(0), column(counts + 2));
        RexNode greatest = rex.makeCall(operator, operands.get(0), column(counts + 3));
        RexNode holds =
                switch (operator.getKind()) {
                    case GREATER_THAN, GREATER_THAN_OR_EQUAL -> least;
                    case LESS_THAN, LESS_THAN_OR_EQUAL -> greatest;
                    default -> rex.makeCall(SqlStdOperatorTable.OR, least, greatest);
                };
        return rex.makeCall(
                SqlStdOperatorTable.CASE,
                isZero(column(counts)),
                rex.makeLiteral(false),
                rex.makeCall(SqlStdOperatorTable.IS_TRUE, holds),
                rex.makeLiteral(true),
                rex.makeCall(
                        SqlStdOperatorTable.OR,
                        rex.makeCall(SqlStdOperatorTable.IS_NULL, operands.get(0)),
                        hasNulls(counts)),
                unknown(),
                rex.makeLiteral(false));
    }

    private static boolean hasExtremes(RelNode rows) {
        RelDataTypeField field = rows.getRowType().getFieldList().get(0);
        RelDataType type = field.getType();
        SqlTypeFamily family = type.getSqlTypeName().getFamily();
        return family == SqlTypeFamily.NUMERIC
                || family == SqlTypeFamily.CHARACTER
                || family == SqlTypeFamily.DATE
                || family == SqlTypeFamily.TIME
                || family == SqlTypeFamily.TIMESTAMP;
    }

    /** Any comparison with the rows of a sub-query, by how often it is true and unknown. */
    private RexNode counted(RexSubQuery query, List<RexNode> operands, SqlOperator operator) {
        CorrelationId id = id();
        RelNode rows = rows(query, id);
        List<RexNode> comparisons = comparisons(operator, rows, operands, id);
        RexNode comparison = operator.getKind() == SqlKind.NOT_EQUALS
                ? RexUtil.composeDisjunction(rex, comparisons)
                : RexUtil.composeConjunction(rex, comparisons);
        RelNode results = Rels.project(
                rows,
                List.of(
                        rex.makeCall(SqlStdOperatorTable.IS_TRUE, comparison),
                        rex.makeCall(SqlStdOperatorTable.IS_NULL, comparison)));
        RelNode counts = Rels.aggregate(
                results,
                List.of(
                        Rels.call(SqlStdOperatorTable.COUNT, results, List.of(), 0, "$true"),
                        Rels.call(SqlStdOperatorTable.COUNT, results, List.of(), 1, "$unknown")));
        int first = add(counts, id, JoinRelType.INNER);
        return rex.makeCall(
                SqlStdOperatorTable.CASE,
                rex.makeCall(SqlStdOperatorTable.NOT, isZero(column(first))),
                rex.makeLiteral(true),
                rex.makeCall(SqlStdOperatorTable.NOT, isZero(column(first + 1))),
                unknown(),
                rex.makeLiteral(false));
    }
}
