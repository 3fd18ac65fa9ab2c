package io.grism.exec.operator.aggregate;

import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Groups of one key that is a long here: an open-addressing table without columns. NULL is a group of its own beside the table. */
final class IntegerGroupTable extends GroupTable {
    private static final int NONE = -1;

    private final int column;
    private long[] keys = new long[32];
    private int[] slots = new int[64];
    private int size;
    private int nullGroup = NONE;
    private int[] rows = new int[0];

    IntegerGroupTable(int column) {
        this.column = column;
        Arrays.fill(slots, NONE);
    }

    @Override
    int size() {
        return size;
    }

    @Override
    void find(AggregateInput input, int[] groups) {
        int n = input.rowCount();
        ensure(n + 1);
        long[] values = input.longs(column);
        if (!input.hasNulls(column)) {
            for (int i = 0; i < n; i++) {
                groups[i] = find(values[i]);
            }
            return;
        }
        if (rows.length < n) {
            rows = new int[n];
        }
        for (int i = 0; i < n; i++) {
            rows[i] = i;
        }
        int notNull = input.dropNulls(column, rows, n);
        Arrays.fill(groups, 0, n, findNull());
        for (int i = 0; i < notNull; i++) {
            groups[rows[i]] = find(values[rows[i]]);
        }
    }

    @Override
    void find(GroupTable from, int[] theirs, int count, int[] ours) {
        IntegerGroupTable other = (IntegerGroupTable) from;
        ensure(count + 1);
        for (int i = 0; i < count; i++) {
            ours[i] = theirs[i] == other.nullGroup ? findNull() : find(other.keys[theirs[i]]);
        }
    }

    private int find(long key) {
        int mask = slots.length - 1;
        int slot = (int) RowTable.finish(key) & mask;
        int group = slots[slot];
        while (group != NONE && keys[group] != key) {
            slot = (slot + 1) & mask;
            group = slots[slot];
        }
        if (group == NONE) {
            group = size++;
            keys[group] = key;
            slots[slot] = group;
        }
        return group;
    }

    private int findNull() {
        if (nullGroup == NONE) {
            nullGroup = size++;
        }
        return nullGroup;
    }

    /** Makes room for {@code more} groups. */
    private void ensure(int more) {
        int most = Math.addExact(size, more);
        if (keys.length < most) {
            keys = Arrays.copyOf(keys, Math.max(most, keys.length + (keys.length >> 1)));
        }
        if (2L * most > slots.length) {
            slots = new int[Integer.highestOneBit(most) << 2];
            Arrays.fill(slots, NONE);
            int mask = slots.length - 1;
            for (int group = 0; group < size; group++) {
                if (group != nullGroup) {
                    int slot = (int) RowTable.finish(keys[group]) & mask;
                    while (slots[slot] != NONE) {
                        slot = (slot + 1) & mask;
                    }
                    slots[slot] = group;
                }
            }
        }
    }

    @Override
    long hash(int group) {
        return group == nullGroup ? 0 : RowTable.finish(keys[group]);
    }

    @Override
    FieldVector key(int position, Field field, int from, int count, BufferAllocator allocator) {
        Results results = new Results(field, "GROUP BY", count, allocator);
        for (int i = 0; i < count; i++) {
            if (from + i != nullGroup) {
                results.set(i, keys[from + i]);
            }
        }
        return results.finish();
    }

    @Override
    long sizeInBytes() {
        return 8L * keys.length + 4L * slots.length;
    }
}
