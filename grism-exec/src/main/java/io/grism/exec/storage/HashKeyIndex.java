package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.storage.MemoryRows.Segment;
import java.util.Arrays;
import java.util.List;

/** Positions of keys of any types and number of columns: hashes and positions in a table with linear probing; keys are compared in the rows. */
final class HashKeyIndex extends MemoryKeyIndex {
    private static final int CHUNK = 1024;

    private final MemoryRows rows;
    private final List<Integer> columns;
    private final int[] hashes;
    private final int[] positions;

    private HashKeyIndex(
            MemoryRows rows, List<Integer> columns, int[] hashes, int[] positions, int rowCount, long duplicate) {
        super(rowCount, duplicate);
        this.rows = rows;
        this.columns = columns;
        this.hashes = hashes;
        this.positions = positions;
    }

    static HashKeyIndex empty(MemoryRows rows, List<Integer> columns) {
        return new HashKeyIndex(rows, columns, new int[16], new int[16], 0, -1);
    }

    @Override
    MemoryKeyIndex extend(MemoryRows newRows) {
        int end = checkedRowCount(newRows);
        int[] slotHashes = hashes;
        int[] slots = positions;
        if (slots.length < 2L * end) {
            int capacity = LongKeyIndex.capacityFor(end);
            slotHashes = new int[capacity];
            slots = new int[capacity];
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] != 0 && positions[i] <= rowCount()) {
                    int slot = hashes[i] & (capacity - 1);
                    while (slots[slot] != 0) {
                        slot = (slot + 1) & (capacity - 1);
                    }
                    slotHashes[slot] = hashes[i];
                    slots[slot] = positions[i];
                }
            }
        }
        long duplicate = duplicate();
        long[] chunk = new long[CHUNK];
        Column[] pages = new Column[columns.size()];
        for (int row = rowCount(); row < end; ) {
            int segmentIndex = newRows.segmentOf(row);
            Segment segment = newRows.segment(segmentIndex);
            int local = (int) (row - newRows.firstRow(segmentIndex));
            int count = Math.min(Math.min(CHUNK, end - row), segment.rowCount() - local);
            Arrays.fill(chunk, 0, count, 0L);
            for (int k = 0; k < pages.length; k++) {
                pages[k] = segment.column(columns.get(k));
                pages[k].hash(local, count, chunk);
            }
            for (int i = 0; i < count; i++) {
                if (hasNull(pages, local + i)) {
                    continue;
                }
                int hash = fold(chunk[i]);
                int slot = find(newRows, slotHashes, slots, Integer.MAX_VALUE, hash, pages, local + i);
                if (slots[slot] == 0) {
                    slotHashes[slot] = hash;
                    slots[slot] = row + i + 1;
                } else if (duplicate < 0) {
                    duplicate = (long) row + i;
                }
            }
            row += count;
        }
        return new HashKeyIndex(newRows, columns, slotHashes, slots, end, duplicate);
    }

    /** The slot of an equal key, or the first that is empty to a version of {@code limit} rows. */
    private int find(MemoryRows in, int[] slotHashes, int[] slots, int limit, int hash, Column[] keys, int keyRow) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            int position = slots[slot];
            if (position == 0 || position > limit) {
                return slot;
            }
            if (slotHashes[slot] == hash && equal(in, position - 1L, keys, keyRow)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean equal(MemoryRows in, long row, Column[] keys, int keyRow) {
        int segmentIndex = in.segmentOf(row);
        Segment segment = in.segment(segmentIndex);
        int local = (int) (row - in.firstRow(segmentIndex));
        for (int k = 0; k < keys.length; k++) {
            if (!segment.column(columns.get(k)).equal(local, keys[k], keyRow)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNull(Column[] keys, int row) {
        for (Column key : keys) {
            if (key.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    private static int fold(long hash) {
        long mixed = hash * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32);
    }

    @Override
    MemoryKeyIndex on(MemoryRows newRows) {
        return new HashKeyIndex(newRows, columns, hashes, positions, rowCount(), duplicate());
    }

    @Override
    void discardNewer() {
        discardNewer(positions, rowCount());
    }

    @Override
    public void lookup(List<Column> keyColumns, int count, long[] result) {
        Column[] keys = keyColumns.toArray(new Column[0]);
        Arrays.fill(result, 0, count, 0L);
        for (Column key : keys) {
            key.hash(0, count, result);
        }
        int limit = rowCount();
        for (int i = 0; i < count; i++) {
            if (hasNull(keys, i)) {
                result[i] = -1;
                continue;
            }
            int position = positions[find(rows, hashes, positions, limit, fold(result[i]), keys, i)];
            result[i] = position <= limit ? position - 1L : -1L;
        }
    }
}
