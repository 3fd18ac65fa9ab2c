package io.grism.calcite.function;

import io.grism.exec.batch.TypeKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Single values of any type in and out of vectors, boxed as Calcite's generated code has them: those of {@link TypeKind}, with {@link ByteString} for binary.
 */
final class BoxedValues {
    private BoxedValues() {}

    static @Nullable Object get(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (TypeKind.of(vector.getField())) {
            case BOOLEAN -> ((BitVector) vector).get(row) == 1;
            case TINYINT -> ((TinyIntVector) vector).get(row);
            case SMALLINT -> ((SmallIntVector) vector).get(row);
            case INTEGER -> ((IntVector) vector).get(row);
            case BIGINT -> ((BigIntVector) vector).get(row);
            case REAL -> ((Float4Vector) vector).get(row);
            case DOUBLE -> ((Float8Vector) vector).get(row);
            case DECIMAL -> ((DecimalVector) vector).getObject(row);
            case VARCHAR -> new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
            case VARBINARY -> new ByteString(((VarBinaryVector) vector).get(row));
            case DATE -> ((DateDayVector) vector).get(row);
            case TIME -> ((TimeMilliVector) vector).get(row);
            case TIMESTAMP, TIMESTAMP_TZ -> ((TimeStampVector) vector).get(row);
            case INTERVAL_MONTHS -> vector.getDataBuffer().getInt(row * 4L);
            case INTERVAL_MILLIS -> vector.getDataBuffer().getLong(row * 8L);
            case UUID -> {
                ByteBuffer bytes = ByteBuffer.wrap(((FixedSizeBinaryVector) vector).get(row));
                yield new UUID(bytes.getLong(), bytes.getLong());
            }
            case ARRAY -> list((ListVector) vector, row);
            case ROW -> {
                List<FieldVector> children = ((StructVector) vector).getChildrenFromFields();
                @Nullable Object[] values = new Object[children.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = get(children.get(i), row);
                }
                yield values;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (@Nullable Object entry : list((ListVector) vector, row)) {
                    @Nullable Object[] pair = (@Nullable Object[]) entry;
                    map.put(pair[0], pair[1]);
                }
                yield map;
            }
            case NULL -> null;
        };
    }

    static void set(FieldVector vector, int row, @Nullable Object value) {
        TypeKind kind = TypeKind.of(vector.getField());
        if (kind == TypeKind.NULL) {
            return;
        }
        if (value == null) {
            if (vector instanceof ListVector list) {
                list.startNewValue(row);
                list.endValue(row, 0);
                list.setNull(row);
            } else {
                while (vector.getValueCapacity() <= row) {
                    vector.reAlloc();
                }
                vector.setNull(row);
            }
            return;
        }
        switch (kind) {
            case BOOLEAN -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
            case TINYINT -> ((TinyIntVector) vector).setSafe(row, ((Number) value).byteValue());
            case SMALLINT -> ((SmallIntVector) vector).setSafe(row, ((Number) value).shortValue());
            case INTEGER -> ((IntVector) vector).setSafe(row, ((Number) value).intValue());
            case BIGINT -> ((BigIntVector) vector).setSafe(row, ((Number) value).longValue());
            case REAL -> ((Float4Vector) vector).setSafe(row, ((Number) value).floatValue());
            case DOUBLE -> ((Float8Vector) vector).setSafe(row, ((Number) value).doubleValue());
            case DECIMAL -> {
                DecimalVector decimals = (DecimalVector) vector;
                decimals.setSafe(
                        row, Decimals.fit(Decimals.of((Number) value), decimals.getPrecision(), decimals.getScale()));
            }
            case VARCHAR ->
                ((VarCharVector) vector).setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
            case VARBINARY ->
                ((VarBinaryVector) vector)
                        .setSafe(row, value instanceof ByteString bytes ? bytes.getBytes() : (byte[]) value);
            case DATE -> ((DateDayVector) vector).setSafe(row, ((Number) value).intValue());
            case TIME -> ((TimeMilliVector) vector).setSafe(row, ((Number) value).intValue());
            case TIMESTAMP, TIMESTAMP_TZ -> ((TimeStampVector) vector).setSafe(row, ((Number) value).longValue());
            case INTERVAL_MONTHS -> ((IntervalYearVector) vector).setSafe(row, ((Number) value).intValue());
            case INTERVAL_MILLIS -> ((DurationVector) vector).setSafe(row, ((Number) value).longValue());
            case UUID -> {
                UUID uuid = (UUID) value;
                ByteBuffer bytes = ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits());
                ((FixedSizeBinaryVector) vector).setSafe(row, bytes.array());
            }
            case ARRAY -> setList((ListVector) vector, row, (List<?>) value);
            case ROW -> setRow((StructVector) vector, row, fields(value));
            case MAP -> {
                List<Object> entries = new ArrayList<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    entries.add(new @Nullable Object[] {entry.getKey(), entry.getValue()});
                }
                setList((ListVector) vector, row, entries);
            }
            case NULL -> throw new AssertionError();
        }
    }

    private static List<@Nullable Object> list(ListVector vector, int row) {
        FieldVector elements = vector.getDataVector();
        int end = vector.getElementEndIndex(row);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = vector.getElementStartIndex(row); i < end; i++) {
            values.add(get(elements, i));
        }
        return values;
    }

    private static void setList(ListVector vector, int row, List<?> values) {
        int start = vector.startNewValue(row);
        FieldVector elements = vector.getDataVector();
        for (int i = 0; i < values.size(); i++) {
            set(elements, start + i, values.get(i));
        }
        vector.endValue(row, values.size());
    }

    private static void setRow(StructVector vector, int row, @Nullable Object[] values) {
        List<FieldVector> children = vector.getChildrenFromFields();
        for (int i = 0; i < values.length; i++) {
            set(children.get(i), row, values[i]);
        }
        while (vector.getValueCapacity() <= row) {
            vector.reAlloc();
        }
        vector.setIndexDefined(row);
    }

    /** The fields of a row value, which Calcite holds as an array or as a list. */
    static @Nullable Object[] fields(Object row) {
        return row instanceof List<?> list ? list.toArray() : (@Nullable Object[]) row;
    }
}
