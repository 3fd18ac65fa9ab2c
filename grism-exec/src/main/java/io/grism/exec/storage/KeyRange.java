package io.grism.exec.storage;

import io.grism.exec.column.Column;
import org.jspecify.annotations.Nullable;

/** The least and the greatest of the integer keys of some rows; {@code least > greatest} when all are NULL. */
record KeyRange(long least, long greatest) {
    private static final int CHUNK = 1024;

    /** Of the rows from {@code from} on. A page whose bounds are known is not looked at. */
    static KeyRange of(PagedRows rows, int column, long from) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int s = rows.segmentOf(from); s < rows.segmentCount(); s++) {
            Segment segment = rows.segment(s);
            int first = (int) Math.max(0, from - rows.firstRow(s));
            KeyRange range = first == 0 ? known(segment, column) : null;
            if (range == null) {
                range = scanned(segment.column(column), first, segment.rowCount());
            }
            least = Math.min(least, range.least);
            greatest = Math.max(greatest, range.greatest);
        }
        return new KeyRange(least, greatest);
    }

    private static @Nullable KeyRange known(Segment segment, int column) {
        PageStatistics statistics = segment.page(column).knownStatistics();
        Column bounds = statistics == null ? null : statistics.bounds();
        if (bounds == null) {
            return null;
        }
        long[] ends = new long[2];
        KeyLongs.read(bounds, 0, 2, ends);
        return new KeyRange(ends[0], ends[1]);
    }

    private static KeyRange scanned(Column page, int from, int to) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        long[] keys = new long[CHUNK];
        for (int row = from; row < to; row += CHUNK) {
            int count = Math.min(CHUNK, to - row);
            KeyLongs.read(page, row, count, keys);
            for (int i = 0; i < count; i++) {
                if (!page.isNull(row + i)) {
                    least = Math.min(least, keys[i]);
                    greatest = Math.max(greatest, keys[i]);
                }
            }
        }
        return new KeyRange(least, greatest);
    }
}
