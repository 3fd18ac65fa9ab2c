package io.grism.calcite.translate;

import io.grism.calcite.function.Casts;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** From Calcite's literals to the boxed values of {@link TypeKind}. */
public final class RexLiterals {
    private RexLiterals() {}

    /** The boxed value of a literal as its type's kind names it, null for NULL. */
    public static @Nullable Object value(RexLiteral literal) {
        return value(literal, literal.getType());
    }

    /** The boxed value of a literal, as a value of another type that holds it. */
    public static @Nullable Object value(RexLiteral literal, RelDataType type) {
        if (literal.isNull()) {
            return null;
        }
        return switch (ArrowTypes.kind(type)) {
            case BOOLEAN -> literal.getValueAs(Boolean.class);
            case TINYINT -> decimal(literal).byteValueExact();
            case SMALLINT -> decimal(literal).shortValueExact();
            case INTEGER -> decimal(literal).intValueExact();
            case BIGINT -> decimal(literal).longValueExact();
            case REAL -> Casts.toReal(literal.getValueAs(Double.class));
            case DOUBLE -> literal.getValueAs(Double.class);
            case DECIMAL -> decimal(literal).setScale(type.getScale(), RoundingMode.HALF_UP);
            case VARCHAR -> literal.getValueAs(String.class);
            case VARBINARY -> literal.getValueAs(byte[].class);
            case DATE ->
                literal.getValue() instanceof DateString date
                        ? Integer.valueOf(date.getDaysSinceEpoch())
                        : literal.getValueAs(Integer.class);
            case TIME ->
                literal.getValue() instanceof TimeString time
                        ? Integer.valueOf(time.getMillisOfDay())
                        : literal.getValueAs(Integer.class);
            case TIMESTAMP, TIMESTAMP_TZ ->
                literal.getValue() instanceof TimestampString timestamp
                        ? Long.valueOf(timestamp.getMillisSinceEpoch())
                        : literal.getValueAs(Long.class);
            case INTERVAL_MONTHS -> decimal(literal).intValueExact();
            case INTERVAL_MILLIS -> decimal(literal).longValueExact();
            case UUID -> UUID.fromString(literal.getValueAs(String.class));
            case ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (Object element : literal.getValueAs(List.class)) {
                    values.add(value((RexLiteral) element, type.getComponentType()));
                }
                yield values;
            }
            case ROW -> {
                List<?> fields = literal.getValueAs(List.class);
                @Nullable Object[] values = new Object[fields.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(
                            (RexLiteral) fields.get(i),
                            type.getFieldList().get(i).getType());
                }
                yield values;
            }
            case MAP, NULL -> null;
        };
    }

    private static BigDecimal decimal(RexLiteral literal) {
        return literal.getValueAs(BigDecimal.class);
    }
}
