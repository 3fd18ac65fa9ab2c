package io.grism.exec.operator;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import java.util.Arrays;

/**
 * Right rows by key: each key leads to its first row, and each row to the next one of the same key. Where many rows share a key they may be {@linkplain #group grouped}, so that
 * those of a key stand one after the other. Made once, then read by many threads.
 */
abstract class JoinIndex {
    static final int NONE = -1;

    /** The largest table that an array can hold with room to spare. */
    private static final int MOST_SLOTS = 1 << 30;

    /** For each row the next one of the same key, or {@link #NONE}; empty when no key has two rows. */
    private int[] next = new int[0];
    /** Rows that are not the first of their key. */
    private int followers;
    /** For each row the end of the run of its key; empty unless grouped. */
    private int[] ends = new int[0];

    /** The first row for each of {@code count} keys, or {@link #NONE}; the key columns stand in {@code keys} in order. */
    abstract void find(RowBuffer keys, int count, int[] first);

    final int next(int row) {
        return next.length == 0 ? NONE : next[row];
    }

    final boolean isUnique() {
        return followers == 0;
    }

    final boolean isGrouped() {
        return ends.length > 0;
    }

    /** The end of the run of the rows of the same key; grouped only. */
    final int end(int row) {
        return ends[row];
    }

    /** Whether keys have two rows on average, so that grouping pays. */
    final boolean deservesGroups(int rows) {
        return followers > 0 && 2L * followers >= rows;
    }

    /** Numbers the rows anew, so that those of a key follow each other, in their order. Returns the old number of each; {@link #settle} completes it. */
    final int[] group(int rows) {
        boolean[] follows = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            if (next[row] != NONE) {
                follows[next[row]] = true;
            }
        }
        int[] order = new int[rows];
        int[] positions = new int[rows];
        int[] runs = new int[rows];
        int count = 0;
        for (int head = 0; head < rows; head++) {
            if (!follows[head]) {
                int start = count;
                for (int row = head; row != NONE; row = next[row]) {
                    positions[row] = count;
                    order[count++] = row;
                }
                Arrays.fill(runs, start, count, count);
            }
        }
        renumber(positions);
        ends = runs;
        next = new int[0];
        return order;
    }

    /** Replaces the first row of each key by its new number. */
    abstract void renumber(int[] positions);

    /** The rows in their new order. */
    abstract void settle(RowBuffer rows);

    /** Bytes that grouping needs for so many rows while it lasts. */
    static long bytesToGroup(RowBuffer rows) {
        return rows.sizeInBytes() + 13L * rows.size();
    }

    /** The heads of slots, each a row plus one and 0 for none, with new numbers of rows. */
    static void renumber(int[] heads, int[] positions) {
        for (int slot = 0; slot < heads.length; slot++) {
            if (heads[slot] != 0) {
                heads[slot] = positions[heads[slot] - 1] + 1;
            }
        }
    }

    /** Puts {@code row} in front of {@code head}, the rows of the same key so far. */
    final void chain(int row, int head, int rows) {
        if (next.length == 0) {
            next = new int[rows];
            Arrays.fill(next, NONE);
        }
        next[row] = head;
        followers++;
    }

    static JoinIndex create(RowBuffer rows, JoinKeys keys, OperatorContext context) {
        if (keys.count() == 1 && !keys.nullsEqual(0) && LongKeys.canRead(rows.column(keys.right()[0]))) {
            return IntegerIndex.create(rows.column(keys.right()[0]), rows.size(), context);
        }
        return new HashIndex(rows, keys, context);
    }

    /** About the bytes of an index for so many rows, at most. */
    static long bytesFor(int rows) {
        return 12L * slots(rows) + 12L * rows;
    }

    /** A power of two, at least one and a half times as large. */
    static int slots(int rows) {
        long wanted = Math.max(16, rows + (rows >> 1));
        return (int) Math.min(MOST_SLOTS, Long.highestOneBit(wanted - 1) << 1);
    }

    /** Whether a row has a NULL in a key where NULL equals nothing. */
    static boolean isNull(RowBuffer rows, int row, int[] columns, JoinKeys keys) {
        for (int i = 0; i < columns.length; i++) {
            Column column = rows.column(columns[i]);
            if (!keys.nullsEqual(i) && column.isNull(row)) {
                return true;
            }
        }
        return false;
    }
}
