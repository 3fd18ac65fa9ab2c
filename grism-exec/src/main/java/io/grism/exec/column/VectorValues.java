package io.grism.exec.column;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Single values of any vector, boxed as {@link io.grism.exec.batch.TypeKind} names them: for rows at the edges and for nested types.
 * Slow; loops over flat types read memory instead.
 */
public final class VectorValues {
    private VectorValues() {}

    /** The value at an index, or null. */
    public static @Nullable Object get(ValueVector vector, int index) {
        if (vector instanceof NullVector || vector.isNull(index)) {
            return null;
        }
        return switch (vector.getMinorType()) {
            case BIT -> ((BitVector) vector).get(index) != 0;
            case TINYINT -> MemoryUtil.getByte(data(vector) + index);
            case SMALLINT -> MemoryUtil.getShort(data(vector) + 2L * index);
            case INT, DATEDAY, TIMEMILLI, INTERVALYEAR -> MemoryUtil.getInt(data(vector) + 4L * index);
            case BIGINT, TIMESTAMPMILLI, TIMESTAMPMILLITZ, DURATION -> MemoryUtil.getLong(data(vector) + 8L * index);
            case FLOAT4 -> Float.intBitsToFloat(MemoryUtil.getInt(data(vector) + 4L * index));
            case FLOAT8 -> Double.longBitsToDouble(MemoryUtil.getLong(data(vector) + 8L * index));
            case DECIMAL -> {
                long at = data(vector) + 16L * index;
                yield BoxedValues.decimal(
                        MemoryUtil.getLong(at + 8), MemoryUtil.getLong(at), ((DecimalVector) vector).getScale());
            }
            case VARCHAR -> new String(bytes((FieldVector) vector, index), StandardCharsets.UTF_8);
            case VARBINARY -> bytes((FieldVector) vector, index);
            case FIXEDSIZEBINARY -> {
                long at = data(vector) + 16L * index;
                yield new UUID(
                        Long.reverseBytes(MemoryUtil.getLong(at)), Long.reverseBytes(MemoryUtil.getLong(at + 8)));
            }
            case LIST -> list((ListVector) vector, index);
            case MAP -> map((MapVector) vector, index);
            case STRUCT -> row((StructVector) vector, index);
            default -> throw unsupported(vector);
        };
    }

    private static long data(ValueVector vector) {
        return ((FieldVector) vector).getDataBufferAddress();
    }

    private static byte[] bytes(FieldVector vector, int index) {
        long ends = vector.getOffsetBufferAddress() + 4L * index;
        int start = MemoryUtil.getInt(ends);
        byte[] bytes = new byte[MemoryUtil.getInt(ends + 4) - start];
        Raw.read(vector.getDataBufferAddress() + start, bytes, 0, bytes.length);
        return bytes;
    }

    private static List<@Nullable Object> list(ListVector vector, int index) {
        int start = vector.getElementStartIndex(index);
        int end = vector.getElementEndIndex(index);
        List<@Nullable Object> values = new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            values.add(get(vector.getDataVector(), i));
        }
        return values;
    }

    private static Map<@Nullable Object, @Nullable Object> map(MapVector vector, int index) {
        int start = vector.getElementStartIndex(index);
        int end = vector.getElementEndIndex(index);
        StructVector entries = (StructVector) vector.getDataVector();
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = start; i < end; i++) {
            values.put(get(entries.getChildByOrdinal(0), i), get(entries.getChildByOrdinal(1), i));
        }
        return values;
    }

    private static @Nullable Object[] row(StructVector vector, int index) {
        @Nullable Object[] values = new @Nullable Object[vector.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(vector.getChildByOrdinal(i), index);
        }
        return values;
    }

    /**
     * Writes a boxed value or null, making room where needed. Vectors with offsets (strings, arrays, maps) are written in ascending order of
     * index; whoever fills a vector sets its value count at the end.
     */
    public static void set(FieldVector vector, int index, @Nullable Object value) {
        if (vector instanceof NullVector) {
            if (value != null) {
                throw new IllegalArgumentException("a vector of type NULL holds no value");
            }
            return;
        }
        if (vector instanceof BaseVariableWidthVector bytes) {
            setBytes(bytes, index, value);
            return;
        }
        while (index >= vector.getValueCapacity()) {
            vector.reAlloc();
        }
        if (value == null) {
            setNull(vector, index);
            return;
        }
        switch (vector.getMinorType()) {
            case BIT -> {
                ((BitVector) vector).set(index, (Boolean) value ? 1 : 0);
                return;
            }
            case LIST -> {
                setList((ListVector) vector, index, elements(value));
                return;
            }
            case MAP -> {
                setMap((MapVector) vector, index, (Map<?, ?>) value);
                return;
            }
            case STRUCT -> {
                setRow((StructVector) vector, index, elements(value));
                return;
            }
            default -> {}
        }
        long at = vector.getDataBufferAddress();
        switch (vector.getMinorType()) {
            case TINYINT -> MemoryUtil.putByte(at + index, BoxedValues.toByte(value));
            case SMALLINT -> MemoryUtil.putShort(at + 2L * index, BoxedValues.toShort(value));
            case INT, DATEDAY, TIMEMILLI, INTERVALYEAR -> MemoryUtil.putInt(at + 4L * index, BoxedValues.toInt(value));
            case BIGINT, TIMESTAMPMILLI, TIMESTAMPMILLITZ, DURATION ->
                MemoryUtil.putLong(at + 8L * index, BoxedValues.toLong(value));
            case FLOAT4 -> MemoryUtil.putInt(at + 4L * index, Float.floatToRawIntBits(((Number) value).floatValue()));
            case FLOAT8 ->
                MemoryUtil.putLong(at + 8L * index, Double.doubleToRawLongBits(((Number) value).doubleValue()));
            case DECIMAL -> {
                DecimalVector decimals = (DecimalVector) vector;
                BigInteger unscaled = BoxedValues.unscaled(value, decimals.getPrecision(), decimals.getScale());
                MemoryUtil.putLong(at + 16L * index, unscaled.longValue());
                MemoryUtil.putLong(at + 16L * index + 8, unscaled.shiftRight(64).longValue());
            }
            case FIXEDSIZEBINARY -> {
                UUID uuid = (UUID) value;
                MemoryUtil.putLong(at + 16L * index, Long.reverseBytes(uuid.getMostSignificantBits()));
                MemoryUtil.putLong(at + 16L * index + 8, Long.reverseBytes(uuid.getLeastSignificantBits()));
            }
            default -> throw unsupported(vector);
        }
        Raw.setBit(vector.getValidityBufferAddress(), index);
    }

    private static void setBytes(BaseVariableWidthVector vector, int index, @Nullable Object value) {
        if (value == null) {
            while (index >= vector.getValueCapacity()) {
                vector.reallocValidityAndOffsetBuffers();
            }
            vector.setNull(index);
            return;
        }
        byte[] bytes = value instanceof byte[] binary ? binary : ((String) value).getBytes(StandardCharsets.UTF_8);
        vector.setSafe(index, bytes);
    }

    private static void setNull(FieldVector vector, int index) {
        if (vector instanceof BaseFixedWidthVector) {
            vector.setNull(index);
        } else if (vector instanceof ListVector list) {
            list.setNull(index);
        } else if (vector instanceof StructVector struct) {
            for (FieldVector child : struct.getChildrenFromFields()) {
                set(child, index, null);
            }
            struct.setNull(index);
        } else {
            throw unsupported(vector);
        }
    }

    private static Collection<?> elements(Object value) {
        return value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value;
    }

    private static void setList(ListVector vector, int index, Collection<?> values) {
        int at = vector.startNewValue(index);
        FieldVector elements = vector.getDataVector();
        for (Object value : values) {
            set(elements, at++, value);
        }
        vector.endValue(index, values.size());
    }

    private static void setMap(MapVector vector, int index, Map<?, ?> values) {
        int at = vector.startNewValue(index);
        StructVector entries = (StructVector) vector.getDataVector();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            set(entries, at++, Arrays.asList(entry.getKey(), entry.getValue()));
        }
        vector.endValue(index, values.size());
    }

    private static void setRow(StructVector vector, int index, Collection<?> values) {
        List<FieldVector> children = vector.getChildrenFromFields();
        if (values.size() != children.size()) {
            throw new IllegalArgumentException(
                    "a row of " + values.size() + " values for a type of " + children.size() + " fields");
        }
        int i = 0;
        for (Object value : values) {
            set(children.get(i++), index, value);
        }
        vector.setIndexDefined(index);
    }

    private static IllegalArgumentException unsupported(ValueVector vector) {
        return new IllegalArgumentException("no SQL type for Arrow type " + vector.getMinorType());
    }
}
