package io.grism.exec.operator;

import io.grism.exec.column.ByteColumn;
import io.grism.exec.column.Column;
import io.grism.exec.column.IntColumn;
import io.grism.exec.column.LongColumn;
import io.grism.exec.column.ShortColumn;

/** Reads columns of integers of any width, and of dates and times, as longs. */
final class LongKeys {
    private LongKeys() {}

    static boolean canRead(Column column) {
        return column instanceof LongColumn
                || column instanceof IntColumn
                || column instanceof ShortColumn
                || column instanceof ByteColumn;
    }

    /** Copies the values from {@code from} on; a null is whatever. */
    static void read(Column column, int from, int count, long[] into) {
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), from, into, 0, count);
        } else if (column instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < count; i++) {
                into[i] = values[from + i];
            }
        } else if (column instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < count; i++) {
                into[i] = values[from + i];
            }
        } else if (column instanceof ByteColumn bytes) {
            byte[] values = bytes.values();
            for (int i = 0; i < count; i++) {
                into[i] = values[from + i];
            }
        } else {
            throw new IllegalArgumentException("no integers: " + column.field());
        }
    }
}
