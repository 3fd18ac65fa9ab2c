package io.grism.exec.codec;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A boxed value as {@link io.grism.exec.batch.TypeKind} names them, behind a byte that says which. */
final class ValueForm implements Form {
    static final ValueForm INSTANCE = new ValueForm();

    private ValueForm() {}

    @Override
    public void write(Object value, Output out) throws IOException {
        if (value instanceof Boolean flag) {
            out.data.writeByte(flag ? 'T' : 'F');
        } else if (value instanceof Byte number) {
            out.data.writeByte('b');
            out.data.writeByte(number);
        } else if (value instanceof Short number) {
            out.data.writeByte('s');
            out.data.writeShort(number);
        } else if (value instanceof Integer number) {
            out.data.writeByte('i');
            out.data.writeInt(number);
        } else if (value instanceof Long number) {
            out.data.writeByte('l');
            out.data.writeLong(number);
        } else if (value instanceof Float number) {
            out.data.writeByte('f');
            out.data.writeInt(Float.floatToRawIntBits(number));
        } else if (value instanceof Double number) {
            out.data.writeByte('d');
            out.data.writeLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof BigDecimal number) {
            out.data.writeByte('D');
            out.data.writeInt(number.scale());
            writeBytes(number.unscaledValue().toByteArray(), out);
        } else if (value instanceof String text) {
            out.data.writeByte('t');
            writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof byte[] bytes) {
            out.data.writeByte('B');
            writeBytes(bytes, out);
        } else if (value instanceof UUID id) {
            out.data.writeByte('u');
            out.data.writeLong(id.getMostSignificantBits());
            out.data.writeLong(id.getLeastSignificantBits());
        } else {
            writeNested(value, out);
        }
    }

    private void writeNested(Object value, Output out) throws IOException {
        if (value instanceof Collection<?> list) {
            out.data.writeByte('A');
            out.data.writeInt(list.size());
            for (Object element : list) {
                out.write(this, element);
            }
        } else if (value instanceof Object[] row) {
            out.data.writeByte('R');
            out.data.writeInt(row.length);
            for (Object element : row) {
                out.write(this, element);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.data.writeByte('M');
            out.data.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.write(this, entry.getKey());
                out.write(this, entry.getValue());
            }
        } else {
            throw new IllegalArgumentException("not a SQL value: " + value.getClass());
        }
    }

    private static void writeBytes(byte[] bytes, Output out) throws IOException {
        out.data.writeInt(bytes.length);
        out.data.write(bytes);
    }

    @Override
    public Object read(Input in) throws IOException {
        int tag = in.data.readByte();
        return switch (tag) {
            case 'T' -> true;
            case 'F' -> false;
            case 'b' -> in.data.readByte();
            case 's' -> in.data.readShort();
            case 'i' -> in.data.readInt();
            case 'l' -> in.data.readLong();
            case 'f' -> Float.intBitsToFloat(in.data.readInt());
            case 'd' -> Double.longBitsToDouble(in.data.readLong());
            case 'D' -> {
                int scale = in.data.readInt();
                yield new BigDecimal(new BigInteger(in.bytes()), scale);
            }
            case 't' -> new String(in.bytes(), StandardCharsets.UTF_8);
            case 'B' -> in.bytes();
            case 'u' -> new UUID(in.data.readLong(), in.data.readLong());
            case 'A' -> Collections.unmodifiableList(elements(in));
            case 'R' -> elements(in).toArray();
            case 'M' -> readMap(in);
            default -> throw new IllegalArgumentException("no SQL value has the tag " + tag);
        };
    }

    private List<@Nullable Object> elements(Input in) throws IOException {
        int size = in.data.readInt();
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(in.read(this));
        }
        return elements;
    }

    private Object readMap(Input in) throws IOException {
        int size = in.data.readInt();
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object key = in.read(this);
            map.put(key, in.read(this));
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public void describe(Description description) {
        description.add("value");
    }
}
