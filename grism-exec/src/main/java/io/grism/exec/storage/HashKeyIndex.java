package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Positions of keys of any types and number of columns: hashes and positions in a table with linear probing; keys are compared in the rows. */
final class HashKeyIndex extends PagedKeyIndex {
    private static final int CHUNK = 1024;

    private final PagedRows rows;
    private final List<Integer> columns;
    private final int[] hashes;
    private final int[] positions;
    private final boolean stored;

    private HashKeyIndex(
            PagedRows rows,
            List<Integer> columns,
            int[] hashes,
            int[] positions,
            int rowCount,
            long duplicate,
            AtomicInteger filled) {
        super(rowCount, duplicate, filled);
        this.rows = rows;
        this.columns = columns;
        this.hashes = hashes;
        this.positions = positions;
        this.stored = rows.isStored(columns);
    }

    static HashKeyIndex empty(PagedRows rows, List<Integer> columns) {
        return new HashKeyIndex(rows, columns, new int[16], new int[16], 0, -1, new AtomicInteger());
    }

    @Override
    PagedKeyIndex extend(PagedRows newRows, int end, @Nullable AtomicInteger shared) {
        AtomicInteger filled = shared;
        int[] slotHashes = hashes;
        int[] slots = positions;
        if (filled == null || slots.length < 2L * end) {
            filled = new AtomicInteger(end);
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
        @Nullable
        Column[] held = new @Nullable Column[newRows.schema().getFields().size()];
        Column[] pages = new Column[columns.size()];
        int heldSegment = -1;
        for (int row = rowCount(); row < end; ) {
            int segmentIndex = newRows.segmentOf(row);
            Segment segment = newRows.segment(segmentIndex);
            int local = (int) (row - newRows.firstRow(segmentIndex));
            int count = Math.min(Math.min(CHUNK, end - row), segment.rowCount() - local);
            Arrays.fill(chunk, 0, count, 0L);
            if (segmentIndex != heldSegment) {
                Arrays.fill(held, null);
                segment.read(columns, held);
                Arrays.setAll(pages, k -> Objects.requireNonNull(held[columns.get(k)]));
                heldSegment = segmentIndex;
            }
            for (Column page : pages) {
                page.hash(local, count, chunk);
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
        return new HashKeyIndex(newRows, columns, slotHashes, slots, end, duplicate, filled);
    }

    /** The slot of an equal key, or the first that is empty to a version of {@code limit} rows. */
    private int find(PagedRows in, int[] slotHashes, int[] slots, int limit, int hash, Column[] keys, int keyRow) {
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

    private boolean equal(PagedRows in, long row, Column[] keys, int keyRow) {
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
    PagedKeyIndex on(PagedRows newRows) {
        return new HashKeyIndex(newRows, columns, hashes, positions, rowCount(), duplicate(), filled());
    }

    @Override
    public void lookup(List<Column> keyColumns, int count, long[] result) {
        Column[] keys = keyColumns.toArray(new Column[0]);
        Arrays.fill(result, 0, count, 0L);
        for (Column key : keys) {
            key.hash(0, count, result);
        }
        if (stored) {
            lookupInOrder(keys, count, result);
            return;
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

    /**
     * Looks at the rows that may have the keys in their order, so that each page is read once for all keys; again where the hash was right but the key was not.
     *
     * @param result holds the hashes
     */
    private void lookupInOrder(Column[] keys, int count, long[] result) {
        int mask = positions.length - 1;
        int[] keyHashes = new int[count];
        int[] slots = new int[count];
        // The candidates: position and, in the lower half, the key.
        long[] open = new long[count];
        int openCount = 0;
        for (int i = 0; i < count; i++) {
            keyHashes[i] = fold(result[i]);
            slots[i] = keyHashes[i] & mask;
            result[i] = -1;
            if (!hasNull(keys, i)) {
                openCount = addCandidate(keyHashes, slots, i, open, openCount);
            }
        }
        @Nullable Column[] held = new @Nullable Column[rows.schema().getFields().size()];
        while (openCount > 0) {
            Arrays.sort(open, 0, openCount);
            int again = 0;
            int heldSegment = -1;
            for (int c = 0; c < openCount; c++) {
                long row = (open[c] >>> 32) - 1;
                int key = (int) open[c];
                int segmentIndex = rows.segmentOf(row);
                if (segmentIndex != heldSegment) {
                    Arrays.fill(held, null);
                    rows.segment(segmentIndex).read(columns, held);
                    heldSegment = segmentIndex;
                }
                if (equal(held, (int) (row - rows.firstRow(segmentIndex)), keys, key)) {
                    result[key] = row;
                } else {
                    slots[key] = (slots[key] + 1) & mask;
                    again = addCandidate(keyHashes, slots, key, open, again);
                }
            }
            openCount = again;
        }
    }

    /** Moves to the next slot with the hash of a key, if there is one. */
    private int addCandidate(int[] keyHashes, int[] slots, int key, long[] open, int openCount) {
        int mask = positions.length - 1;
        int slot = slots[key];
        int position = positions[slot];
        while (position != 0 && position <= rowCount() && hashes[slot] != keyHashes[key]) {
            slot = (slot + 1) & mask;
            position = positions[slot];
        }
        slots[key] = slot;
        if (position == 0 || position > rowCount()) {
            return openCount;
        }
        open[openCount] = (long) position << 32 | key;
        return openCount + 1;
    }

    private boolean equal(@Nullable Column[] held, int local, Column[] keys, int keyRow) {
        for (int k = 0; k < keys.length; k++) {
            if (!Objects.requireNonNull(held[columns.get(k)]).equal(local, keys[k], keyRow)) {
                return false;
            }
        }
        return true;
    }
}
