package io.grism.exec.codec;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** A record: its components in order. Reading it checks it as its constructor does. */
final class RecordForm implements Form {
    private final Class<?> type;
    private volatile @Nullable Shape shape;

    RecordForm(Class<?> type) {
        this.type = type;
    }

    private record Shape(RecordComponent[] components, Form[] forms, Constructor<?> constructor) {}

    /** Found when it is first needed, since records contain one another. */
    private Shape shape() {
        Shape known = shape;
        if (known == null) {
            known = find();
            shape = known;
        }
        return known;
    }

    private Shape find() {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Form[] forms = new Form[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            forms[i] = Forms.of(components[i].getGenericType());
            components[i].getAccessor().setAccessible(true);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new Shape(components, forms, constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    @Override
    public void write(Object value, Output out) throws IOException {
        Shape known = shape();
        for (int i = 0; i < known.forms.length; i++) {
            out.write(known.forms[i], component(known.components[i], value));
        }
    }

    private static @Nullable Object component(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    @Override
    public Object read(Input in) throws IOException {
        Shape known = shape();
        @Nullable Object[] values = new @Nullable Object[known.forms.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.read(known.forms[i]);
        }
        try {
            return known.constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    @Override
    public void describe(Description description) {
        if (description.open(type)) {
            Shape known = shape();
            for (int i = 0; i < known.forms.length; i++) {
                description.add(known.components[i].getName());
                known.forms[i].describe(description);
            }
        }
    }
}
