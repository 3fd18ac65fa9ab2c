package io.grism.exec.operator;

/** Sorts longs with an int each, stably, digit by digit from the lowest; digits that are equal everywhere cost nothing but a look. */
final class RadixSort {
    private static final int BITS = 11;
    private static final int BUCKETS = 1 << BITS;
    private static final int DIGITS = (Long.SIZE + BITS - 1) / BITS;

    private RadixSort() {}

    /** Sorts {@code from .. to}; the spare arrays are at least as long as the range. */
    static void sort(long[] keys, int[] values, int from, int to, long[] spareKeys, int[] spareValues) {
        int count = to - from;
        int[][] ends = new int[DIGITS][BUCKETS];
        for (int i = from; i < to; i++) {
            long key = keys[i] ^ Long.MIN_VALUE;
            for (int digit = 0; digit < DIGITS; digit++) {
                ends[digit][(int) (key >>> (digit * BITS)) & (BUCKETS - 1)]++;
            }
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = digit * BITS;
            int[] next = ends[digit];
            if (next[(int) ((keys[from] ^ Long.MIN_VALUE) >>> shift) & (BUCKETS - 1)] == count) {
                continue;
            }
            int start = 0;
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                int size = next[bucket];
                next[bucket] = start;
                start += size;
            }
            for (int i = from; i < to; i++) {
                long key = keys[i];
                int at = next[(int) ((key ^ Long.MIN_VALUE) >>> shift) & (BUCKETS - 1)]++;
                spareKeys[at] = key;
                spareValues[at] = values[i];
            }
            System.arraycopy(spareKeys, 0, keys, from, count);
            System.arraycopy(spareValues, 0, values, from, count);
        }
    }
}
