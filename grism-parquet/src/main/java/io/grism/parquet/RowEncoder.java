package io.grism.parquet;

import io.grism.exec.batch.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Tells a Parquet writer the values of rows, in the schema of {@link ParquetTypes#message}. */
final class RowEncoder {
    private final List<Field> fields;
    private final MessageType message;

    RowEncoder(Schema schema) {
        this.fields = schema.getFields();
        this.message = ParquetTypes.message(schema);
    }

    MessageType message() {
        return message;
    }

    void encode(@Nullable Object[] row, RecordConsumer to) {
        to.startMessage();
        encodeFields(fields, row, to);
        to.endMessage();
    }

    private static void encodeFields(List<Field> fields, @Nullable Object[] values, RecordConsumer to) {
        for (int i = 0; i < fields.size(); i++) {
            Object value = values[i];
            if (value != null) {
                to.startField(fields.get(i).getName(), i);
                encode(fields.get(i), value, to);
                to.endField(fields.get(i).getName(), i);
            }
        }
    }

    private static void encode(Field field, Object value, RecordConsumer to) {
        switch (TypeKind.of(field)) {
            case BOOLEAN -> to.addBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, DATE, TIME -> to.addInteger(((Number) value).intValue());
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ -> to.addLong((Long) value);
            case REAL -> to.addFloat((Float) value);
            case DOUBLE -> to.addDouble((Double) value);
            case DECIMAL -> encode((ArrowType.Decimal) field.getType(), (BigDecimal) value, to);
            case VARCHAR -> to.addBinary(Binary.fromString((String) value));
            case VARBINARY -> to.addBinary(Binary.fromConstantByteArray((byte[]) value));
            case UUID -> to.addBinary(bytes((UUID) value));
            case ARRAY -> encodeList(field.getChildren().get(0), (List<?>) value, to);
            case ROW -> {
                to.startGroup();
                encodeFields(field.getChildren(), (Object[]) value, to);
                to.endGroup();
            }
            case MAP -> encodeMap(field.getChildren().get(0).getChildren(), (Map<?, ?>) value, to);
            case INTERVAL_MONTHS, INTERVAL_MILLIS, NULL ->
                throw new IllegalStateException("not in the schema: " + field);
        }
    }

    private static void encode(ArrowType.Decimal type, BigDecimal value, RecordConsumer to) {
        BigInteger unscaled = value.unscaledValue();
        if (type.getPrecision() <= 9) {
            to.addInteger(unscaled.intValueExact());
        } else if (type.getPrecision() <= 18) {
            to.addLong(unscaled.longValueExact());
        } else {
            byte[] digits = unscaled.toByteArray();
            byte[] bytes = new byte[16];
            Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
            System.arraycopy(digits, 0, bytes, 16 - digits.length, digits.length);
            to.addBinary(Binary.fromConstantByteArray(bytes));
        }
    }

    private static Binary bytes(UUID value) {
        return Binary.fromConstantByteArray(ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array());
    }

    private static void encodeList(Field element, List<?> values, RecordConsumer to) {
        to.startGroup();
        if (!values.isEmpty()) {
            to.startField("list", 0);
            for (Object value : values) {
                to.startGroup();
                if (value != null) {
                    to.startField("element", 0);
                    encode(element, value, to);
                    to.endField("element", 0);
                }
                to.endGroup();
            }
            to.endField("list", 0);
        }
        to.endGroup();
    }

    private static void encodeMap(List<Field> entry, Map<?, ?> values, RecordConsumer to) {
        to.startGroup();
        if (!values.isEmpty()) {
            to.startField("key_value", 0);
            for (Map.Entry<?, ?> pair : values.entrySet()) {
                to.startGroup();
                to.startField("key", 0);
                encode(entry.get(0), pair.getKey(), to);
                to.endField("key", 0);
                Object value = pair.getValue();
                if (value != null) {
                    to.startField("value", 1);
                    encode(entry.get(1), value, to);
                    to.endField("value", 1);
                }
                to.endGroup();
            }
            to.endField("key_value", 0);
        }
        to.endGroup();
    }
}
