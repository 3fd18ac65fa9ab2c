package io.grism.exec.operator.aggregate;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** SINGLE_VALUE: the value of the group's only row, NULL or not. */
final class SingleValueAccumulator extends Accumulator {
    private static final int NONE = -1;

    private final int column;
    private final Column values;
    private int[] rowOf = new int[0];

    SingleValueAccumulator(int column, Field field) {
        this.column = column;
        values = Columns.create(field);
    }

    @Override
    public void grow(int groups) {
        int old = rowOf.length;
        if (old < groups) {
            rowOf = Arrays.copyOf(rowOf, Math.max(groups, old + (old >> 1)));
            Arrays.fill(rowOf, old, rowOf.length, NONE);
        }
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            take(groups[i], values.size() + i);
        }
        values.append(input.vector(column), rows, 0, count);
    }

    @Override
    public void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        SingleValueAccumulator other = (SingleValueAccumulator) from;
        int[] row = new int[1];
        for (int i = 0; i < count; i++) {
            row[0] = other.rowOf[theirs[i]];
            if (row[0] != NONE) {
                take(ours[i], values.size());
                values.append(other.values, row, 0, 1);
            }
        }
    }

    private void take(int group, int row) {
        if (rowOf[group] != NONE) {
            throw new GrismException(
                    ErrorCode.SUBQUERY_MULTIPLE_ROWS,
                    "Cannot use a sub-query as a value: it gives more than one row. A scalar sub-query gives at most one row");
        }
        rowOf[group] = row;
    }

    @Override
    public FieldVector result(int from, int count, BufferAllocator allocator) {
        return values.gather(rowOf, from, count, allocator);
    }

    @Override
    public long sizeInBytes() {
        return 4L * rowOf.length + values.sizeInBytes();
    }
}
