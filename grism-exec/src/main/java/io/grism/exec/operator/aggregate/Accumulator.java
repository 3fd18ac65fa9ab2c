package io.grism.exec.operator.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * The state of one aggregate call for many groups, as arrays with a slot per group. No result depends on the order in which rows or states
 * come in, so that any cut of the input gives the same answer. Single-threaded.
 */
public abstract class Accumulator {
    /** Makes room for the groups {@code 0 .. groups}; new ones are empty. */
    public abstract void grow(int groups);

    /** Adds the input's row {@code rows[i]} to group {@code groups[i]}, for {@code i < count}. The rows are those that {@link AggregateSelection} left. */
    public abstract void add(AggregateInput input, int[] rows, int[] groups, int count);

    /** The same where there is one group only; {@code zeros} names it for each row. */
    public void addToOnly(AggregateInput input, int[] rows, int[] zeros, int count) {
        add(input, rows, zeros, count);
    }

    /** Merges group {@code theirs[i]} of another accumulator of the same call (or of this one) into group {@code ours[i]}, for {@code i < count}. */
    public abstract void merge(Accumulator from, int[] theirs, int[] ours, int count);

    /** The results of the groups {@code from .. from + count}; nothing is added after the first call. */
    public abstract FieldVector result(int from, int count, BufferAllocator allocator);

    /** Bytes of the arrays held. */
    public abstract long sizeInBytes();
}
