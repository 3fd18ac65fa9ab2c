package io.grism.exec.expr;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.BoxedValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** The slow twin of the kernels: one row at a time over boxed values, as the standard reads. */
final class ScalarTwin {
    private ScalarTwin() {}

    /** An error that SQL prescribes for a row. */
    static final class SqlError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SqlError(String message) {
            super(message);
        }
    }

    static @Nullable Object evaluate(Expression expression, @Nullable Object[] row, EvaluationContext context) {
        if (expression instanceof Expression.ColumnRef column) {
            return row[column.index()];
        }
        if (expression instanceof Expression.Literal literal) {
            return literal.value();
        }
        if (expression instanceof Expression.Parameter parameter) {
            return context.parameter(parameter.index());
        }
        Expression.Call call = (Expression.Call) expression;
        List<@Nullable Object> values = new java.util.ArrayList<>();
        for (Expression argument : call.arguments()) {
            values.add(evaluate(argument, row, context));
        }
        Object first = values.get(0);
        Object second = values.size() > 1 ? values.get(1) : null;
        return switch (call.function()) {
            case AND -> values.contains(false) ? (Object) false : values.contains(null) ? null : (Object) true;
            case OR -> values.contains(true) ? (Object) true : values.contains(null) ? null : (Object) false;
            case NOT -> first == null ? null : (Object) !((Boolean) first);
            case IS_NULL -> first == null;
            case IS_NOT_NULL -> first != null;
            case IS_TRUE -> first != null && (Boolean) first;
            case IS_NOT_TRUE -> first == null || !((Boolean) first);
            case IS_FALSE -> first != null && !((Boolean) first);
            case IS_NOT_FALSE -> first == null || (Boolean) first;
            case IS_NOT_DISTINCT_FROM -> BoxedValues.equal(first, second);
            case IS_DISTINCT_FROM -> !BoxedValues.equal(first, second);
            default -> values.contains(null) ? null : strict(call, first, second);
        };
    }

    private static @Nullable Object strict(Expression.Call call, @Nullable Object first, @Nullable Object second) {
        return switch (call.function()) {
            case EQUALS -> BoxedValues.compare(first, second) == 0;
            case NOT_EQUALS -> BoxedValues.compare(first, second) != 0;
            case LESS -> BoxedValues.compare(first, second) < 0;
            case LESS_OR_EQUAL -> BoxedValues.compare(first, second) <= 0;
            case GREATER -> BoxedValues.compare(first, second) > 0;
            case GREATER_OR_EQUAL -> BoxedValues.compare(first, second) >= 0;
            default -> number(call, (Number) first, (Number) second);
        };
    }

    private static Object number(Expression.Call call, @Nullable Number first, @Nullable Number second) {
        TypeKind kind = TypeKind.of(call.type());
        if (first == null) {
            throw new AssertionError();
        }
        if (kind == TypeKind.DOUBLE) {
            double a = first.doubleValue();
            double b = second == null ? 0 : second.doubleValue();
            return switch (call.function()) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> a / b;
                case MODULO -> a % b;
                case NEGATE -> -a;
                default -> a;
            };
        }
        if (kind == TypeKind.REAL) {
            float a = first.floatValue();
            float b = second == null ? 0 : second.floatValue();
            return switch (call.function()) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> a / b;
                case MODULO -> a % b;
                case NEGATE -> -a;
                default -> a;
            };
        }
        if (kind == TypeKind.DECIMAL) {
            ArrowType.Decimal type = (ArrowType.Decimal) call.type().getType();
            BigDecimal a = new BigDecimal(first.toString());
            BigDecimal b = second == null ? BigDecimal.ZERO : new BigDecimal(second.toString());
            BigDecimal result =
                    switch (call.function()) {
                        case SUBTRACT -> a.subtract(b);
                        case MULTIPLY -> a.multiply(b);
                        default -> a.add(b);
                    };
            BigDecimal rounded = result.setScale(type.getScale(), RoundingMode.HALF_UP);
            if (rounded.precision() > type.getPrecision()) {
                throw new SqlError("overflow");
            }
            return rounded;
        }
        BigInteger a = BigInteger.valueOf(first.longValue());
        BigInteger b = second == null ? BigInteger.ZERO : BigInteger.valueOf(second.longValue());
        if ((call.function() == Function.DIVIDE || call.function() == Function.MODULO) && b.signum() == 0) {
            throw new SqlError("division by zero");
        }
        BigInteger result =
                switch (call.function()) {
                    case ADD -> a.add(b);
                    case SUBTRACT -> a.subtract(b);
                    case MULTIPLY -> a.multiply(b);
                    case DIVIDE -> a.divide(b);
                    case MODULO -> a.remainder(b);
                    case NEGATE -> a.negate();
                    default -> a;
                };
        int bits =
                switch (kind) {
                    case TINYINT -> 8;
                    case SMALLINT -> 16;
                    case INTEGER -> 32;
                    default -> 64;
                };
        if (result.bitLength() >= bits) {
            throw new SqlError("overflow");
        }
        return switch (kind) {
            case TINYINT -> result.byteValue();
            case SMALLINT -> result.shortValue();
            case INTEGER -> result.intValue();
            default -> result.longValue();
        };
    }
}
