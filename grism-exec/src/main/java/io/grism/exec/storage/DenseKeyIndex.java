package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Positions of integer keys that lie close together: an array indexed by the key. Turns into a {@link LongKeyIndex} when the keys
 * spread over more than some times their number.
 */
final class DenseKeyIndex extends PagedKeyIndex {
    private static final int CHUNK = 1024;
    /** Of what {@link #write} writes. */
    private static final int FORM = 1;

    private static final int SPREAD = 4;

    private final int column;
    private final long first;
    private final int[] positions;

    private DenseKeyIndex(int column, long first, int[] positions, int rowCount, long duplicate, AtomicInteger filled) {
        super(rowCount, duplicate, filled);
        this.column = column;
        this.first = first;
        this.positions = positions;
    }

    static DenseKeyIndex empty(int column) {
        return new DenseKeyIndex(column, 0, new int[0], 0, -1, new AtomicInteger());
    }

    /** What {@link #write} has written; null when it is of another form. */
    static @Nullable DenseKeyIndex read(DerivedInput in, int column) throws IOException {
        if (in.getInt() != FORM) {
            return null;
        }
        long first = in.getLong();
        int rowCount = in.getInt();
        long duplicate = in.getLong();
        return new DenseKeyIndex(column, first, in.getInts(), rowCount, duplicate, new AtomicInteger(rowCount));
    }

    void write(DerivedOutput out) throws IOException {
        out.putInt(FORM);
        out.putLong(first);
        out.putInt(rowCount());
        out.putLong(duplicate());
        out.putInts(copy(positions));
    }

    long sizeInBytes() {
        return (long) Integer.BYTES * positions.length;
    }

    @Override
    PagedKeyIndex extend(PagedRows rows, int end, @Nullable AtomicInteger shared) {
        int[] slots = shared == null ? copy(positions) : positions;
        AtomicInteger filled = shared == null ? new AtomicInteger(end) : shared;
        if (rowCount() == end) {
            return new DenseKeyIndex(column, first, slots, end, duplicate(), filled);
        }
        KeyRange range = KeyRange.of(rows, column, rowCount());
        long least = range.least();
        long greatest = range.greatest();
        if (least > greatest) {
            return new DenseKeyIndex(column, first, slots, end, duplicate(), filled);
        }
        if (greatest > Long.MAX_VALUE - Integer.MAX_VALUE) {
            return LongKeyIndex.empty(column).extend(rows);
        }
        long from = least;
        long to = greatest;
        if (positions.length > 0) {
            from = Math.min(from, first);
            to = Math.max(to, first + positions.length - 1);
        }
        // Not positive when the difference overflows.
        long width = to - from + 1;
        if (width <= 0 || width > (long) SPREAD * end + CHUNK || width > Integer.MAX_VALUE - 8) {
            return LongKeyIndex.empty(column).extend(rows);
        }
        long start = first;
        if (positions.length == 0 || from < first || to >= first + positions.length) {
            start = from;
            // Room to grow at the upper end, where new keys come.
            long roomy = Math.min(width + (width >> 1), Math.min((long) SPREAD * end + CHUNK, Integer.MAX_VALUE - 8));
            int[] wider = new int[(int) Math.max(width, roomy)];
            if (slots.length > 0) {
                System.arraycopy(slots, 0, wider, (int) (first - start), slots.length);
            }
            slots = wider;
            filled = new AtomicInteger(end);
        }
        long duplicate = insert(rows, end, start, slots);
        return new DenseKeyIndex(column, start, slots, end, duplicate, filled);
    }

    private long insert(PagedRows rows, int end, long start, int[] slots) {
        long duplicate = duplicate();
        long[] keys = new long[CHUNK];
        PageCursor cursor = new PageCursor(rows, column, rowCount());
        for (int row = rowCount(); row < end; ) {
            int count = read(cursor, row, end, keys);
            Column page = cursor.page();
            int local = cursor.local();
            for (int i = 0; i < count; i++) {
                if (page.isNull(local + i)) {
                    continue;
                }
                int slot = (int) (keys[i] - start);
                if (slots[slot] == 0) {
                    slots[slot] = row + i + 1;
                } else if (duplicate < 0) {
                    duplicate = (long) row + i;
                }
            }
            row += count;
        }
        return duplicate;
    }

    private static int read(PageCursor cursor, int row, int end, long[] keys) {
        cursor.moveTo(row);
        int count = Math.min(Math.min(CHUNK, end - row), cursor.left());
        KeyLongs.read(cursor.page(), cursor.local(), count, keys);
        return count;
    }

    @Override
    PagedKeyIndex on(PagedRows rows) {
        return this;
    }

    @Override
    public void lookup(List<Column> keys, int count, long[] result) {
        Column column = keys.get(0);
        KeyLongs.read(column, 0, count, result);
        int limit = rowCount();
        for (int i = 0; i < count; i++) {
            long slot = result[i] - first;
            // A key below the first overflows to a slot out of range, whatever the sign.
            int position = slot >= 0 && slot < positions.length && result[i] >= first ? positions[(int) slot] : 0;
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
