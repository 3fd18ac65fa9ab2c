package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.ByteColumn;
import io.grism.exec.column.Column;
import io.grism.exec.column.IntColumn;
import io.grism.exec.column.LongColumn;
import io.grism.exec.column.ShortColumn;

/** Reads columns of integer-like types as longs. */
final class KeyLongs {
    private KeyLongs() {}

    static boolean isInteger(TypeKind kind) {
        return switch (kind) {
            case TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_TZ,
                    INTERVAL_MONTHS,
                    INTERVAL_MILLIS -> true;
            default -> false;
        };
    }

    /** Copies {@code count} values from row {@code from} on; what a null gives is not defined. */
    static void read(Column column, int from, int count, long[] to) {
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), from, to, 0, count);
        } else if (column instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < count; i++) {
                to[i] = values[from + i];
            }
        } else if (column instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < count; i++) {
                to[i] = values[from + i];
            }
        } else if (column instanceof ByteColumn bytes) {
            byte[] values = bytes.values();
            for (int i = 0; i < count; i++) {
                to[i] = values[from + i];
            }
        } else {
            throw new IllegalArgumentException("no integers in a column of " + column.field());
        }
    }
}
