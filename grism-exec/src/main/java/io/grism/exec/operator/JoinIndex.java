package io.grism.exec.operator;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import java.util.Arrays;

/**
 * Right rows by key: each key leads to its first row, and each row to the next one of the same key. Made once, then read by many
 * threads.
 */
abstract class JoinIndex {
    static final int NONE = -1;

    /** The largest table that an array can hold with room to spare. */
    private static final int MOST_SLOTS = 1 << 30;

    /** For each row the next one of the same key, or {@link #NONE}; empty when no key has two rows. */
    private int[] next = new int[0];

    /** The first row for each of {@code count} keys, or {@link #NONE}; the key columns stand in {@code keys} in order. */
    abstract void find(RowBuffer keys, int count, int[] first);

    final int next(int row) {
        return next.length == 0 ? NONE : next[row];
    }

    final boolean isUnique() {
        return next.length == 0;
    }

    /** Puts {@code row} in front of {@code head}, the rows of the same key so far. */
    final void chain(int row, int head, int rows) {
        if (next.length == 0) {
            next = new int[rows];
            Arrays.fill(next, NONE);
        }
        next[row] = head;
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
