package io.grism.exec.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One of the records of a sealed family: its number, then itself. */
final class SealedForm implements Form {
    private final Class<?> family;
    private final List<Class<?>> records;
    private final Map<Class<?>, Integer> numbers;

    SealedForm(Class<?> family) {
        this.family = family;
        List<Class<?>> found = new ArrayList<>();
        collect(family, found);
        found.sort(Comparator.comparing(Class::getName));
        this.records = List.copyOf(found);
        this.numbers = IntStream.range(0, found.size()).boxed().collect(Collectors.toMap(found::get, number -> number));
    }

    private static void collect(Class<?> type, List<Class<?>> found) {
        if (type.isRecord()) {
            found.add(type);
        } else if (type.isSealed()) {
            for (Class<?> next : type.getPermittedSubclasses()) {
                collect(next, found);
            }
        } else {
            throw new IllegalArgumentException("neither record nor sealed: " + type);
        }
    }

    @Override
    public void write(Object value, Output out) throws IOException {
        Integer number = numbers.get(value.getClass());
        if (number == null) {
            throw new IllegalArgumentException(value.getClass() + " is none of " + family);
        }
        out.data.writeInt(number);
        Forms.of(value.getClass()).write(value, out);
    }

    @Override
    public Object read(Input in) throws IOException {
        return Forms.of(records.get(in.data.readInt())).read(in);
    }

    @Override
    public void describe(Description description) {
        if (description.open(family)) {
            for (Class<?> record : records) {
                Forms.of(record).describe(description);
            }
        }
    }
}
