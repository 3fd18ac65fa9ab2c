package io.grism.calcite.translate;

import io.grism.calcite.function.Casts;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** Replaces casts between scalar types by calls of {@link Casts}; leaves those of nested types and intervals to Calcite. */
final class GeneratedCasts {
    private final RexBuilder builder;

    GeneratedCasts(RexBuilder builder) {
        this.builder = builder;
    }

    RexNode cast(RexCall call) {
        RexNode operand = call.operands.get(0);
        RelDataType from = operand.getType();
        RelDataType to = call.getType();
        TypeKind source = ArrowTypes.kind(from);
        return switch (ArrowTypes.kind(to)) {
            case BOOLEAN ->
                source == TypeKind.VARCHAR
                        ? method(call, "textToBoolean", operand)
                        : numeric(source) ? method(call, "numberToBoolean", operand) : call;
            case TINYINT -> number(call, source, operand, "textToTinyint", "toTinyint");
            case SMALLINT -> number(call, source, operand, "textToSmallint", "toSmallint");
            case INTEGER -> number(call, source, operand, "textToInteger", "toInteger");
            case BIGINT -> number(call, source, operand, "textToBigint", "toBigint");
            case REAL -> number(call, source, operand, "textToReal", "toReal");
            case DOUBLE -> number(call, source, operand, "textToDouble", "toDouble");
            case DECIMAL -> {
                RexNode precision = constant(to.getPrecision());
                RexNode scale = constant(to.getScale());
                yield source == TypeKind.VARCHAR
                        ? method(call, "textToDecimal", operand, precision, scale)
                        : numeric(source) ? method(call, "toDecimal", operand, precision, scale) : call;
            }
            case VARCHAR -> text(call, source, operand, to);
            case VARBINARY ->
                source == TypeKind.VARCHAR && to.getSqlTypeName() == SqlTypeName.VARBINARY
                        ? method(call, "textToBinary", operand, constant(to.getPrecision()))
                        : call;
            case DATE -> source == TypeKind.VARCHAR ? method(call, "textToDate", operand) : call;
            case TIME -> {
                RexNode time = source == TypeKind.VARCHAR
                        ? method(call, "textToTime", operand)
                        : source == TypeKind.TIME ? operand : call;
                yield truncated(call, time, "truncateTime");
            }
            case TIMESTAMP -> {
                RexNode time = source == TypeKind.VARCHAR
                        ? method(call, "textToTimestamp", operand)
                        : source == TypeKind.TIMESTAMP ? operand : call;
                yield truncated(call, time, "truncateTimestamp");
            }
            case TIMESTAMP_TZ -> {
                RexNode time = source == TypeKind.VARCHAR
                        ? method(call, "textToInstant", operand)
                        : source == TypeKind.TIMESTAMP_TZ ? operand : call;
                yield truncated(call, time, "truncateTimestamp");
            }
            case UUID -> source == TypeKind.VARCHAR ? method(call, "textToUuid", operand) : call;
            case INTERVAL_MONTHS -> numeric(source) ? interval(call, "numberToMonths", operand) : call;
            case INTERVAL_MILLIS -> numeric(source) ? interval(call, "numberToMillis", operand) : call;
            case ARRAY -> elements(call, operand);
            default -> call;
        };
    }

    /** The cast of each element, in arrays of arrays of those of all; NULL stays NULL. */
    private RexNode elements(RexCall call, RexNode operand) {
        RelDataType from = operand.getType().getComponentType();
        RelDataType to = call.getType().getComponentType();
        int depth = 1;
        while (from != null
                && to != null
                && ArrowTypes.kind(from) == TypeKind.ARRAY
                && ArrowTypes.kind(to) == TypeKind.ARRAY) {
            from = from.getComponentType();
            to = to.getComponentType();
            depth++;
        }
        if (from == null || to == null) {
            return call;
        }
        RexNode element = builder.makeInputRef(from, 0);
        if (!(builder.makeAbstractCast(to, element, false) instanceof RexCall scalar)
                || !(cast(scalar) instanceof RexCall cast)
                || !(cast.getOperator() instanceof SqlUserDefinedFunction function)
                || !cast.operands.get(0).equals(element)) {
            return call;
        }
        List<RexNode> arguments = new ArrayList<>();
        arguments.add(operand);
        arguments.add(constant(depth));
        arguments.add(builder.makeLiteral(function.getName()));
        arguments.addAll(cast.operands.subList(1, cast.operands.size()));
        while (arguments.size() < 5) {
            arguments.add(constant(0));
        }
        return arguments.size() == 5 ? method(call, "elements", arguments.toArray(RexNode[]::new)) : call;
    }

    /** A number of the interval's end unit. */
    private RexNode interval(RexCall call, String method, RexNode operand) {
        BigDecimal unit = call.getType().getSqlTypeName().getEndUnit().multiplier;
        return method(call, method, operand, builder.makeExactLiteral(unit));
    }

    private RexNode text(RexCall call, TypeKind source, RexNode operand, RelDataType to) {
        boolean pad = to.getSqlTypeName() == SqlTypeName.CHAR;
        RexNode length = constant(to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED ? -1 : to.getPrecision());
        String method = textMethod(source);
        if (method == null) {
            return call;
        }
        SqlIntervalQualifier qualifier = operand.getType().getIntervalQualifier();
        RexNode text = qualifier == null
                ? method(call, method, operand, length)
                : method(call, method, operand, builder.makeLiteral(qualifier.timeUnitRange.name()), length);
        return pad ? method(call, "pad", text, length) : text;
    }

    private static @Nullable String textMethod(TypeKind source) {
        return switch (source) {
            case VARCHAR -> "textToText";
            case BOOLEAN -> "booleanToText";
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> "numberToText";
            case DATE -> "dateToText";
            case TIME -> "timeToText";
            case TIMESTAMP -> "timestampToText";
            case TIMESTAMP_TZ -> "instantToText";
            case UUID -> "uuidToText";
            case VARBINARY -> "binaryToText";
            case INTERVAL_MONTHS -> "monthsToText";
            case INTERVAL_MILLIS -> "millisToText";
            default -> null;
        };
    }

    private RexNode number(RexCall call, TypeKind source, RexNode operand, String fromText, String fromNumber) {
        return source == TypeKind.VARCHAR
                ? method(call, fromText, operand)
                : numeric(source) ? method(call, fromNumber, operand) : call;
    }

    private RexNode truncated(RexCall call, RexNode value, String method) {
        return call.getType().getPrecision() >= 3
                ? value
                : method(call, method, value, constant(call.getType().getPrecision()));
    }

    private static boolean numeric(TypeKind kind) {
        return kind.compareTo(TypeKind.TINYINT) >= 0 && kind.compareTo(TypeKind.DECIMAL) <= 0;
    }

    private RexNode constant(int value) {
        return builder.makeExactLiteral(BigDecimal.valueOf(value));
    }

    private RexNode method(RexCall call, String name, RexNode... arguments) {
        List<RexNode> list = new ArrayList<>(List.of(arguments));
        return builder.makeCall(call.getType(), StaticMethods.operator(Casts.class, name), list);
    }
}
