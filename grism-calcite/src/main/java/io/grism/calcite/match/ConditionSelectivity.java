package io.grism.calcite.match;

import io.grism.calcite.statistics.GraphStatistics;
import io.grism.exec.storage.ColumnStatistics;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/** Estimates the part of the rows for which a condition of a match holds, from the distinct values, NULLs and ranges of properties. */
final class ConditionSelectivity {
    private static final double RANGE = 1.0 / 3;
    private static final double LIKE = 0.1;
    private static final double UNKNOWN = 0.25;
    private static final double LEAST = 1e-9;

    private final MatchColumns columns;
    private final GraphStatistics statistics;

    ConditionSelectivity(MatchColumns columns, GraphStatistics statistics) {
        this.columns = columns;
        this.statistics = statistics;
    }

    double of(RexNode condition) {
        return Math.min(1, Math.max(LEAST, estimate(condition)));
    }

    private double estimate(RexNode condition) {
        if (condition.isAlwaysTrue()) {
            return 1;
        }
        if (condition.isAlwaysFalse()) {
            return 0;
        }
        if (condition instanceof RexInputRef) {
            return 0.5;
        }
        if (!(condition instanceof RexCall call)) {
            return UNKNOWN;
        }
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case AND -> operands.stream().mapToDouble(this::of).reduce(1, (a, b) -> a * b);
            case OR -> 1 - operands.stream().mapToDouble(o -> 1 - of(o)).reduce(1, (a, b) -> a * b);
            case NOT, IS_FALSE, IS_NOT_TRUE -> 1 - of(operands.get(0));
            case IS_TRUE, IS_NOT_FALSE -> of(operands.get(0));
            case EQUALS, IS_NOT_DISTINCT_FROM -> equal(operands.get(0), operands.get(1));
            case NOT_EQUALS, IS_DISTINCT_FROM -> 1 - equal(operands.get(0), operands.get(1));
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> range(call);
            case IS_NULL -> nulls(operands.get(0));
            case IS_NOT_NULL -> 1 - nulls(operands.get(0));
            case LIKE, SIMILAR -> LIKE;
            case SEARCH -> search(operands.get(0), operands.get(1));
            default -> UNKNOWN;
        };
    }

    /** One of so many values; of two columns, one of the values of the one that has more. */
    private double equal(RexNode left, RexNode right) {
        double distinct = Math.max(distinct(left), distinct(right));
        return distinct > 0 ? 1 / distinct : UNKNOWN / 2;
    }

    private double search(RexNode value, RexNode range) {
        Sarg<?> sarg = range instanceof RexLiteral literal ? literal.getValueAs(Sarg.class) : null;
        double distinct = distinct(value);
        if (sarg == null || distinct == 0) {
            return UNKNOWN;
        }
        if (sarg.isPoints()) {
            return sarg.pointCount / distinct;
        }
        return sarg.isComplementedPoints() ? 1 - sarg.pointCount / distinct : RANGE * RANGE;
    }

    private double nulls(RexNode node) {
        MatchColumns.Property column = column(node);
        if (column == null) {
            return 0.1;
        }
        return column.property() == null
                ? 0
                : statistics.nullFraction(
                        columns.kind(column.element()), columns.tables(column.element()), column.property());
    }

    /** Different values, or 0 when not known. */
    private double distinct(RexNode node) {
        MatchColumns.Property column = column(node);
        if (column == null) {
            return 0;
        }
        List<Integer> tables = columns.tables(column.element());
        if (column.property() != null) {
            return statistics.distinct(columns.kind(column.element()), tables, column.property());
        }
        return Math.max(
                1,
                switch (columns.kind(column.element())) {
                    case VERTEX -> statistics.vertices(tables);
                    case EDGE -> statistics.edges(tables);
                });
    }

    /** The share of the column's range, as if values were spread evenly. */
    private double range(RexCall call) {
        boolean columnLeft = column(call.getOperands().get(0)) != null;
        MatchColumns.Property column = column(call.getOperands().get(columnLeft ? 0 : 1));
        RexNode other = call.getOperands().get(columnLeft ? 1 : 0);
        if (column == null || column.property() == null || !(other instanceof RexLiteral literal)) {
            return RANGE;
        }
        ColumnStatistics known =
                statistics.column(columns.kind(column.element()), columns.tables(column.element()), column.property());
        double bound = number(literal.getValue());
        double min = known == null ? Double.NaN : number(known.min());
        double max = known == null ? Double.NaN : number(known.max());
        if (Double.isNaN(bound) || Double.isNaN(min) || Double.isNaN(max) || max <= min) {
            return RANGE;
        }
        double below = Math.min(1, Math.max(0, (bound - min) / (max - min)));
        boolean less = call.getKind() == SqlKind.LESS_THAN || call.getKind() == SqlKind.LESS_THAN_OR_EQUAL;
        return less == columnLeft ? below : 1 - below;
    }

    private static double number(@Nullable Object value) {
        return value instanceof BigDecimal
                        || value instanceof Long
                        || value instanceof Integer
                        || value instanceof Double
                ? ((Number) value).doubleValue()
                : Double.NaN;
    }

    private MatchColumns.@Nullable Property column(RexNode node) {
        RexNode inner = node;
        while (inner.isA(SqlKind.CAST)) {
            inner = ((RexCall) inner).getOperands().get(0);
        }
        return inner instanceof RexInputRef reference ? columns.column(reference.getIndex()) : null;
    }
}
