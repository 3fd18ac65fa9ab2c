package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comparisons of columns with constants that a condition asks for in any case: a page whose least and greatest value do not fit
 * one of them holds no row. Uses the statistics that somebody has asked for before, and computes none.
 */
final class PageFilter {
    /** A column compared with a constant, which is the one value of {@code constant}; without a value nothing matches. */
    private record Comparison(int column, Function function, Column constant) {
        boolean mayMatch(Segment segment) {
            PageStatistics known = segment.page(column).knownStatistics();
            if (known == null) {
                return true;
            }
            if (known.nulls() == segment.rowCount() || constant.isNull(0)) {
                return false;
            }
            Column bounds = known.bounds();
            if (bounds == null) {
                return true;
            }
            int least = bounds.compare(0, constant, 0);
            int greatest = bounds.compare(1, constant, 0);
            return switch (function) {
                case EQUALS -> least <= 0 && greatest >= 0;
                case LESS -> least < 0;
                case LESS_OR_EQUAL -> least <= 0;
                case GREATER -> greatest > 0;
                case GREATER_OR_EQUAL -> greatest >= 0;
                default -> true;
            };
        }
    }

    private final List<Comparison> comparisons = new ArrayList<>();

    PageFilter(Expression condition, List<Integer> requested, EvaluationContext context) {
        add(condition, requested, context);
    }

    boolean mayMatch(Segment segment) {
        for (Comparison comparison : comparisons) {
            if (!comparison.mayMatch(segment)) {
                return false;
            }
        }
        return true;
    }

    private void add(Expression condition, List<Integer> requested, EvaluationContext context) {
        if (!(condition instanceof Expression.Call call)) {
            return;
        }
        if (call.function() == Function.AND) {
            call.arguments().forEach(argument -> add(argument, requested, context));
            return;
        }
        Function turned = turned(call.function());
        if (turned == null) {
            return;
        }
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        if (left instanceof Expression.ColumnRef ref) {
            add(ref, call.function(), right, requested, context);
        } else if (right instanceof Expression.ColumnRef ref) {
            add(ref, turned, left, requested, context);
        }
    }

    private void add(
            Expression.ColumnRef ref,
            Function function,
            Expression other,
            List<Integer> requested,
            EvaluationContext context) {
        int column = requested.get(ref.index());
        if (column == ScanRequest.ROW_ID
                || !isOrdered(TypeKind.of(ref.type()))
                || !ref.type().getType().equals(other.type().getType())) {
            return;
        }
        if (other instanceof Expression.Literal literal) {
            comparisons.add(new Comparison(column, function, constant(ref, literal.value())));
        } else if (other instanceof Expression.Parameter parameter) {
            comparisons.add(new Comparison(column, function, constant(ref, context.parameter(parameter.index()))));
        }
    }

    private static Column constant(Expression.ColumnRef ref, @Nullable Object value) {
        Column column = Columns.create(ref.type());
        column.append(value);
        return column;
    }

    /** Types whose comparison in an expression is the order of columns; NaN is not where floating numbers are compared. */
    private static boolean isOrdered(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, VARCHAR -> true;
            default -> false;
        };
    }

    /** The comparison with its sides exchanged, or null for what is none. */
    private static @Nullable Function turned(Function function) {
        return switch (function) {
            case EQUALS -> Function.EQUALS;
            case LESS -> Function.GREATER;
            case LESS_OR_EQUAL -> Function.GREATER_OR_EQUAL;
            case GREATER -> Function.LESS;
            case GREATER_OR_EQUAL -> Function.LESS_OR_EQUAL;
            default -> null;
        };
    }
}
