package io.grism.exec.operator.aggregate;

import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** COUNT, REGR_COUNT: the number of rows selected. */
final class CountAccumulator extends Accumulator {
    private final Field type;
    private long[] counts = new long[0];

    CountAccumulator(Field type) {
        this.type = type;
    }

    @Override
    public void grow(int groups) {
        if (counts.length < groups) {
            counts = Arrays.copyOf(counts, Math.max(groups, counts.length + (counts.length >> 1)));
        }
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        long[] state = counts;
        for (int i = 0; i < count; i++) {
            state[groups[i]]++;
        }
    }

    @Override
    public void addToOnly(AggregateInput input, int[] rows, int[] zeros, int count) {
        counts[0] += count;
    }

    @Override
    public void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        long[] other = ((CountAccumulator) from).counts;
        for (int i = 0; i < count; i++) {
            counts[ours[i]] += other[theirs[i]];
        }
    }

    @Override
    public FieldVector result(int from, int count, BufferAllocator allocator) {
        Results results = new Results(type, "COUNT", count, allocator);
        for (int i = 0; i < count; i++) {
            results.set(i, counts[from + i]);
        }
        return results.finish();
    }

    @Override
    public long sizeInBytes() {
        return 8L * counts.length;
    }
}
