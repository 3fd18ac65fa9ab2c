package io.grism.parquet;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/** Reads a column of lists, structs or maps: whole values as objects, which go into a vector. */
final class NestedColumn implements ParquetColumn {
    private final MessageType schema;
    private final @Nullable String createdBy;
    private final Column values;
    private @Nullable RecordReader<@Nullable Object> reader;
    private int row;

    /** @param schema of this column alone */
    NestedColumn(MessageType schema, @Nullable String createdBy, Field wanted) {
        this.schema = schema;
        this.createdBy = createdBy;
        this.values = Columns.create(wanted);
    }

    @Override
    public void open(PageReadStore rowGroup) {
        reader = new ColumnIOFactory(createdBy).getColumnIO(schema).getRecordReader(rowGroup, new Whole(schema));
    }

    @Override
    public int row() {
        return row;
    }

    @Override
    public FieldVector read(int count, BufferAllocator allocator) {
        RecordReader<@Nullable Object> source = Objects.requireNonNull(reader);
        values.clear();
        for (row = 0; row < count; row++) {
            values.append(source.read());
        }
        return values.slice(0, count, allocator);
    }

    /** Makes the value of the one column of a record. */
    private static final class Whole extends RecordMaterializer<@Nullable Object> {
        private final StructConverter root;
        private @Nullable Object value;

        Whole(MessageType schema) {
            root = new StructConverter(schema, struct -> value = ((Object[]) struct)[0]);
        }

        @Override
        public @Nullable Object getCurrentRecord() {
            return value;
        }

        @Override
        public GroupConverter getRootConverter() {
            return root;
        }
    }

    /** A converter of one value of a type, which it gives to {@code to}. */
    private static Converter converter(Type type, Consumer<Object> to) {
        if (type.isPrimitive()) {
            return new ScalarConverter(ScalarType.of(type.asPrimitiveType()), to);
        }
        GroupType group = type.asGroupType();
        if (ParquetTypes.isList(group)) {
            return new ListConverter(group, to);
        }
        if (ParquetTypes.isMap(group)) {
            return new MapConverter(group, to);
        }
        return new StructConverter(group, to);
    }

    private static final class ScalarConverter extends PrimitiveConverter {
        private final ScalarType type;
        private final Consumer<Object> to;

        ScalarConverter(ScalarType type, Consumer<Object> to) {
            this.type = type;
            this.to = to;
        }

        @Override
        public void addBoolean(boolean value) {
            to.accept(value);
        }

        @Override
        public void addInt(int value) {
            to.accept(type.form() == ScalarType.Form.DECIMAL ? type.toDecimal(value) : type.box(type.toLong(value)));
        }

        @Override
        public void addLong(long value) {
            to.accept(type.form() == ScalarType.Form.DECIMAL ? type.toDecimal(value) : type.box(type.toLong(value)));
        }

        @Override
        public void addFloat(float value) {
            to.accept(value);
        }

        @Override
        public void addDouble(double value) {
            to.accept(value);
        }

        @Override
        public void addBinary(Binary value) {
            to.accept(
                    switch (type.form()) {
                        case DECIMAL -> type.toDecimal(value);
                        case LONG -> type.box(type.toLong(value));
                        case DOUBLE -> (Object) (float) ScalarType.toDouble(value);
                        default -> type.box(value);
                    });
        }
    }

    /** Fields of a group; a repeated one is a list. The value is an array. */
    private static final class StructConverter extends GroupConverter {
        private final Converter[] fields;
        private final boolean[] repeated;
        private final Consumer<Object> to;
        private @Nullable Object[] values = {};

        StructConverter(GroupType group, Consumer<Object> to) {
            this.to = to;
            this.fields = new Converter[group.getFieldCount()];
            this.repeated = new boolean[fields.length];
            for (int i = 0; i < fields.length; i++) {
                int index = i;
                repeated[i] = group.getType(i).isRepetition(Repetition.REPEATED);
                fields[i] = converter(group.getType(i), value -> put(index, value));
            }
        }

        @SuppressWarnings("unchecked")
        private void put(int index, Object value) {
            if (repeated[index]) {
                ((List<Object>) Objects.requireNonNull(values[index])).add(value);
            } else {
                values[index] = value;
            }
        }

        @Override
        public Converter getConverter(int index) {
            return fields[index];
        }

        @Override
        public void start() {
            values = new @Nullable Object[fields.length];
            for (int i = 0; i < fields.length; i++) {
                if (repeated[i]) {
                    values[i] = new ArrayList<>();
                }
            }
        }

        @Override
        public void end() {
            to.accept(values);
        }
    }

    private static final class ListConverter extends GroupConverter {
        private final Converter repeated;
        private final Consumer<Object> to;
        private List<@Nullable Object> list = List.of();

        ListConverter(GroupType group, Consumer<Object> to) {
            this.to = to;
            this.repeated = ParquetTypes.repeatedIsElement(group)
                    ? converter(group.getType(0), value -> list.add(value))
                    : new StructConverter(group.getType(0).asGroupType(), element -> list.add(((Object[]) element)[0]));
        }

        @Override
        public Converter getConverter(int index) {
            return repeated;
        }

        @Override
        public void start() {
            list = new ArrayList<>();
        }

        @Override
        public void end() {
            to.accept(list);
        }
    }

    private static final class MapConverter extends GroupConverter {
        private final Converter entry;
        private final Consumer<Object> to;
        private Map<@Nullable Object, @Nullable Object> map = Map.of();

        MapConverter(GroupType group, Consumer<Object> to) {
            this.to = to;
            this.entry = new StructConverter(group.getType(0).asGroupType(), pair -> {
                @Nullable Object[] both = (Object[]) pair;
                if (both[0] == null) {
                    throw new BadValueException("a map with a NULL key");
                }
                map.put(both[0], both[1]);
            });
        }

        @Override
        public Converter getConverter(int index) {
            return entry;
        }

        @Override
        public void start() {
            map = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            to.accept(map);
        }
    }

    /** Whether two types are the same but for names and nullability. */
    static boolean sameType(Field left, Field right) {
        if (TypeKind.of(left) != TypeKind.of(right)
                || !left.getType().equals(right.getType())
                || left.getChildren().size() != right.getChildren().size()) {
            return false;
        }
        for (int i = 0; i < left.getChildren().size(); i++) {
            if (!sameType(left.getChildren().get(i), right.getChildren().get(i))) {
                return false;
            }
        }
        return true;
    }
}
