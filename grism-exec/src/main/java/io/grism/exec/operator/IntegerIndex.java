package io.grism.exec.operator;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;

/** An index over one integer key without NULLs: by position where the keys lie close together, else by open addressing. */
abstract class IntegerIndex extends JoinIndex {
    private static final int BLOCK = 1024;

    /** An array by position may be so many times as long as there are rows. */
    private static final int MOST_GAPS = 4;

    static IntegerIndex create(Column keys, int rows, OperatorContext context) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long[] block = new long[BLOCK];
        for (int from = 0; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            LongKeys.read(keys, from, count, block);
            for (int i = 0; i < count; i++) {
                if (!keys.isNull(from + i)) {
                    min = Math.min(min, block[i]);
                    max = Math.max(max, block[i]);
                }
            }
        }
        long range = max - min + 1;
        IntegerIndex index = min <= max && range > 0 && range <= Math.min(1L << 30, (long) rows * MOST_GAPS)
                ? new Positional(min, (int) range)
                : new Hashed(rows);
        boolean nulls = keys.hasNulls();
        for (int end = rows; end > 0; end -= BLOCK) {
            context.checkCancelled();
            int from = Math.max(0, end - BLOCK);
            LongKeys.read(keys, from, end - from, block);
            for (int row = end - 1; row >= from; row--) {
                if (!nulls || !keys.isNull(row)) {
                    index.insert(block[row - from], row, rows);
                }
            }
        }
        return index;
    }

    abstract void insert(long key, int row, int rows);

    @Override
    final void settle(RowBuffer rows) {
        // Keys are kept apart from the rows.
    }

    /** The first row for each key, for a block of keys; those that are NULL are put right by the caller. */
    abstract void find(long[] keys, int count, int[] first, int at);

    @Override
    final void find(RowBuffer keys, int count, int[] first) {
        Column column = keys.column(0);
        long[] block = new long[Math.min(BLOCK, count)];
        for (int from = 0; from < count; from += BLOCK) {
            int n = Math.min(BLOCK, count - from);
            LongKeys.read(column, from, n, block);
            find(block, n, first, from);
        }
        if (column.hasNulls()) {
            for (int i = 0; i < count; i++) {
                if (column.isNull(i)) {
                    first[i] = NONE;
                }
            }
        }
    }

    private static final class Positional extends IntegerIndex {
        private final long min;
        /** The first row of each key from {@code min} on, plus one. */
        private final int[] heads;

        Positional(long min, int range) {
            this.min = min;
            this.heads = new int[range];
        }

        @Override
        void insert(long key, int row, int rows) {
            int position = (int) (key - min);
            if (heads[position] != 0) {
                chain(row, heads[position] - 1, rows);
            }
            heads[position] = row + 1;
        }

        @Override
        void renumber(int[] positions) {
            renumber(heads, positions);
        }

        @Override
        void find(long[] keys, int count, int[] first, int at) {
            int range = heads.length;
            for (int i = 0; i < count; i++) {
                long position = keys[i] - min;
                first[at + i] = position >= 0 && position < range ? heads[(int) position] - 1 : NONE;
            }
        }
    }

    private static final class Hashed extends IntegerIndex {
        private final int mask;
        private final long[] slotKeys;
        /** The first row of each slot's key plus one; 0 for an empty slot. */
        private final int[] heads;

        Hashed(int rows) {
            int slots = slots(rows);
            this.mask = slots - 1;
            this.slotKeys = new long[slots];
            this.heads = new int[slots];
        }

        private static int hash(long key) {
            long mixed = key * 0x9E3779B97F4A7C15L;
            return (int) (mixed >>> 32);
        }

        @Override
        void insert(long key, int row, int rows) {
            int slot = hash(key) & mask;
            while (heads[slot] != 0 && slotKeys[slot] != key) {
                slot = (slot + 1) & mask;
            }
            if (heads[slot] != 0) {
                chain(row, heads[slot] - 1, rows);
            }
            heads[slot] = row + 1;
            slotKeys[slot] = key;
        }

        @Override
        void renumber(int[] positions) {
            renumber(heads, positions);
        }

        @Override
        void find(long[] keys, int count, int[] first, int at) {
            for (int i = 0; i < count; i++) {
                long key = keys[i];
                int slot = hash(key) & mask;
                while (heads[slot] != 0 && slotKeys[slot] != key) {
                    slot = (slot + 1) & mask;
                }
                first[at + i] = heads[slot] - 1;
            }
        }
    }
}
