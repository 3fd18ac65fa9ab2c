package io.grism.calcite.translate;

import io.grism.calcite.function.ContainsTokens;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Function;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** Which calls have a kernel. */
final class Kernels {
    private Kernels() {}

    /** The kernel's function for a call whose operands are harmonised, or null. */
    static @Nullable Function function(RexCall call) {
        return switch (call.getKind()) {
            case EQUALS -> comparison(call, Function.EQUALS);
            case NOT_EQUALS -> comparison(call, Function.NOT_EQUALS);
            case LESS_THAN -> comparison(call, Function.LESS);
            case LESS_THAN_OR_EQUAL -> comparison(call, Function.LESS_OR_EQUAL);
            case GREATER_THAN -> comparison(call, Function.GREATER);
            case GREATER_THAN_OR_EQUAL -> comparison(call, Function.GREATER_OR_EQUAL);
            case IS_NOT_DISTINCT_FROM -> comparison(call, Function.IS_NOT_DISTINCT_FROM);
            case IS_DISTINCT_FROM -> comparison(call, Function.IS_DISTINCT_FROM);
            case LIKE -> like(call);
            case AND -> Function.AND;
            case OR -> Function.OR;
            case NOT -> Function.NOT;
            case IS_NULL -> Function.IS_NULL;
            case IS_NOT_NULL -> Function.IS_NOT_NULL;
            case IS_TRUE -> Function.IS_TRUE;
            case IS_NOT_TRUE -> Function.IS_NOT_TRUE;
            case IS_FALSE -> Function.IS_FALSE;
            case IS_NOT_FALSE -> Function.IS_NOT_FALSE;
            case PLUS, CHECKED_PLUS -> arithmetic(call, Function.ADD);
            case MINUS, CHECKED_MINUS -> arithmetic(call, Function.SUBTRACT);
            case TIMES, CHECKED_TIMES -> arithmetic(call, Function.MULTIPLY);
            case DIVIDE, CHECKED_DIVIDE -> arithmetic(call, Function.DIVIDE);
            case MOD -> arithmetic(call, Function.MODULO);
            case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> arithmetic(call, Function.NEGATE);
            case CAST -> widening(call);
            case OTHER_FUNCTION ->
                call.getOperator().equals(ContainsTokens.OPERATOR) ? matching(call, Function.CONTAINS_TOKENS) : null;
            default -> null;
        };
    }

    /** AND, OR or NOT, whose operands may be evaluated apart from each other. */
    static @Nullable Function connective(RexCall call) {
        return switch (call.getKind()) {
            case AND -> Function.AND;
            case OR -> Function.OR;
            case NOT -> Function.NOT;
            default -> null;
        };
    }

    /** LIKE, not ILIKE, of one pattern without ESCAPE. */
    private static @Nullable Function like(RexCall call) {
        return call.getOperator().equals(SqlStdOperatorTable.LIKE)
                        && call.getOperands().size() == 2
                ? matching(call, Function.LIKE)
                : null;
    }

    /** The function of two texts, of which the second is the same for all rows. */
    private static @Nullable Function matching(RexCall call, Function function) {
        List<RexNode> operands = call.getOperands();
        boolean constant = operands.get(1) instanceof RexLiteral || operands.get(1) instanceof RexDynamicParam;
        boolean texts = operands.stream().allMatch(operand -> ArrowTypes.kind(operand.getType()) == TypeKind.VARCHAR);
        return constant && texts ? function : null;
    }

    private static @Nullable Function comparison(RexCall call, Function function) {
        List<RexNode> operands = call.getOperands();
        RelDataType left = operands.get(0).getType();
        RelDataType right = operands.get(1).getType();
        TypeKind kind = ArrowTypes.kind(left);
        if (kind != ArrowTypes.kind(right)) {
            return null;
        }
        return switch (kind) {
            case DECIMAL -> left.getScale() == right.getScale() ? function : null;
            case ARRAY, ROW, MAP, NULL -> null;
            default -> function;
        };
    }

    private static @Nullable Function arithmetic(RexCall call, Function function) {
        TypeKind kind = ArrowTypes.kind(call.getType());
        for (RexNode operand : call.getOperands()) {
            if (ArrowTypes.kind(operand.getType()) != kind) {
                return null;
            }
        }
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> function;
            case DECIMAL ->
                switch (function) {
                    case ADD, SUBTRACT, MULTIPLY -> function;
                    default -> null;
                };
            default -> null;
        };
    }

    private static @Nullable Function widening(RexCall call) {
        TypeKind from = ArrowTypes.kind(call.getOperands().get(0).getType());
        TypeKind to = ArrowTypes.kind(call.getType());
        if (to == TypeKind.DECIMAL) {
            return widensDecimal(from, call.getOperands().get(0).getType(), call.getType()) ? Function.WIDEN : null;
        }
        boolean widens =
                switch (from) {
                    case TINYINT ->
                        to == TypeKind.SMALLINT
                                || to == TypeKind.INTEGER
                                || to == TypeKind.BIGINT
                                || to == TypeKind.REAL
                                || to == TypeKind.DOUBLE;
                    case SMALLINT ->
                        to == TypeKind.INTEGER || to == TypeKind.BIGINT || to == TypeKind.REAL || to == TypeKind.DOUBLE;
                    case INTEGER -> to == TypeKind.BIGINT || to == TypeKind.DOUBLE;
                    case REAL -> to == TypeKind.DOUBLE;
                    default -> false;
                };
        return widens ? Function.WIDEN : null;
    }

    /** Whether a DECIMAL type has every value of an integer or DECIMAL type. */
    private static boolean widensDecimal(TypeKind kind, RelDataType from, RelDataType to) {
        int digits = to.getPrecision() - to.getScale();
        return switch (kind) {
            case TINYINT -> digits >= 3;
            case SMALLINT -> digits >= 5;
            case INTEGER -> digits >= 10;
            case BIGINT -> digits >= 19;
            case DECIMAL -> to.getScale() >= from.getScale() && digits >= from.getPrecision() - from.getScale();
            default -> false;
        };
    }
}
