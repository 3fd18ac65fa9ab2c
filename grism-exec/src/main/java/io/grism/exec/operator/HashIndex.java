package io.grism.exec.operator;

import io.grism.exec.column.RowBuffer;
import java.util.stream.IntStream;

/** An index over keys of any types: open addressing, one slot a key. */
final class HashIndex extends JoinIndex {
    private static final int BLOCK = 1024;

    private RowBuffer rows;
    private final JoinKeys keys;
    private final int[] leftColumns;
    private final boolean checksNulls;
    private final int mask;
    /** The first row of each slot's key plus one; 0 for an empty slot. */
    private final int[] heads;
    /** The hash of each slot's key. */
    private final long[] hashes;

    HashIndex(RowBuffer rows, JoinKeys keys, OperatorContext context) {
        this.rows = rows;
        this.keys = keys;
        this.leftColumns = IntStream.range(0, keys.count()).toArray();
        this.checksNulls = IntStream.of(leftColumns).anyMatch(i -> !keys.nullsEqual(i));
        int slots = slots(rows.size());
        this.mask = slots - 1;
        this.heads = new int[slots];
        this.hashes = new long[slots];
        long[] block = new long[BLOCK];
        // From the last row to the first, so that rows of a key follow each other in order.
        for (int end = rows.size(); end > 0; end -= BLOCK) {
            context.checkCancelled();
            int from = Math.max(0, end - BLOCK);
            rows.hash(keys.right(), from, end - from, block);
            for (int row = end - 1; row >= from; row--) {
                if (!checksNulls || !isNull(rows, row, keys.right(), keys)) {
                    insert(row, block[row - from]);
                }
            }
        }
    }

    private void insert(int row, long hash) {
        int slot = (int) (hash & mask);
        while (heads[slot] != 0) {
            int head = heads[slot] - 1;
            if (hashes[slot] == hash && rows.equal(row, keys.right(), rows, head, keys.right())) {
                chain(row, head, rows.size());
                break;
            }
            slot = (slot + 1) & mask;
        }
        heads[slot] = row + 1;
        hashes[slot] = hash;
    }

    @Override
    void renumber(int[] positions) {
        renumber(heads, positions);
    }

    @Override
    void settle(RowBuffer grouped) {
        rows = grouped;
    }

    @Override
    void find(RowBuffer left, int count, int[] first) {
        long[] block = new long[Math.min(BLOCK, count)];
        for (int from = 0; from < count; from += BLOCK) {
            int n = Math.min(BLOCK, count - from);
            left.hash(leftColumns, from, n, block);
            for (int i = 0; i < n; i++) {
                first[from + i] = find(left, from + i, block[i]);
            }
        }
    }

    private int find(RowBuffer left, int row, long hash) {
        if (checksNulls && isNull(left, row, leftColumns, keys)) {
            return NONE;
        }
        int slot = (int) (hash & mask);
        while (heads[slot] != 0) {
            int head = heads[slot] - 1;
            if (hashes[slot] == hash && left.equal(row, leftColumns, rows, head, keys.right())) {
                return head;
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }
}
