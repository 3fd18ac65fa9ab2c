package io.grism.exec.graph;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Element ids on their way into or out of a vector. Single-threaded; its array is reused. */
final class IdColumn {
    private final Field field;
    private long[] values = new long[0];

    IdColumn(String name) {
        this.field = new Field(name, FieldType.notNullable(TypeKind.BIGINT.arrowType()), null);
    }

    /** The array, at least {@code count} long. */
    long[] values(int count) {
        if (values.length < count) {
            values = new long[count];
        }
        return values;
    }

    /** The first {@code count} values as a new vector. */
    FieldVector toVector(int count, BufferAllocator allocator) {
        BigIntVector vector = new BigIntVector(field, allocator);
        vector.allocateNew(count);
        Raw.fillBits(vector.getValidityBufferAddress(), count);
        Raw.write(vector.getDataBufferAddress(), values, 0, count);
        vector.setValueCount(count);
        return vector;
    }

    /** The ids of a vector; -1 where it is NULL. */
    long[] read(FieldVector vector, int count) {
        long[] ids = values(count);
        Raw.read(vector.getDataBufferAddress(), ids, 0, count);
        if (!Raw.allValid(vector)) {
            for (int i = 0; i < count; i++) {
                if (vector.isNull(i)) {
                    ids[i] = -1;
                }
            }
        }
        return ids;
    }
}
