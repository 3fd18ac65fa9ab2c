package io.grism.exec.operator;

import io.grism.exec.column.Column;

/**
 * The values of an integer column: the least and the greatest, and whether there are NULLs. Without values the least is above the greatest.
 */
record KeyRange(long least, long greatest, boolean nulls) {
    static final KeyRange EMPTY = new KeyRange(Long.MAX_VALUE, Long.MIN_VALUE, false);

    private static final int CHUNK = 1024;

    /** Of a column that {@link LongKeys} can read. */
    static KeyRange of(Column column, OperatorContext context) {
        int rows = column.size();
        boolean nulls = column.hasNulls();
        long[] values = new long[Math.min(CHUNK, rows)];
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int from = 0; from < rows; from += CHUNK) {
            if ((from & (64 * CHUNK - 1)) == 0) {
                context.checkCancelled();
            }
            int count = Math.min(CHUNK, rows - from);
            LongKeys.read(column, from, count, values);
            for (int i = 0; i < count; i++) {
                if (!nulls || !column.isNull(from + i)) {
                    least = Math.min(least, values[i]);
                    greatest = Math.max(greatest, values[i]);
                }
            }
        }
        return new KeyRange(least, greatest, nulls);
    }

    KeyRange with(KeyRange other) {
        return new KeyRange(Math.min(least, other.least), Math.max(greatest, other.greatest), nulls || other.nulls);
    }
}
