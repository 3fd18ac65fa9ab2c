package io.grism.exec.operator.aggregate;

import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** No keys: one group, which is there even without rows. */
final class SingleGroupTable extends GroupTable {
    @Override
    int size() {
        return 1;
    }

    @Override
    void find(AggregateInput input, int[] groups) {
        Arrays.fill(groups, 0, input.rowCount(), 0);
    }

    @Override
    void find(GroupTable from, int[] theirs, int count, int[] ours) {
        Arrays.fill(ours, 0, count, 0);
    }

    @Override
    long hash(int group) {
        return 0;
    }

    @Override
    FieldVector key(int position, Field field, int from, int count, BufferAllocator allocator) {
        throw new IllegalStateException("no keys");
    }

    @Override
    long sizeInBytes() {
        return 0;
    }
}
