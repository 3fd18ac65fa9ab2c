package io.grism.lance;

import io.grism.exec.batch.TypeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The schema in which a table lies in files: its columns in order, under {@link StoredNames}, with types that Lance reads back safely. An interval of months is an integer of the same buffers, nested values are
 * {@link NestedValues}; all other types are the same.
 */
final class StoredSchema {
    private final Schema schema;

    private StoredSchema(Schema schema) {
        this.schema = schema;
    }

    static StoredSchema of(Schema table) {
        List<String> names = StoredNames.of(table.getFields());
        List<Field> stored = new ArrayList<>();
        for (Field field : table.getFields()) {
            ArrowType type =
                    switch (TypeKind.of(field)) {
                        case ARRAY, ROW, MAP -> ArrowType.Binary.INSTANCE;
                        case INTERVAL_MONTHS -> TypeKind.INTEGER.arrowType();
                        default -> field.getType();
                    };
            stored.add(new Field(names.get(stored.size()), FieldType.nullable(type), null));
        }
        return new StoredSchema(new Schema(stored));
    }

    Schema schema() {
        return schema;
    }

    Field field(int ordinal) {
        return schema.getFields().get(ordinal);
    }

    /** A column of the table as it is stored; {@code vector} stays the caller's. */
    FieldVector store(int ordinal, FieldVector vector) throws IOException {
        return NestedValues.isNested(vector.getField())
                ? NestedValues.encode(field(ordinal), vector, vector.getAllocator())
                : as(field(ordinal), vector, vector.getAllocator());
    }

    /** A stored column as one of the table; {@code stored} stays the caller's. */
    static FieldVector load(Field field, FieldVector stored, BufferAllocator allocator) throws IOException {
        return NestedValues.isNested(field)
                ? NestedValues.decode(field, stored, allocator)
                : as(field, stored, allocator);
    }

    /** A vector of a field over the buffers of another one. */
    private static FieldVector as(Field field, FieldVector vector, BufferAllocator allocator) {
        int rows = vector.getValueCount();
        VectorSchemaRoot from = new VectorSchemaRoot(List.of(vector.getField()), List.of(vector), rows);
        VectorSchemaRoot to = VectorSchemaRoot.create(new Schema(List.of(field)), allocator);
        try (ArrowRecordBatch buffers = new VectorUnloader(from).getRecordBatch()) {
            new VectorLoader(to).load(buffers);
            FieldVector result = to.getVector(0);
            result.setValueCount(rows);
            return result;
        } catch (RuntimeException e) {
            to.close();
            throw e;
        }
    }
}
