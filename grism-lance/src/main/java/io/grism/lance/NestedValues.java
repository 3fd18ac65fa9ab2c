package io.grism.lance;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.VectorValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, rows and maps as bytes, one value each: for every value within a byte that is 0 for NULL, else 1, and then what its type needs, numbers big-endian, lengths before what has them. Lance 2.1 has types
 * like these, but its reader ends the process on some of the files that its writer makes of them.
 */
final class NestedValues {
    private NestedValues() {}

    static boolean isNested(Field field) {
        return switch (TypeKind.of(field)) {
            case ARRAY, ROW, MAP -> true;
            default -> false;
        };
    }

    /** The values of a vector as bytes. */
    static FieldVector encode(Field stored, FieldVector vector, BufferAllocator allocator) throws IOException {
        VarBinaryVector bytes = (VarBinaryVector) stored.createVector(allocator);
        try {
            ByteArrayOutputStream buffer = new ByteArrayOutputStream();
            bytes.allocateNew();
            for (int i = 0; i < vector.getValueCount(); i++) {
                Object value = VectorValues.get(vector, i);
                if (value != null) {
                    buffer.reset();
                    write(new DataOutputStream(buffer), vector.getField(), value);
                    bytes.setSafe(i, buffer.toByteArray());
                }
            }
            bytes.setValueCount(vector.getValueCount());
            return bytes;
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** A vector of the values that {@link #encode} has written. */
    static FieldVector decode(Field field, FieldVector stored, BufferAllocator allocator) throws IOException {
        VarBinaryVector bytes = (VarBinaryVector) stored;
        FieldVector vector = field.createVector(allocator);
        try {
            vector.allocateNew();
            for (int i = 0; i < bytes.getValueCount(); i++) {
                VectorValues.set(
                        vector,
                        i,
                        bytes.isNull(i)
                                ? null
                                : read(new DataInputStream(new ByteArrayInputStream(bytes.get(i))), field));
            }
            vector.setValueCount(bytes.getValueCount());
            return vector;
        } catch (IOException | RuntimeException e) {
            vector.close();
            throw e;
        }
    }

    private static void write(DataOutputStream out, Field field, @Nullable Object value) throws IOException {
        out.writeByte(value == null ? 0 : 1);
        if (value == null) {
            return;
        }
        switch (TypeKind.of(field)) {
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case TINYINT -> out.writeByte((Byte) value);
            case SMALLINT -> out.writeShort((Short) value);
            case INTEGER, DATE, TIME, INTERVAL_MONTHS -> out.writeInt((Integer) value);
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS -> out.writeLong((Long) value);
            case REAL -> out.writeInt(Float.floatToRawIntBits((Float) value));
            case DOUBLE -> out.writeLong(Double.doubleToRawLongBits((Double) value));
            case DECIMAL -> writeBytes(out, ((BigDecimal) value).unscaledValue().toByteArray());
            case VARCHAR -> writeBytes(out, ((String) value).getBytes(StandardCharsets.UTF_8));
            case VARBINARY -> writeBytes(out, (byte[]) value);
            case UUID -> {
                out.writeLong(((UUID) value).getMostSignificantBits());
                out.writeLong(((UUID) value).getLeastSignificantBits());
            }
            case ARRAY -> {
                List<?> elements = (List<?>) value;
                out.writeInt(elements.size());
                for (Object element : elements) {
                    write(out, field.getChildren().get(0), element);
                }
            }
            case ROW -> {
                Object[] values = (Object[]) value;
                for (int i = 0; i < values.length; i++) {
                    write(out, field.getChildren().get(i), values[i]);
                }
            }
            case MAP -> {
                List<Field> entry = field.getChildren().get(0).getChildren();
                Map<?, ?> entries = (Map<?, ?>) value;
                out.writeInt(entries.size());
                for (Map.Entry<?, ?> each : entries.entrySet()) {
                    write(out, entry.get(0), each.getKey());
                    write(out, entry.get(1), each.getValue());
                }
            }
            case NULL -> throw new IllegalArgumentException("a value of type NULL");
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable Object read(DataInputStream in, Field field) throws IOException {
        if (in.readByte() == 0) {
            return null;
        }
        return switch (TypeKind.of(field)) {
            case BOOLEAN -> in.readBoolean();
            case TINYINT -> in.readByte();
            case SMALLINT -> in.readShort();
            case INTEGER, DATE, TIME, INTERVAL_MONTHS -> in.readInt();
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS -> in.readLong();
            case REAL -> Float.intBitsToFloat(in.readInt());
            case DOUBLE -> Double.longBitsToDouble(in.readLong());
            case DECIMAL ->
                new BigDecimal(new BigInteger(readBytes(in)), ((ArrowType.Decimal) field.getType()).getScale());
            case VARCHAR -> new String(readBytes(in), StandardCharsets.UTF_8);
            case VARBINARY -> readBytes(in);
            case UUID -> new UUID(in.readLong(), in.readLong());
            case ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    elements.add(read(in, field.getChildren().get(0)));
                }
                yield elements;
            }
            case ROW -> {
                @Nullable
                Object[] values = new @Nullable Object[field.getChildren().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = read(in, field.getChildren().get(i));
                }
                yield values;
            }
            case MAP -> {
                List<Field> entry = field.getChildren().get(0).getChildren();
                Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    Object key = read(in, entry.get(0));
                    entries.put(key, read(in, entry.get(1)));
                }
                yield entries;
            }
            case NULL -> throw new IOException("a value of type NULL");
        };
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length + " where " + in.available() + " bytes are left");
        }
        return in.readNBytes(length);
    }
}
