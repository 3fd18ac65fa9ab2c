package io.grism.calcite.translate;

import io.grism.calcite.function.Casts;
import io.grism.calcite.function.Collections;
import io.grism.calcite.function.Comparisons;
import io.grism.calcite.function.Decimals;
import io.grism.calcite.function.Numbers;
import io.grism.calcite.function.Strings;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Replaces operations whose generated code would not mean what Grism promises by calls of static methods of our own. */
final class GeneratedOperators extends RexShuttle {
    /** Functions whose implementation takes int where SQL allows any exact number. */
    private static final Set<String> INT_ARGUMENTS = Set.of(
            "SUBSTRING",
            "SUBSTR",
            "OVERLAY",
            "LEFT",
            "RIGHT",
            "REPEAT",
            "LPAD",
            "RPAD",
            "SPLIT_PART",
            "SPACE",
            "CHR",
            "CHAR");

    private final RexBuilder builder;
    private final GeneratedCasts casts;

    GeneratedOperators(RexBuilder builder) {
        this.builder = builder;
        this.casts = new GeneratedCasts(builder);
    }

    @Override
    public RexNode visitCall(RexCall original) {
        RexNode visited = super.visitCall(original);
        if (!(visited instanceof RexCall call)) {
            return visited;
        }
        if (call.getKind() == SqlKind.CAST && call.operands.size() == 1) {
            return casts.cast(call);
        }
        if (call.getOperator().equals(SqlStdOperatorTable.ABS)) {
            return abs(call);
        }
        if (call.getOperator().equals(SqlStdOperatorTable.LOG10)) {
            return builder.makeCall(call.getType(), StaticMethods.operator(Numbers.class, "log10"), call.getOperands());
        }
        if (call.getKind() == SqlKind.MULTISET_VALUE_CONSTRUCTOR) {
            return call.operands.isEmpty()
                    ? builder.makeCall(call.getType(), StaticMethods.operator(Collections.class, "empty"), List.of())
                    : builder.makeCall(call.getType(), SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR, call.getOperands());
        }
        if (call.getOperator().equals(SqlStdOperatorTable.OVERLAY)
                && ArrowTypes.kind(call.getType()) == TypeKind.VARCHAR) {
            String method = call.operands.size() == 3 ? "overlay" : "overlayFor";
            return builder.makeCall(
                    call.getType(),
                    StaticMethods.operator(Strings.class, method),
                    ((RexCall) intArguments(call)).getOperands());
        }
        if (call.getOperator().equals(SqlStdOperatorTable.INITCAP)) {
            return builder.makeCall(
                    call.getType(), StaticMethods.operator(Strings.class, "initcap"), call.getOperands());
        }
        if (call.getOperator().equals(SqlStdOperatorTable.LIKE)) {
            String method = call.operands.size() == 2 ? "like" : "likeEscape";
            return builder.makeCall(call.getType(), StaticMethods.operator(Strings.class, method), call.getOperands());
        }
        if (INT_ARGUMENTS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT))) {
            return intArguments(call);
        }
        boolean decimal = ArrowTypes.kind(call.getType()) == TypeKind.DECIMAL && call.operands.size() == 2;
        return switch (call.getKind()) {
            case EQUALS, NOT_EQUALS, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> comparison(call, false);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> comparison(call, true);
            case PLUS -> decimal ? decimal(call, "plus") : call;
            case MINUS -> decimal ? decimal(call, "minus") : call;
            case TIMES -> decimal ? decimal(call, "times") : call;
            case DIVIDE -> decimal ? decimal(call, "divide") : call;
            case MOD -> decimal ? decimal(call, "modulo") : call;
            default -> call;
        };
    }

    private RexNode comparison(RexCall call, boolean ordered) {
        RexNode left = call.operands.get(0);
        RexNode right = call.operands.get(1);
        TypeKind kind = ArrowTypes.kind(left.getType());
        if (kind != ArrowTypes.kind(right.getType())) {
            return call;
        }
        if (kind == TypeKind.ARRAY || kind == TypeKind.ROW || kind == TypeKind.MAP) {
            return structures(call, left, right);
        }
        String method =
                switch (kind) {
                    case DOUBLE -> "compareDouble";
                    case REAL -> "compareReal";
                    case VARCHAR -> ordered ? "compareText" : "";
                    case UUID -> ordered ? "compareUuid" : "";
                    default -> "";
                };
        if (method.isEmpty()) {
            return call;
        }
        RexNode zero = builder.makeExactLiteral(BigDecimal.ZERO);
        if (call.getKind() == SqlKind.IS_DISTINCT_FROM || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM) {
            RexNode same = distinctness(
                    left, right, builder.makeCall(SqlStdOperatorTable.EQUALS, order(method, left, right), zero));
            return call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM
                    ? same
                    : builder.makeCall(SqlStdOperatorTable.NOT, same);
        }
        return call.clone(call.getType(), List.of(order(method, left, right), zero));
    }

    private RexNode structures(RexCall call, RexNode left, RexNode right) {
        RexNode equal = builder.makeCall(
                call.getType(), StaticMethods.operator(Collections.class, "equal"), List.of(left, right));
        return switch (call.getKind()) {
            case EQUALS -> equal;
            case NOT_EQUALS -> builder.makeCall(SqlStdOperatorTable.NOT, equal);
            default -> call;
        };
    }

    private RexNode order(String method, RexNode left, RexNode right) {
        RelDataType type = builder.getTypeFactory()
                .createTypeWithNullability(
                        builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER),
                        left.getType().isNullable() || right.getType().isNullable());
        return builder.makeCall(type, StaticMethods.operator(Comparisons.class, method), List.of(left, right));
    }

    /** Both NULL, or equal. */
    private RexNode distinctness(RexNode left, RexNode right, RexNode equal) {
        return builder.makeCall(
                SqlStdOperatorTable.CASE,
                builder.makeCall(SqlStdOperatorTable.IS_NULL, left),
                builder.makeCall(SqlStdOperatorTable.IS_NULL, right),
                builder.makeCall(SqlStdOperatorTable.IS_NULL, right),
                builder.makeLiteral(false),
                builder.makeCall(SqlStdOperatorTable.IS_TRUE, equal));
    }

    private RexNode abs(RexCall call) {
        String method =
                switch (ArrowTypes.kind(call.getType())) {
                    case TINYINT -> "absTinyint";
                    case SMALLINT -> "absSmallint";
                    case INTEGER -> "absInteger";
                    case BIGINT -> "absBigint";
                    default -> "";
                };
        return method.isEmpty()
                ? call
                : builder.makeCall(call.getType(), StaticMethods.operator(Numbers.class, method), call.getOperands());
    }

    /** Lengths and positions may be given in any exact numeric type. */
    private RexNode intArguments(RexCall call) {
        List<RexNode> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            TypeKind kind = ArrowTypes.kind(operand.getType());
            if (kind == TypeKind.BIGINT || kind == TypeKind.DECIMAL) {
                RelDataType type = builder.getTypeFactory()
                        .createTypeWithNullability(
                                builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER),
                                operand.getType().isNullable());
                operands.add(
                        builder.makeCall(type, StaticMethods.operator(Casts.class, "toInteger"), List.of(operand)));
            } else {
                operands.add(operand);
            }
        }
        return call.clone(call.getType(), operands);
    }

    private RexNode decimal(RexCall call, String method) {
        RelDataType type = call.getType();
        for (RexNode operand : call.getOperands()) {
            if (ArrowTypes.kind(operand.getType()) != TypeKind.DECIMAL) {
                return call;
            }
        }
        List<RexNode> arguments = new ArrayList<>(call.getOperands());
        arguments.add(builder.makeExactLiteral(BigDecimal.valueOf(type.getPrecision())));
        arguments.add(builder.makeExactLiteral(BigDecimal.valueOf(type.getScale())));
        return builder.makeCall(type, StaticMethods.operator(Decimals.class, method), arguments);
    }
}
