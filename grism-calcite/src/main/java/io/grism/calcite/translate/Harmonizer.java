package io.grism.calcite.translate;

import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites an expression so that operations mean what Grism promises: arithmetic is checked, operands of comparisons and arithmetic have one type, AND and
 * OR do not evaluate an operand that may fail when an earlier one decides.
 */
final class Harmonizer extends RexShuttle {
    private final RexBuilder builder;
    private final RelDataTypeFactory factory;

    Harmonizer(RexBuilder builder) {
        this.builder = builder;
        this.factory = builder.getTypeFactory();
    }

    @Override
    public RexNode visitCall(RexCall original) {
        RexNode visited = super.visitCall(original);
        if (!(visited instanceof RexCall call)) {
            return visited;
        }
        return switch (call.getKind()) {
            case PLUS, CHECKED_PLUS -> arithmetic(call, SqlStdOperatorTable.PLUS, SqlStdOperatorTable.CHECKED_PLUS);
            case MINUS, CHECKED_MINUS -> arithmetic(call, SqlStdOperatorTable.MINUS, SqlStdOperatorTable.CHECKED_MINUS);
            case TIMES, CHECKED_TIMES ->
                arithmetic(call, SqlStdOperatorTable.MULTIPLY, SqlStdOperatorTable.CHECKED_MULTIPLY);
            case DIVIDE, CHECKED_DIVIDE ->
                arithmetic(call, SqlStdOperatorTable.DIVIDE, SqlStdOperatorTable.CHECKED_DIVIDE);
            case MOD -> modulo(call);
            case MINUS_PREFIX, CHECKED_MINUS_PREFIX ->
                arithmetic(call, SqlStdOperatorTable.UNARY_MINUS, SqlStdOperatorTable.CHECKED_UNARY_MINUS);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM -> comparison(call);
            case CAST -> cast(call);
            case AND -> connective(call, SqlStdOperatorTable.AND, SqlStdOperatorTable.IS_FALSE);
            case OR -> connective(call, SqlStdOperatorTable.OR, SqlStdOperatorTable.IS_TRUE);
            case CASE -> nullable(call);
            default -> call;
        };
    }

    /** A CASE that may be NULL as its values may, which casts to NOT NULL hid. */
    private RexNode nullable(RexCall call) {
        List<RexNode> operands = call.getOperands();
        boolean nullable = operands.get(operands.size() - 1).getType().isNullable();
        for (int value = 1; value < operands.size(); value += 2) {
            nullable |= operands.get(value).getType().isNullable();
        }
        return nullable && !call.getType().isNullable()
                ? call.clone(builder.getTypeFactory().createTypeWithNullability(call.getType(), true), operands)
                : call;
    }

    private RexNode arithmetic(RexCall call, SqlOperator plain, SqlOperator checked) {
        RelDataType type = call.getType();
        if (SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())) {
            boolean intervals = false;
            for (RexNode operand : call.getOperands()) {
                intervals |=
                        SqlTypeName.INTERVAL_TYPES.contains(operand.getType().getSqlTypeName());
            }
            return intervals && call.getOperator().equals(plain)
                    ? builder.makeCall(type, checked, call.getOperands())
                    : call;
        }
        return switch (ArrowTypes.kind(type)) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> {
                List<RexNode> operands = castAll(call.getOperands(), type);
                yield operands == null ? call : builder.makeCall(type, checked, operands);
            }
            case REAL, DOUBLE -> {
                List<RexNode> operands = castAll(call.getOperands(), type);
                yield operands == null ? call : builder.makeCall(type, plain, operands);
            }
            case DECIMAL -> builder.makeCall(type, plain, decimals(call.getOperands()));
            default -> call;
        };
    }

    /** The remainder is computed in the wider operand's type and fits the divisor's. */
    private RexNode modulo(RexCall call) {
        RelDataType type = call.getType();
        RelDataType common = factory.leastRestrictive(RexUtil.types(call.getOperands()));
        if (common == null) {
            return call;
        }
        return switch (ArrowTypes.kind(common)) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> {
                RelDataType wide = nullable(common, type.isNullable());
                RexNode result = builder.makeCall(
                        wide,
                        SqlStdOperatorTable.MOD,
                        List.of(to(call.operands.get(0), wide), to(call.operands.get(1), wide)));
                yield cast(result, type);
            }
            case DECIMAL -> builder.makeCall(type, SqlStdOperatorTable.MOD, decimals(call.getOperands()));
            default -> call;
        };
    }

    private RexNode comparison(RexCall call) {
        RexNode left = call.operands.get(0);
        RexNode right = call.operands.get(1);
        if (!SqlTypeUtil.isNumeric(left.getType()) || !SqlTypeUtil.isNumeric(right.getType())) {
            return call;
        }
        TypeKind leftKind = ArrowTypes.kind(left.getType());
        TypeKind rightKind = ArrowTypes.kind(right.getType());
        if (leftKind == TypeKind.DECIMAL || rightKind == TypeKind.DECIMAL) {
            if (!approximate(leftKind) && !approximate(rightKind)) {
                // Decimals of different scales compare as they are; a constant takes the other's scale where it can.
                return call.clone(
                        call.getType(),
                        List.of(constantLike(left, right.getType()), constantLike(right, left.getType())));
            }
        } else if (leftKind == rightKind) {
            return call;
        }
        RelDataType common = approximate(leftKind) || approximate(rightKind)
                ? factory.createSqlType(SqlTypeName.DOUBLE)
                : leftKind.compareTo(rightKind) < 0 ? right.getType() : left.getType();
        return call.clone(call.getType(), List.of(to(left, common), to(right, common)));
    }

    private RexNode constantLike(RexNode node, RelDataType other) {
        RelDataType own = decimal(node.getType());
        RexNode value = to(node, own);
        RelDataType type = decimal(other);
        return value instanceof RexLiteral && type.getScale() >= own.getScale() && digits(type) >= digits(own)
                ? to(value, type)
                : value;
    }

    private static int digits(RelDataType decimal) {
        return decimal.getPrecision() - decimal.getScale();
    }

    private static boolean approximate(TypeKind kind) {
        return kind == TypeKind.REAL || kind == TypeKind.DOUBLE;
    }

    private RexNode cast(RexCall call) {
        RexNode operand = call.operands.get(0);
        RelDataType from = operand.getType();
        RelDataType to = call.getType();
        if (from.getSqlTypeName() == to.getSqlTypeName() && sameSize(from, to)) {
            return operand;
        }
        return call;
    }

    /** Whether a cast between types of one name changes nothing. */
    private static boolean sameSize(RelDataType from, RelDataType to) {
        return switch (ArrowTypes.kind(from)) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DATE, UUID -> true;
            case DECIMAL -> from.getScale() == to.getScale() && from.getPrecision() <= to.getPrecision();
            case VARCHAR, VARBINARY ->
                from.getPrecision() == to.getPrecision() || to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED;
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> from.getPrecision() <= to.getPrecision();
            case ARRAY -> {
                RelDataType element = from.getComponentType();
                RelDataType wanted = to.getComponentType();
                yield element != null
                        && wanted != null
                        && element.getSqlTypeName() == wanted.getSqlTypeName()
                        && sameSize(element, wanted);
            }
            default -> false;
        };
    }

    /**
     * {@code AND(a, b)} with a {@code b} that may fail: {@code CASE WHEN a IS FALSE THEN FALSE ELSE AND(a, b) END}, and the like for OR.
     */
    private RexNode connective(RexCall call, SqlOperator operator, SqlOperator decides) {
        List<RexNode> operands = call.getOperands();
        boolean risky = false;
        for (int i = 1; i < operands.size(); i++) {
            risky |= Risks.mayFail(operands.get(i));
        }
        if (!risky) {
            return call;
        }
        RexNode result = operands.get(operands.size() - 1);
        for (int i = operands.size() - 2; i >= 0; i--) {
            RexNode first = operands.get(i);
            result = builder.makeCall(
                    call.getType(),
                    SqlStdOperatorTable.CASE,
                    List.of(
                            builder.makeCall(decides, first),
                            builder.makeLiteral(operator.equals(SqlStdOperatorTable.OR)),
                            builder.makeCall(call.getType(), operator, List.of(first, result))));
        }
        return result;
    }

    private @Nullable List<RexNode> castAll(List<RexNode> operands, RelDataType type) {
        List<RexNode> cast = new ArrayList<>();
        for (RexNode operand : operands) {
            if (!SqlTypeUtil.isNumeric(operand.getType())) {
                return null;
            }
            cast.add(to(operand, type));
        }
        return cast;
    }

    private List<RexNode> decimals(List<RexNode> operands) {
        List<RexNode> cast = new ArrayList<>();
        for (RexNode operand : operands) {
            cast.add(SqlTypeUtil.isNumeric(operand.getType()) ? to(operand, decimal(operand.getType())) : operand);
        }
        return cast;
    }

    private RelDataType decimal(RelDataType type) {
        return SqlTypeUtil.isDecimal(type) ? type : factory.decimalOf(type);
    }

    /** The operand in the type, keeping its own nullability. */
    private RexNode to(RexNode operand, RelDataType type) {
        return cast(operand, nullable(type, operand.getType().isNullable()));
    }

    private RexNode cast(RexNode operand, RelDataType type) {
        RelDataType from = operand.getType();
        if (from.getSqlTypeName() == type.getSqlTypeName() && sameSize(from, type)) {
            return operand;
        }
        if (operand instanceof RexLiteral literal && !literal.isNull() && SqlTypeUtil.isNumeric(type)) {
            BigDecimal value = literal.getValueAs(BigDecimal.class);
            if (value != null
                    && SqlTypeUtil.isExactNumeric(type)
                    && value.stripTrailingZeros().scale() <= scale(type)) {
                return builder.makeExactLiteral(
                        SqlTypeUtil.isDecimal(type) ? value.setScale(scale(type)) : value, type);
            }
        }
        return builder.makeAbstractCast(type, operand, false);
    }

    private static int scale(RelDataType type) {
        return SqlTypeUtil.isDecimal(type) ? type.getScale() : 0;
    }

    private RelDataType nullable(RelDataType type, boolean nullable) {
        return factory.createTypeWithNullability(type, nullable);
    }
}
