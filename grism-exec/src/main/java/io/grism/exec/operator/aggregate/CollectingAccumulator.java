package io.grism.exec.operator.aggregate;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.operator.SortKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * An aggregate that needs all values of a group at once. Keeps rows of (value, order keys) and orders each group at the end: by the order keys, then by the value, so that the
 * order is the same for any order of the input.
 */
abstract class CollectingAccumulator extends Accumulator {
    private final int[] inputs;
    private final List<Column> columns = new ArrayList<>();
    private final List<SortKey> order;
    private int[] groupOf = new int[0];
    private int size;
    private int groups;
    private boolean ordered;
    /** The rows of group g, in order, are {@code rows[starts[g] .. starts[g + 1])}; valid once ordered. */
    private int[] starts = new int[0];

    private int[] rows = new int[0];

    /**
     * Keeps columns of the input.
     *
     * @param inputs the value's column first, then those of the order keys, then others
     * @param order directions of the order keys
     */
    CollectingAccumulator(int[] inputs, List<Field> fields, List<SortKey> order) {
        this.inputs = inputs;
        this.order = order;
        for (Field field : fields) {
            columns.add(Columns.create(field));
        }
    }

    /** Makes the results of the groups {@code from .. from + count}, by {@link #start}, {@link #end} and {@link #row}. */
    abstract FieldVector orderedResult(int from, int count, BufferAllocator allocator);

    final Column column(int index) {
        return columns.get(index);
    }

    final int start(int group) {
        return starts[group];
    }

    final int end(int group) {
        return starts[group + 1];
    }

    final int row(int position) {
        return rows[position];
    }

    /** All rows, group by group. */
    final int[] rows() {
        return rows;
    }

    @Override
    public final void grow(int count) {
        groups = Math.max(groups, count);
    }

    @Override
    public final void add(AggregateInput input, int[] selected, int[] groupsOfRows, int count) {
        ensure(count);
        for (int i = 0; i < inputs.length; i++) {
            columns.get(i).append(input.vector(inputs[i]), selected, 0, count);
        }
        System.arraycopy(groupsOfRows, 0, groupOf, size, count);
        size += count;
    }

    @Override
    public final void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        CollectingAccumulator other = (CollectingAccumulator) from;
        int[] target = new int[other.groups];
        Arrays.fill(target, -1);
        for (int i = 0; i < count; i++) {
            target[theirs[i]] = ours[i];
        }
        int[] taken = new int[other.size];
        int[] into = new int[other.size];
        int n = 0;
        for (int i = 0; i < other.size; i++) {
            int group = target[other.groupOf[i]];
            if (group >= 0) {
                taken[n] = i;
                into[n++] = group;
            }
        }
        ensure(n);
        for (int i = 0; i < inputs.length; i++) {
            columns.get(i).append(other.columns.get(i), taken, 0, n);
        }
        System.arraycopy(into, 0, groupOf, size, n);
        size += n;
    }

    private void ensure(int more) {
        int most = Math.addExact(size, more);
        if (groupOf.length < most) {
            groupOf = Arrays.copyOf(groupOf, Math.max(most, groupOf.length + (groupOf.length >> 1)));
        }
    }

    @Override
    public final FieldVector result(int from, int count, BufferAllocator allocator) {
        if (!ordered) {
            ordered = true;
            orderRows();
        }
        return orderedResult(from, count, allocator);
    }

    private void orderRows() {
        starts = new int[groups + 1];
        for (int i = 0; i < size; i++) {
            starts[groupOf[i] + 1]++;
        }
        for (int g = 0; g < groups; g++) {
            starts[g + 1] += starts[g];
        }
        rows = new int[size];
        int[] next = Arrays.copyOf(starts, groups);
        for (int i = 0; i < size; i++) {
            rows[next[groupOf[i]]++] = i;
        }
        List<Column> sortColumns = new ArrayList<>(columns.subList(1, 1 + order.size()));
        List<SortKey> sortKeys = new ArrayList<>(order);
        sortColumns.add(columns.get(0));
        sortKeys.add(new SortKey(0, false, false));
        RowSorter sorter = new RowSorter(sortColumns, sortKeys);
        for (int g = 0; g < groups; g++) {
            sorter.sort(rows, starts[g], starts[g + 1]);
        }
    }

    @Override
    public final long sizeInBytes() {
        long bytes = 8L * groupOf.length + 8L * groups;
        for (Column column : columns) {
            bytes += column.sizeInBytes();
        }
        return bytes;
    }
}
