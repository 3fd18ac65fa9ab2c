package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.SortKey;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;

/** ARRAY_AGG and COLLECT: all values of a group, NULLs too. No value gives NULL, or an empty array where the type is not nullable. */
final class ArrayAccumulator extends CollectingAccumulator {
    private final Field type;

    ArrayAccumulator(int[] inputs, List<Field> fields, List<SortKey> order, Field type) {
        super(inputs, fields, order);
        this.type = type;
    }

    @Override
    FieldVector orderedResult(int from, int count, BufferAllocator allocator) {
        ListVector vector = (ListVector) type.createVector(allocator);
        try {
            vector.setInitialCapacity(count);
            vector.allocateNew();
            int first = start(from);
            int last = end(from + count - 1);
            try (FieldVector values = column(0).gather(rows(), first, last - first, allocator)) {
                values.makeTransferPair(vector.getDataVector()).transfer();
            }
            for (int i = 0; i < count; i++) {
                int group = from + i;
                vector.getOffsetBuffer().setInt(4L * i, start(group) - first);
                if (start(group) < end(group) || !type.isNullable()) {
                    BitVectorHelper.setBit(vector.getValidityBuffer(), i);
                }
            }
            vector.getOffsetBuffer().setInt(4L * count, last - first);
            vector.setLastSet(count - 1);
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }
}
