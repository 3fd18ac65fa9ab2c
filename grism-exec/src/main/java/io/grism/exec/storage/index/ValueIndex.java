package io.grism.exec.storage.index;

import io.grism.exec.column.BytesColumn;
import io.grism.exec.column.Column;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a page in the order of their values, known by their {@link OrderKeys}.
 *
 * <pre>
 *   listed:   keys   3 3 3 7 7 9        grouped:  keys    3 7 9
 *             rows   0 4 5 1 2 3                  starts  0 3 5 6
 *                                                 rows    0 4 5 1 2 3
 * </pre>
 */
final class ValueIndex implements PageIndex {
    /** How keys are kept that several rows have. */
    enum Form {
        /** With each of the rows. */
        LISTED,
        /** Once, where there are not many; else listed. */
        GROUPED
    }

    private static final int MOST_GROUPS = 4096;
    private static final byte[] NOTHING = {};
    private static final int[] NO_STARTS = {};

    private final byte[] start;
    private final long[] keys;
    private final int @Nullable [] starts;
    private final char[] rows;
    private final char[] nulls;

    private ValueIndex(byte[] start, long[] keys, int @Nullable [] starts, char[] rows, char[] nulls) {
        this.start = start;
        this.keys = keys;
        this.starts = starts;
        this.rows = rows;
        this.nulls = nulls;
    }

    static ValueIndex of(Column column, Form form) {
        int size = column.size();
        byte[] start = column instanceof BytesColumn strings ? OrderKeys.commonStart(strings) : NOTHING;
        long[] all = column instanceof BytesColumn strings ? OrderKeys.of(strings, start.length) : OrderKeys.of(column);
        char[] rows = new char[size];
        char[] nulls = new char[size];
        int present = 0;
        int missing = 0;
        for (int i = 0; i < size; i++) {
            if (column.isNull(i)) {
                nulls[missing++] = (char) i;
            } else {
                all[present] = all[i];
                rows[present++] = (char) i;
            }
        }
        long[] keys = Arrays.copyOf(all, present);
        rows = Arrays.copyOf(rows, present);
        nulls = Arrays.copyOf(nulls, missing);
        KeySort.sort(keys, rows);
        return form == Form.GROUPED
                ? grouped(start, keys, rows, nulls)
                : new ValueIndex(start, keys, null, rows, nulls);
    }

    private static ValueIndex grouped(byte[] start, long[] keys, char[] rows, char[] nulls) {
        int groups = 0;
        for (int i = 0; i < keys.length; i++) {
            groups += i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
        }
        if (groups > MOST_GROUPS) {
            return new ValueIndex(start, keys, null, rows, nulls);
        }
        long[] values = new long[groups];
        int[] starts = new int[groups + 1];
        int group = 0;
        for (int i = 0; i < keys.length; i++) {
            if (i == 0 || keys[i] != keys[i - 1]) {
                values[group] = keys[i];
                starts[group++] = i;
            }
        }
        starts[groups] = keys.length;
        return new ValueIndex(start, values, starts, rows, nulls);
    }

    @Override
    public void write(DerivedOutput out) throws IOException {
        out.putBytes(start);
        out.putLongs(keys);
        out.putInts(starts == null ? NO_STARTS : starts);
        out.putChars(rows);
        out.putChars(nulls);
    }

    static @Nullable ValueIndex read(int rowCount, DerivedInput in) throws IOException {
        byte[] start = in.getBytes();
        long[] keys = in.getLongs();
        int[] starts = in.getInts();
        char[] rows = in.getChars();
        char[] nulls = in.getChars();
        boolean isListed = starts.length == 0;
        boolean isIndex = rows.length + nulls.length == rowCount
                && (isListed
                        ? keys.length == rows.length
                        : starts.length == keys.length + 1 && KeptRows.areParts(starts, rows.length))
                && KeptRows.areBelow(rowCount, rows)
                && KeptRows.areBelow(rowCount, nulls);
        return isIndex ? new ValueIndex(start, keys, isListed ? null : starts, rows, nulls) : null;
    }

    @Override
    public int count(Wanted wanted) {
        if (wanted.nulls()) {
            return nulls.length;
        }
        long[] slices = slices(wanted);
        int count = 0;
        for (long slice : slices) {
            count += to(slice) - from(slice);
        }
        return count;
    }

    @Override
    public int find(Wanted wanted, int[] found) {
        if (wanted.nulls()) {
            for (int i = 0; i < nulls.length; i++) {
                found[i] = nulls[i];
            }
            return nulls.length;
        }
        int count = 0;
        for (long slice : slices(wanted)) {
            for (int i = from(slice); i < to(slice); i++) {
                found[count++] = rows[i];
            }
        }
        Arrays.sort(found, 0, count);
        return count;
    }

    // A slice is a run of rows: where it begins in the upper half of a long, where it ends in the lower one.

    private static int from(long slice) {
        return (int) (slice >>> 32);
    }

    private static int to(long slice) {
        return (int) slice;
    }

    /** Disjoint ones. */
    private long[] slices(Wanted wanted) {
        int first = 0;
        int end = rows.length;
        Column bounds = wanted.bounds();
        long[] values = bounds instanceof BytesColumn ? new long[0] : OrderKeys.of(bounds);
        for (Wanted.Range range : wanted.all()) {
            long slice = slice(bounds, values, range);
            first = Math.max(first, from(slice));
            end = Math.min(end, to(slice));
        }
        List<Wanted.Range> any = wanted.any();
        if (any == null) {
            return first < end ? new long[] {(long) first << 32 | end} : new long[0];
        }
        long[] slices = new long[any.size()];
        int count = 0;
        for (Wanted.Range range : any) {
            long slice = slice(bounds, values, range);
            int from = Math.max(first, from(slice));
            int to = Math.min(end, to(slice));
            if (from < to) {
                slices[count++] = (long) from << 32 | to;
            }
        }
        Arrays.sort(slices, 0, count);
        int disjoint = 0;
        for (int i = 0; i < count; i++) {
            if (disjoint > 0 && from(slices[i]) < to(slices[disjoint - 1])) {
                int longer = Math.max(to(slices[i]), to(slices[disjoint - 1]));
                slices[disjoint - 1] = (long) from(slices[disjoint - 1]) << 32 | longer;
            } else {
                slices[disjoint++] = slices[i];
            }
        }
        return Arrays.copyOf(slices, disjoint);
    }

    /** {@code values} are the keys of the bounds, unless they are strings. */
    private long slice(Column bounds, long[] values, Wanted.Range range) {
        int from = 0;
        int to = rows.length;
        if (bounds instanceof BytesColumn strings) {
            from = range.low() < 0 ? from : firstOf(strings, range.low());
            to = range.high() < 0 ? to : endOf(strings, range.high(), range.end());
        } else {
            from = range.low() < 0 ? from : rank(firstAtLeast(values[range.low()]));
            to = range.high() < 0 ? to : rank(firstAbove(values[range.high()]));
        }
        return (long) from << 32 | Math.max(from, to);
    }

    /** Where rows begin that may be at least a string. */
    private int firstOf(BytesColumn strings, int bound) {
        byte[] bytes = strings.bytes();
        int from = strings.offsets()[bound];
        int to = strings.offsets()[bound + 1];
        int order = compareWithStart(bytes, from, to);
        return order != 0
                ? order < 0 ? 0 : rows.length
                : rank(firstAtLeast(OrderKeys.key(bytes, from + start.length, to, 0)));
    }

    /** Where rows end that may be at most a string, or begin with it. */
    private int endOf(BytesColumn strings, int bound, Wanted.End end) {
        byte[] bytes = strings.bytes();
        int from = strings.offsets()[bound];
        int to = strings.offsets()[bound + 1];
        if (end == Wanted.End.PREFIX && beginsWith(bytes, from, to)) {
            return rows.length;
        }
        int order = compareWithStart(bytes, from, to);
        int padding = end == Wanted.End.PREFIX ? 0xFF : 0;
        return order != 0
                ? order < 0 ? 0 : rows.length
                : rank(firstAbove(OrderKeys.key(bytes, from + start.length, to, padding)));
    }

    /** Whether what all strings begin with begins with a string itself. */
    private boolean beginsWith(byte[] bytes, int from, int to) {
        int length = to - from;
        return length <= start.length && Arrays.equals(start, 0, length, bytes, from, to);
    }

    /** 0 if a string begins as all of the page do; else whether it is smaller or greater than all of them. */
    private int compareWithStart(byte[] bytes, int from, int to) {
        int length = Math.min(start.length, to - from);
        return Arrays.compareUnsigned(bytes, from, from + length, start, 0, start.length);
    }

    private int rank(int key) {
        return starts == null ? key : starts[key];
    }

    private int firstAtLeast(long key) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int firstAbove(long key) {
        return key == Long.MAX_VALUE ? keys.length : firstAtLeast(key + 1);
    }

    @Override
    public long sizeInBytes() {
        return start.length
                + 8L * keys.length
                + (starts == null ? 0 : 4L * starts.length)
                + 2L * rows.length
                + 2L * nulls.length;
    }
}
