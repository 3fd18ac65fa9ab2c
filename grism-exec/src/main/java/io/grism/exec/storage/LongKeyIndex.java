package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Positions of integer keys in a hash table with linear probing, at most half full. */
final class LongKeyIndex extends PagedKeyIndex {
    private static final int CHUNK = 1024;

    private final int column;
    private final long[] keys;
    private final int[] positions;

    private LongKeyIndex(int column, long[] keys, int[] positions, int rowCount, long duplicate, AtomicInteger filled) {
        super(rowCount, duplicate, filled);
        this.column = column;
        this.keys = keys;
        this.positions = positions;
    }

    static LongKeyIndex empty(int column) {
        return new LongKeyIndex(column, new long[16], new int[16], 0, -1, new AtomicInteger());
    }

    @Override
    PagedKeyIndex extend(PagedRows rows, int end, @Nullable AtomicInteger shared) {
        AtomicInteger filled = shared;
        long[] slotKeys = keys;
        int[] slots = positions;
        if (filled == null || slots.length < 2L * end) {
            filled = new AtomicInteger(end);
            int capacity = capacityFor(end);
            slotKeys = new long[capacity];
            slots = new int[capacity];
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] != 0 && positions[i] <= rowCount()) {
                    int slot = slot(slotKeys, slots, keys[i]);
                    slotKeys[slot] = keys[i];
                    slots[slot] = positions[i];
                }
            }
        }
        long duplicate = duplicate();
        if (rowCount() == end) {
            return new LongKeyIndex(column, slotKeys, slots, end, duplicate(), filled);
        }
        long[] chunk = new long[CHUNK];
        PageCursor cursor = new PageCursor(rows, column, rowCount());
        for (int row = rowCount(); row < end; ) {
            cursor.moveTo(row);
            Column page = cursor.page();
            int local = cursor.local();
            int count = Math.min(Math.min(CHUNK, end - row), cursor.left());
            KeyLongs.read(page, local, count, chunk);
            for (int i = 0; i < count; i++) {
                if (page.isNull(local + i)) {
                    continue;
                }
                int slot = slot(slotKeys, slots, chunk[i]);
                if (slots[slot] == 0) {
                    slotKeys[slot] = chunk[i];
                    slots[slot] = row + i + 1;
                } else if (duplicate < 0) {
                    duplicate = (long) row + i;
                }
            }
            row += count;
        }
        return new LongKeyIndex(column, slotKeys, slots, end, duplicate, filled);
    }

    /** Room for some growth: the next power of two from four times the rows. */
    static int capacityFor(int rows) {
        return (int) Math.min(1L << 30, Math.max(16L, Long.highestOneBit(4L * rows - 1) << 1));
    }

    private static int slot(long[] keys, int[] slots, long key) {
        int mask = slots.length - 1;
        int slot = hash(key) & mask;
        while (slots[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int hash(long key) {
        long mixed = key * 0xD6E8FEB86659FD93L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32);
    }

    @Override
    PagedKeyIndex on(PagedRows rows) {
        return this;
    }

    @Override
    public void lookup(List<Column> keyColumns, int count, long[] result) {
        Column column = keyColumns.get(0);
        KeyLongs.read(column, 0, count, result);
        int limit = rowCount();
        int mask = positions.length - 1;
        for (int i = 0; i < count; i++) {
            long key = result[i];
            int slot = hash(key) & mask;
            int position = positions[slot];
            while (position != 0 && position <= limit && keys[slot] != key) {
                slot = (slot + 1) & mask;
                position = positions[slot];
            }
            result[i] = position <= limit ? position - 1L : -1L;
        }
        if (column.hasNulls()) {
            for (int i = 0; i < count; i++) {
                if (column.isNull(i)) {
                    result[i] = -1;
                }
            }
        }
    }
}
