package io.grism.exec.operator.aggregate;

import io.grism.exec.column.Column;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Any aggregate over distinct arguments: keeps the distinct (group, arguments) rows and feeds them to the aggregate at the end. */
final class DistinctAccumulator extends Accumulator {
    private static final int CHUNK = 2048;

    private final int[] columns;
    private final List<Field> fields;
    private final Accumulator inner;
    private final RowTable table;
    private int groups;
    private int[] found = new int[0];
    private boolean fed;

    /** The inner accumulator reads the columns as 0, 1, … */
    DistinctAccumulator(int[] columns, List<Field> fields, Accumulator inner) {
        this.columns = columns;
        this.fields = fields;
        this.inner = inner;
        table = new RowTable(fields);
    }

    @Override
    public void grow(int count) {
        groups = Math.max(groups, count);
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groupOf, int count) {
        Column[] stage = table.stage();
        for (int i = 0; i < stage.length; i++) {
            stage[i].append(input.vector(columns[i]), rows, 0, count);
        }
        table.find(count, groupOf, room(count));
    }

    @Override
    public void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        RowTable other = ((DistinctAccumulator) from).table;
        int[] target = new int[((DistinctAccumulator) from).groups];
        Arrays.fill(target, -1);
        for (int i = 0; i < count; i++) {
            target[theirs[i]] = ours[i];
        }
        int size = other.size();
        int[] rows = new int[CHUNK];
        int[] prefix = new int[CHUNK];
        int at = 0;
        while (at < size) {
            int staged = 0;
            for (; at < size && staged < CHUNK; at++) {
                int group = target[other.prefix(at)];
                if (group >= 0) {
                    rows[staged] = at;
                    prefix[staged++] = group;
                }
            }
            Column[] stage = table.stage();
            for (int i = 0; i < stage.length; i++) {
                stage[i].append(other.column(i), rows, 0, staged);
            }
            table.find(staged, prefix, room(staged));
        }
    }

    @Override
    public FieldVector result(int from, int count, BufferAllocator allocator) {
        if (!fed) {
            fed = true;
            feed(allocator);
        }
        return inner.result(from, count, allocator);
    }

    private void feed(BufferAllocator allocator) {
        inner.grow(groups);
        AggregateInput input = new AggregateInput(fields);
        int[] rows = new int[CHUNK];
        Arrays.setAll(rows, i -> i);
        int[] groupOf = new int[CHUNK];
        for (int at = 0; at < table.size(); at += CHUNK) {
            int count = Math.min(CHUNK, table.size() - at);
            for (int i = 0; i < count; i++) {
                groupOf[i] = table.prefix(at + i);
            }
            FieldVector[] vectors = new FieldVector[columns.length];
            try {
                input.reset(count);
                for (int i = 0; i < vectors.length; i++) {
                    vectors[i] = table.column(i).slice(at, count, allocator);
                    input.set(i, vectors[i]);
                }
                inner.add(input, rows, groupOf, count);
            } finally {
                for (FieldVector vector : vectors) {
                    if (vector != null) {
                        vector.close();
                    }
                }
            }
        }
    }

    private int[] room(int count) {
        if (found.length < count) {
            found = new int[count];
        }
        return found;
    }

    @Override
    public long sizeInBytes() {
        return table.sizeInBytes() + inner.sizeInBytes();
    }
}
