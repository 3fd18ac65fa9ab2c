package io.grism.exec.graph;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Edge keys brought to the type of the vertex key that they refer to, exactly: a value that the other type does not have equals no key, so it becomes NULL.
 */
final class KeyConversion {
    private KeyConversion() {}

    /** Refills {@code to} with the values of {@code from}. Exact numbers and strings convert; anything else is an error. */
    static void convert(Column from, Column to) {
        to.clear();
        for (int row = 0; row < from.size(); row++) {
            Object value = from.get(row);
            to.append(value == null ? null : convert(value, from, to));
        }
    }

    private static @Nullable Object convert(Object value, Column from, Column to) {
        TypeKind kind = TypeKind.of(to.field());
        BigDecimal number = value instanceof BigDecimal decimal
                ? decimal
                : value instanceof Number n && isInteger(n) ? BigDecimal.valueOf(n.longValue()) : null;
        if (number == null) {
            throw mismatch(from, to);
        }
        return switch (kind) {
            case TINYINT -> fits(number, 7) ? (Object) number.byteValue() : null;
            case SMALLINT -> fits(number, 15) ? (Object) number.shortValue() : null;
            case INTEGER -> fits(number, 31) ? (Object) number.intValue() : null;
            case BIGINT -> fits(number, 63) ? (Object) number.longValue() : null;
            case DECIMAL -> decimal(number, (ArrowType.Decimal) to.field().getType());
            default -> throw mismatch(from, to);
        };
    }

    private static boolean isInteger(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }

    private static boolean fits(BigDecimal number, int bits) {
        if (number.stripTrailingZeros().scale() > 0) {
            return false;
        }
        BigInteger integer = number.toBigInteger();
        return integer.bitLength() <= bits;
    }

    private static @Nullable BigDecimal decimal(BigDecimal number, ArrowType.Decimal type) {
        if (number.stripTrailingZeros().scale() > type.getScale()) {
            return null;
        }
        BigDecimal scaled = number.setScale(type.getScale(), RoundingMode.UNNECESSARY);
        return scaled.precision() > type.getPrecision() ? null : scaled;
    }

    private static GrismException mismatch(Column from, Column to) {
        return new GrismException(
                ErrorCode.TYPE_MISMATCH,
                "Cannot match edge key of type " + TypeKind.of(from.field()) + " with vertex key of type "
                        + TypeKind.of(to.field()) + ". Key columns must have the same type, or both be exact numbers");
    }
}
