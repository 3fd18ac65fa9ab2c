package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateFunction;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** What SUM, AVG and the moments share: a count per group, and results that are NULL for few values. */
abstract class NumberAccumulator extends Accumulator {
    final AggregateFunction function;
    private final Field type;
    private final long leastCount;
    long[] counts = new long[0];

    /** Groups with fewer than {@code leastCount} values give NULL. */
    NumberAccumulator(AggregateFunction function, Field type, long leastCount) {
        this.function = function;
        this.type = type;
        this.leastCount = leastCount;
    }

    /** Makes room in the sums. */
    abstract void growSums(int groups);

    abstract void mergeSums(NumberAccumulator from, int theirs, int ours);

    /** Computes one result; the group has enough values. */
    abstract void finish(int group, Results results, int row);

    @Override
    public final void grow(int groups) {
        if (counts.length < groups) {
            counts = Arrays.copyOf(counts, Math.max(groups, counts.length + (counts.length >> 1)));
        }
        growSums(groups);
    }

    final void count(int[] groups, int count) {
        long[] state = counts;
        for (int i = 0; i < count; i++) {
            state[groups[i]]++;
        }
    }

    /** As if each row came {@code times[row]} times. */
    final void count(int[] rows, int[] groups, int count, long[] times) {
        long[] state = counts;
        for (int i = 0; i < count; i++) {
            state[groups[i]] += times[rows[i]];
        }
    }

    @Override
    public final void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        NumberAccumulator other = (NumberAccumulator) from;
        for (int i = 0; i < count; i++) {
            counts[ours[i]] += other.counts[theirs[i]];
            mergeSums(other, theirs[i], ours[i]);
        }
    }

    @Override
    public final FieldVector result(int from, int count, BufferAllocator allocator) {
        Results results = new Results(type, function.name(), count, allocator);
        try {
            for (int i = 0; i < count; i++) {
                if (counts[from + i] >= leastCount) {
                    finish(from + i, results, i);
                }
            }
            return results.finish();
        } catch (Throwable e) {
            results.discard();
            throw e;
        }
    }
}
