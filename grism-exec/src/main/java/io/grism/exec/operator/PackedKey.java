package io.grism.exec.operator;

import io.grism.exec.column.Column;

/**
 * One sort key as a field of bits in a long: codes from 0 on in the order of the key, one of them for NULL if there are NULLs.
 *
 * @param shift where the field begins
 * @param base the value of code 0, or of the code after that of NULL
 * @param nullCode -1 for none
 */
record PackedKey(SortKey key, int shift, int bits, long base, long nullCode) {
    /** A key of this range takes more bits than {@link #bits(KeyRange)} counts. */
    static final int TOO_MANY = Long.SIZE;

    private static final int CHUNK = 1024;

    /** How many bits the codes of a range take, or {@link #TOO_MANY}. */
    static int bits(KeyRange range) {
        long last = last(range);
        return last < 0 || last == Long.MAX_VALUE
                ? TOO_MANY
                : Long.SIZE - Long.numberOfLeadingZeros(last + (range.nulls() ? 1 : 0));
    }

    /** The distance of the greatest value from the least; negative if it is no long. */
    private static long last(KeyRange range) {
        return range.least() > range.greatest() ? 0 : range.greatest() - range.least();
    }

    static PackedKey of(SortKey key, KeyRange range, int shift) {
        boolean empty = range.least() > range.greatest();
        long first = empty ? 0 : key.descending() ? range.greatest() : range.least();
        long nullCode = !range.nulls() ? -1 : key.nullsFirst() ? 0 : last(range) + 1;
        return new PackedKey(key, shift, bits(range), first, nullCode);
    }

    /** The code of the first value. */
    private long firstCode() {
        return nullCode == 0 ? 1 : 0;
    }

    /** Adds the codes of {@code count} rows to what stands from {@code at} on, where this field is 0. */
    void pack(Column column, int from, int count, long[] into, int at) {
        long[] values = new long[Math.min(CHUNK, count)];
        boolean nulls = column.hasNulls();
        long first = firstCode();
        for (int done = 0; done < count; done += CHUNK) {
            int n = Math.min(CHUNK, count - done);
            LongKeys.read(column, from + done, n, values);
            if (key.descending()) {
                for (int i = 0; i < n; i++) {
                    values[i] = base - values[i] + first;
                }
            } else {
                for (int i = 0; i < n; i++) {
                    values[i] = values[i] - base + first;
                }
            }
            for (int i = 0; nulls && i < n; i++) {
                if (column.isNull(from + done + i)) {
                    values[i] = nullCode;
                }
            }
            for (int i = 0; i < n; i++) {
                into[at + done + i] |= values[i] << shift;
            }
        }
    }

    /** Writes the values of this field in {@code packed[from .. from+count)}; returns whether there are NULLs among them, of which {@code nulls} tells where. */
    boolean unpack(long[] packed, int from, int count, long[] into, boolean[] nulls) {
        long mask = (1L << bits) - 1;
        long first = firstCode();
        if (key.descending()) {
            for (int i = 0; i < count; i++) {
                into[i] = base + first - ((packed[from + i] >>> shift) & mask);
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = base - first + ((packed[from + i] >>> shift) & mask);
            }
        }
        boolean any = false;
        if (nullCode >= 0) {
            for (int i = 0; i < count; i++) {
                boolean isNull = ((packed[from + i] >>> shift) & mask) == nullCode;
                nulls[i] = isNull;
                any |= isNull;
            }
        }
        return any;
    }
}
