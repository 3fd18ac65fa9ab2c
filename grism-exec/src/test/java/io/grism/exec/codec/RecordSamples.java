package io.grism.exec.codec;

import io.grism.exec.test.Samples;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Random values of records, whatever their components are, within what their constructors allow. */
final class RecordSamples {
    private final Random random;

    RecordSamples(Random random) {
        this.random = random;
    }

    /** A record of this type; families of records end at a leaf after {@code depth} levels. */
    Object record(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            boolean nullable = Arrays.stream(components[i].getAnnotatedType().getAnnotations())
                    .anyMatch(annotation -> annotation.annotationType() == Nullable.class);
            values[i] = nullable && random.nextBoolean() ? null : value(components[i].getGenericType(), depth);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private Object value(Type type, int depth) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            // What has a least number of elements wants two; a plan does not grow without end.
            int size = 2 + random.nextInt(2);
            if (generic.getRawType() == List.class) {
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    list.add(value(arguments[0], depth));
                }
                return list;
            }
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(value(arguments[0], depth), value(arguments[1], depth));
            }
            return map;
        }
        Class<?> of = (Class<?>) type;
        if (of.isRecord()) {
            return record(of, depth);
        } else if (of.isEnum()) {
            return of.getEnumConstants()[random.nextInt(of.getEnumConstants().length)];
        } else if (of.isSealed()) {
            return member(of, depth);
        }
        return plain(of);
    }

    /** A record of a family: at the end of the depth one that has no member of the family. */
    private Object member(Class<?> family, int depth) {
        List<Class<?>> records = new ArrayList<>();
        for (Class<?> type : family.getPermittedSubclasses()) {
            if (depth > 0 || !contains(type, family)) {
                records.add(type);
            }
        }
        return record(records.get(random.nextInt(records.size())), depth - 1);
    }

    private static boolean contains(Class<?> record, Class<?> family) {
        return Arrays.stream(record.getRecordComponents())
                .anyMatch(component -> component.getGenericType().getTypeName().contains(family.getName()));
    }

    private Object plain(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return random.nextInt(100);
        } else if (type == long.class || type == Long.class) {
            return random.nextLong();
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return "text \u00e9 " + random.nextInt(10);
        } else if (type == Field.class) {
            return field();
        } else if (type == Schema.class) {
            TreeSet<String> names = new TreeSet<>();
            return new Schema(List.of(field(), field()).stream()
                    .filter(field -> names.add(field.getName()))
                    .toList());
        } else if (type == Object.class) {
            // Arrays are not equal to their copies.
            Object[] values = {(byte) 1, (short) 2, 3, 4L, 5f, Double.NaN, true, "x", List.of(1, "y"), Map.of("k", 2L)};
            return values[random.nextInt(values.length)];
        }
        throw new IllegalArgumentException("no sample of " + type);
    }

    private Field field() {
        List<Field> fields = Samples.allFields();
        return fields.get(random.nextInt(fields.size()));
    }
}
