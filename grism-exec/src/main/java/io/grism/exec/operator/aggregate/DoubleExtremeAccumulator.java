package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateFunction;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** MIN and MAX of REAL and DOUBLE: NaN is the greatest; the zeros are equal and come out as 0.0. */
final class DoubleExtremeAccumulator extends Accumulator {
    private final AggregateFunction function;
    private final int column;
    private final Field type;
    private double[] values = new double[0];
    private boolean[] present = new boolean[0];

    DoubleExtremeAccumulator(AggregateFunction function, int column, Field type) {
        this.function = function;
        this.column = column;
        this.type = type;
    }

    @Override
    public void grow(int groups) {
        if (values.length < groups) {
            int capacity = Math.max(groups, values.length + (values.length >> 1));
            values = Arrays.copyOf(values, capacity);
            present = Arrays.copyOf(present, capacity);
        }
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        double[] more = input.doubles(column);
        for (int i = 0; i < count; i++) {
            take(groups[i], more[rows[i]]);
        }
    }

    @Override
    public void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        DoubleExtremeAccumulator other = (DoubleExtremeAccumulator) from;
        for (int i = 0; i < count; i++) {
            if (other.present[theirs[i]]) {
                take(ours[i], other.values[theirs[i]]);
            }
        }
    }

    private void take(int group, double value) {
        boolean better = function == AggregateFunction.MAX
                ? Double.compare(value, values[group]) > 0
                : Double.compare(value, values[group]) < 0;
        if (better || !present[group]) {
            values[group] = value + 0.0;
            present[group] = true;
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
