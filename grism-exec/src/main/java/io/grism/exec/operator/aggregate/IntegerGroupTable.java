package io.grism.exec.operator.aggregate;

import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Groups of one key that is a long here: found by position where the keys lie close together, else in an open-addressing table without columns. NULL is a group of its own beside
 * both.
 */
final class IntegerGroupTable extends GroupTable {
    private static final int NONE = -1;
    private static final int[] EMPTY = {};

    private final int column;
    private final KeyPositions positions = new KeyPositions();
    private long[] keys = new long[32];
    /** Groups by hash; empty while they are found by position. */
    private int[] slots = EMPTY;

    private int size;
    private int nullGroup = NONE;
    private int[] rows = EMPTY;
    private long[] packed = new long[0];
    private int[] found = EMPTY;

    IntegerGroupTable(int column) {
        this.column = column;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    void find(AggregateInput input, int[] groups) {
        int n = input.rowCount();
        long[] values = input.longs(column);
        if (!input.hasNulls(column)) {
            find(values, n, groups);
            return;
        }
        prepare(n);
        for (int i = 0; i < n; i++) {
            rows[i] = i;
        }
        int notNull = input.dropNulls(column, rows, n);
        if (notNull < n) {
            Arrays.fill(groups, 0, n, findNull());
        }
        for (int i = 0; i < notNull; i++) {
            packed[i] = values[rows[i]];
        }
        findPacked(notNull, groups);
    }

    @Override
    void find(GroupTable from, int[] theirs, int count, int[] ours) {
        IntegerGroupTable other = (IntegerGroupTable) from;
        prepare(count);
        int notNull = 0;
        for (int i = 0; i < count; i++) {
            if (theirs[i] == other.nullGroup) {
                ours[i] = findNull();
            } else {
                rows[notNull] = i;
                packed[notNull++] = other.keys[theirs[i]];
            }
        }
        findPacked(notNull, ours);
    }

    private void prepare(int count) {
        if (rows.length < count) {
            rows = new int[count];
            packed = new long[count];
            found = new int[count];
        }
    }

    /** Finds the packed keys, each for its row of {@link #rows}. */
    private void findPacked(int count, int[] groups) {
        find(packed, count, found);
        for (int i = 0; i < count; i++) {
            groups[rows[i]] = found[i];
        }
    }

    private void find(long[] wanted, int count, int[] groups) {
        ensureKeys(count);
        if (positions.cover(wanted, count, keys, size, nullGroup)) {
            slots = EMPTY;
            size = positions.find(wanted, count, groups, keys, size);
            return;
        }
        ensureSlots(count);
        for (int i = 0; i < count; i++) {
            groups[i] = find(wanted[i]);
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
            ensureKeys(1);
            nullGroup = size++;
        }
        return nullGroup;
    }

    /** Makes room for {@code more} groups. */
    private void ensureKeys(int more) {
        int most = Math.addExact(size, more);
        if (keys.length < most) {
            keys = Arrays.copyOf(keys, Math.max(most, keys.length + (keys.length >> 1)));
        }
    }

    private void ensureSlots(int more) {
        int most = Math.addExact(size, more);
        if (2L * most > slots.length) {
            slots = new int[Math.max(64, Integer.highestOneBit(most) << 2)];
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
        return 8L * keys.length + 4L * slots.length + positions.sizeInBytes();
    }
}
