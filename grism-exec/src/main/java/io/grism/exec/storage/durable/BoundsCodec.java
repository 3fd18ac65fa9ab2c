package io.grism.exec.storage.durable;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The least and the greatest value of a page, as bytes. */
final class BoundsCodec {
    private static final int BOUNDS = 2;

    private BoundsCodec() {}

    static void encode(Encoder out, @Nullable Column bounds) {
        out.putByte(bounds == null ? 0 : 1);
        for (int i = 0; bounds != null && i < BOUNDS; i++) {
            Object value = bounds.get(i);
            if (value == null) {
                throw new IllegalArgumentException("a bound that is null");
            }
            encode(out, TypeKind.of(bounds.field()), value);
        }
    }

    static @Nullable Column decode(Decoder in, Field field) {
        if (in.getByte() == 0) {
            return null;
        }
        Column bounds = Columns.create(field);
        for (int i = 0; i < BOUNDS; i++) {
            bounds.append(decodeValue(in, field));
        }
        return bounds;
    }

    private static void encode(Encoder out, TypeKind kind, Object value) {
        switch (kind) {
            case BOOLEAN -> out.putByte((Boolean) value ? 1 : 0);
            case TINYINT -> out.putByte((Byte) value);
            case SMALLINT -> out.putInt((Short) value);
            case INTEGER, DATE, TIME, INTERVAL_MONTHS -> out.putInt((Integer) value);
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS -> out.putLong((Long) value);
            case REAL -> out.putInt(Float.floatToRawIntBits((Float) value));
            case DOUBLE -> out.putLong(Double.doubleToRawLongBits((Double) value));
            case DECIMAL -> out.putBytes(((BigDecimal) value).unscaledValue().toByteArray());
            case VARCHAR -> out.putString((String) value);
            case VARBINARY -> out.putBytes((byte[]) value);
            case UUID -> {
                out.putLong(((UUID) value).getMostSignificantBits());
                out.putLong(((UUID) value).getLeastSignificantBits());
            }
            case ARRAY, ROW, MAP, NULL -> throw new IllegalArgumentException("no order: " + kind);
        }
    }

    private static Object decodeValue(Decoder in, Field field) {
        return switch (TypeKind.of(field)) {
            case BOOLEAN -> in.getByte() != 0;
            case TINYINT -> (byte) in.getByte();
            case SMALLINT -> (short) in.getInt();
            case INTEGER, DATE, TIME, INTERVAL_MONTHS -> in.getInt();
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS -> in.getLong();
            case REAL -> Float.intBitsToFloat(in.getInt());
            case DOUBLE -> Double.longBitsToDouble(in.getLong());
            case DECIMAL -> decimal(in, (ArrowType.Decimal) field.getType());
            case VARCHAR -> in.getString();
            case VARBINARY -> in.getBytes();
            case UUID -> new UUID(in.getLong(), in.getLong());
            case ARRAY, ROW, MAP, NULL -> throw in.corrupted("it has bounds of a type without order");
        };
    }

    private static BigDecimal decimal(Decoder in, ArrowType.Decimal type) {
        byte[] unscaled = in.getBytes();
        if (unscaled.length == 0 || unscaled.length > type.getBitWidth() / Byte.SIZE) {
            throw in.corrupted("it has a decimal number that is none");
        }
        return new BigDecimal(new BigInteger(unscaled), type.getScale());
    }
}
