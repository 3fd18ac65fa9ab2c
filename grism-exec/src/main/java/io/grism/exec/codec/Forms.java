package io.grism.exec.codec;

import io.grism.exec.graph.GraphTables;
import io.grism.exec.plan.PlanNode.StageInputNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Finds the forms of types: records, sealed families of them, enums, lists, maps, and the few classes that they are made of. */
final class Forms {
    private static final Map<Type, Form> KNOWN = new ConcurrentHashMap<>();

    /** Come often, or are one object in two places. */
    private static final Set<Class<?>> SHARED =
            Set.of(String.class, Schema.class, Field.class, GraphTables.class, StageInputNode.class);

    private Forms() {}

    static Form of(Type type) {
        Form known = KNOWN.get(type);
        if (known == null) {
            known = make(type);
            KNOWN.put(type, known);
        }
        return known;
    }

    private static Form make(Type type) {
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new ListForm(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class) {
                return new MapForm(of(arguments[0]), of(arguments[1]));
            }
        }
        if (type instanceof Class<?> of) {
            Form form = ofClass(of);
            return SHARED.contains(of) ? new SharedForm(form) : form;
        }
        throw new IllegalArgumentException("no form for " + type);
    }

    private static Form ofClass(Class<?> type) {
        if (type.isRecord()) {
            return new RecordForm(type);
        } else if (type.isEnum()) {
            return new EnumForm(type);
        } else if (type.isSealed()) {
            return new SealedForm(type);
        } else if (type == Object.class || type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return ValueForm.INSTANCE;
        } else if (type == Boolean.class) {
            return ValueForm.INSTANCE;
        } else if (type == String.class || type == byte[].class) {
            return new BytesForm(type);
        } else if (type == Schema.class || type == Field.class) {
            return new SchemaForm(type);
        }
        throw new IllegalArgumentException("no form for " + type);
    }

    private record ListForm(Form element) implements Form {
        @Override
        public void write(Object value, Output out) throws IOException {
            List<?> list = (List<?>) value;
            out.data.writeInt(list.size());
            for (Object item : list) {
                out.write(element, item);
            }
        }

        @Override
        public Object read(Input in) throws IOException {
            int size = in.data.readInt();
            List<@Nullable Object> list = new ArrayList<>(Math.min(size, 1 << 16));
            for (int i = 0; i < size; i++) {
                list.add(in.read(element));
            }
            return Collections.unmodifiableList(list);
        }

        @Override
        public void describe(Description description) {
            description.add("list");
            element.describe(description);
        }
    }

    private record MapForm(Form key, Form element) implements Form {
        @Override
        public void write(Object value, Output out) throws IOException {
            Map<?, ?> map = (Map<?, ?>) value;
            out.data.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.write(key, entry.getKey());
                out.write(element, entry.getValue());
            }
        }

        @Override
        public Object read(Input in) throws IOException {
            int size = in.data.readInt();
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(in.read(key), in.read(element));
            }
            return Collections.unmodifiableMap(map);
        }

        @Override
        public void describe(Description description) {
            description.add("map");
            key.describe(description);
            element.describe(description);
        }
    }

    private record SharedForm(Form form) implements Form {
        @Override
        public void write(Object value, Output out) throws IOException {
            out.share(form, value);
        }

        @Override
        public Object read(Input in) throws IOException {
            return in.share(form);
        }

        @Override
        public void describe(Description description) {
            description.add("shared");
            form.describe(description);
        }
    }

    private record EnumForm(Class<?> type) implements Form {
        @Override
        public void write(Object value, Output out) throws IOException {
            out.data.writeInt(((Enum<?>) value).ordinal());
        }

        @Override
        public Object read(Input in) throws IOException {
            return type.getEnumConstants()[in.data.readInt()];
        }

        @Override
        public void describe(Description description) {
            if (description.open(type)) {
                for (Object constant : type.getEnumConstants()) {
                    description.add(((Enum<?>) constant).name());
                }
            }
        }
    }

    /** Text as UTF-8, or bytes as they are. */
    private record BytesForm(Class<?> type) implements Form {
        @Override
        public void write(Object value, Output out) throws IOException {
            byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
            out.data.writeInt(bytes.length);
            out.data.write(bytes);
        }

        @Override
        public Object read(Input in) throws IOException {
            byte[] bytes = in.bytes();
            return type == String.class ? new String(bytes, StandardCharsets.UTF_8) : bytes;
        }

        @Override
        public void describe(Description description) {
            description.add(type.getSimpleName());
        }
    }

    /** A schema, or a field as the schema of it, as Arrow writes them. */
    private record SchemaForm(Class<?> type) implements Form {
        @Override
        public void write(Object value, Output out) throws IOException {
            Schema schema = value instanceof Field field ? new Schema(List.of(field)) : (Schema) value;
            byte[] bytes = schema.serializeAsMessage();
            out.data.writeInt(bytes.length);
            out.data.write(bytes);
        }

        @Override
        public Object read(Input in) throws IOException {
            Schema schema = Schema.deserializeMessage(ByteBuffer.wrap(in.bytes()));
            return type == Field.class ? schema.getFields().get(0) : schema;
        }

        @Override
        public void describe(Description description) {
            description.add(type.getSimpleName());
        }
    }
}
