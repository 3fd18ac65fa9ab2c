package io.grism.exec.plan;

import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Expressions as EXPLAIN shows them: columns by name, calls in the usual signs. Not to be read back. */
public final class ExpressionText {
    private static final int LONGEST_LITERAL = 60;

    private ExpressionText() {}

    /** The text of an expression over columns of these names. */
    public static String of(Expression expression, List<String> columns) {
        if (expression instanceof Expression.ColumnRef ref) {
            return name(columns, ref.index());
        } else if (expression instanceof Expression.Literal literal) {
            return literal(literal.value());
        } else if (expression instanceof Expression.Parameter parameter) {
            return "?" + (parameter.index() + 1);
        } else if (expression instanceof Expression.OuterRef outer) {
            return "$outer" + outer.correlation() + "." + outer.index();
        } else if (expression instanceof Expression.Call call) {
            return call(call, columns);
        } else if (expression instanceof Expression.Generated generated) {
            return "compiled("
                    + generated.arguments().stream()
                            .map(argument -> of(argument, columns))
                            .collect(Collectors.joining(", "))
                    + ")";
        }
        return expression.toString();
    }

    static String name(List<String> columns, int index) {
        return index >= 0 && index < columns.size() ? columns.get(index) : "$" + index;
    }

    private static String call(Expression.Call call, List<String> columns) {
        List<String> operands = call.arguments().stream()
                .map(argument -> operand(argument, columns))
                .toList();
        String sign = sign(call.function());
        if (sign != null && operands.size() == 2) {
            return operands.get(0) + " " + sign + " " + operands.get(1);
        }
        String text = call.function().name().replace('_', ' ');
        return switch (call.function()) {
            case NOT -> "NOT " + operands.get(0);
            case NEGATE -> "-" + operands.get(0);
            case WIDEN -> of(call.arguments().get(0), columns);
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> operands.get(0) + " " + text;
            case CONTAINS_TOKENS -> "CONTAINS_TOKENS(" + String.join(", ", operands) + ")";
            default -> text.toLowerCase(Locale.ROOT) + "(" + String.join(", ", operands) + ")";
        };
    }

    private static String operand(Expression argument, List<String> columns) {
        String text = of(argument, columns);
        return argument instanceof Expression.Call call && sign(call.function()) != null ? "(" + text + ")" : text;
    }

    private static @Nullable String sign(Function function) {
        return switch (function) {
            case EQUALS -> "=";
            case NOT_EQUALS -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case IS_NOT_DISTINCT_FROM -> "IS NOT DISTINCT FROM";
            case IS_DISTINCT_FROM -> "IS DISTINCT FROM";
            case LIKE -> "LIKE";
            case AND -> "AND";
            case OR -> "OR";
            case ADD -> "+";
            case SUBTRACT -> "-";
            case MULTIPLY -> "*";
            case DIVIDE -> "/";
            case MODULO -> "%";
            default -> null;
        };
    }

    static String literal(@Nullable Object value) {
        if (value instanceof String text) {
            String shown = text.length() > LONGEST_LITERAL ? text.substring(0, LONGEST_LITERAL) + "…" : text;
            return "'" + shown + "'";
        }
        return value == null ? "NULL" : String.valueOf(value);
    }
}
