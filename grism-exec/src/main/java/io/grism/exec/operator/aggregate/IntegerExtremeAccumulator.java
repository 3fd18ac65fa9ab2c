package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateFunction;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** MIN, MAX, BOOL_AND (the least), BOOL_OR (the greatest), BIT_AND, BIT_OR and BIT_XOR of types that are longs here. */
final class IntegerExtremeAccumulator extends Accumulator {
    private final AggregateFunction function;
    private final int column;
    private final Field type;
    private long[] values = new long[0];
    private boolean[] present = new boolean[0];

    IntegerExtremeAccumulator(AggregateFunction function, int column, Field type) {
        this.function = function;
        this.column = column;
        this.type = type;
    }

    private long neutral() {
        return switch (function) {
            case MIN, BOOL_AND, ANY_VALUE -> Long.MAX_VALUE;
            case MAX, BOOL_OR -> Long.MIN_VALUE;
            case BIT_AND -> -1;
            default -> 0;
        };
    }

    @Override
    public void grow(int groups) {
        int old = values.length;
        if (old < groups) {
            int capacity = Math.max(groups, old + (old >> 1));
            values = Arrays.copyOf(values, capacity);
            Arrays.fill(values, old, capacity, neutral());
            present = Arrays.copyOf(present, capacity);
        }
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        add(input.longs(column), rows, groups, count);
        for (int i = 0; i < count; i++) {
            present[groups[i]] = true;
        }
    }

    @Override
    public void addToOnly(AggregateInput input, int[] rows, int[] zeros, int count) {
        boolean all = count == input.rowCount() && count > 0;
        if (all && function == AggregateFunction.MIN) {
            long least = values[0];
            long[] more = input.longs(column);
            for (int i = 0; i < count; i++) {
                least = Math.min(least, more[i]);
            }
            values[0] = least;
            present[0] = true;
        } else if (all && function == AggregateFunction.MAX) {
            long greatest = values[0];
            long[] more = input.longs(column);
            for (int i = 0; i < count; i++) {
                greatest = Math.max(greatest, more[i]);
            }
            values[0] = greatest;
            present[0] = true;
        } else {
            add(input, rows, zeros, count);
        }
    }

    @Override
    public void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        IntegerExtremeAccumulator other = (IntegerExtremeAccumulator) from;
        add(other.values, theirs, ours, count);
        for (int i = 0; i < count; i++) {
            present[ours[i]] |= other.present[theirs[i]];
        }
    }

    private void add(long[] more, int[] rows, int[] groups, int count) {
        long[] state = values;
        switch (function) {
            case MIN, BOOL_AND, ANY_VALUE -> {
                for (int i = 0; i < count; i++) {
                    state[groups[i]] = Math.min(state[groups[i]], more[rows[i]]);
                }
            }
            case MAX, BOOL_OR -> {
                for (int i = 0; i < count; i++) {
                    state[groups[i]] = Math.max(state[groups[i]], more[rows[i]]);
                }
            }
            case BIT_AND -> {
                for (int i = 0; i < count; i++) {
                    state[groups[i]] &= more[rows[i]];
                }
            }
            case BIT_OR -> {
                for (int i = 0; i < count; i++) {
                    state[groups[i]] |= more[rows[i]];
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    state[groups[i]] ^= more[rows[i]];
                }
            }
        }
    }

    @Override
    public FieldVector result(int from, int count, BufferAllocator allocator) {
        Results results = new Results(type, function.name(), count, allocator);
        for (int i = 0; i < count; i++) {
            if (present[from + i]) {
                results.set(i, values[from + i]);
            }
        }
        return results.finish();
    }

    @Override
    public long sizeInBytes() {
        return 9L * values.length;
    }
}
