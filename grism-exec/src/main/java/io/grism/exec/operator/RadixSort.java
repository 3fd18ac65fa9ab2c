package io.grism.exec.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sorts longs, perhaps with an int each, stably, digit by digit from the lowest; digits that are equal everywhere cost nothing. */
final class RadixSort {
    private static final int BITS = 11;
    private static final int BUCKETS = 1 << BITS;

    private RadixSort() {}

    /** Sorts {@code from .. to}; the same range of the spare arrays is overwritten. There are values and spare values, or neither. */
    static void sort(
            long[] keys, int @Nullable [] values, int from, int to, long[] spareKeys, int @Nullable [] spareValues) {
        long varying = 0;
        for (int i = from; i < to; i++) {
            varying |= keys[i] ^ keys[from];
        }
        int[] next = new int[BUCKETS];
        long[] source = keys;
        long[] target = spareKeys;
        int[] sourceValues = values;
        int[] targetValues = spareValues;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            if (((varying >>> shift) & (BUCKETS - 1)) == 0) {
                continue;
            }
            // The digit with the sign begins below 0.
            int flip = shift + BITS >= Long.SIZE ? 1 << (Long.SIZE - 1 - shift) : 0;
            count(source, from, to, shift, flip, next);
            if (sourceValues == null || targetValues == null) {
                scatter(source, from, to, shift, flip, next, target);
            } else {
                scatter(source, sourceValues, from, to, shift, flip, next, target, targetValues);
            }
            long[] otherKeys = source;
            source = target;
            target = otherKeys;
            int[] otherValues = sourceValues;
            sourceValues = targetValues;
            targetValues = otherValues;
        }
        if (source != keys) {
            System.arraycopy(source, from, keys, from, to - from);
            if (values != null && sourceValues != null) {
                System.arraycopy(sourceValues, from, values, from, to - from);
            }
        }
    }

    /** Sets {@code next} to where the keys of each digit begin. */
    private static void count(long[] keys, int from, int to, int shift, int flip, int[] next) {
        Arrays.fill(next, 0);
        for (int i = from; i < to; i++) {
            next[((int) (keys[i] >>> shift) & (BUCKETS - 1)) ^ flip]++;
        }
        int start = from;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int size = next[bucket];
            next[bucket] = start;
            start += size;
        }
    }

    private static void scatter(long[] keys, int from, int to, int shift, int flip, int[] next, long[] into) {
        for (int i = from; i < to; i++) {
            long key = keys[i];
            into[next[((int) (key >>> shift) & (BUCKETS - 1)) ^ flip]++] = key;
        }
    }

    private static void scatter(
            long[] keys,
            int[] values,
            int from,
            int to,
            int shift,
            int flip,
            int[] next,
            long[] into,
            int[] intoValues) {
        for (int i = from; i < to; i++) {
            long key = keys[i];
            int at = next[((int) (key >>> shift) & (BUCKETS - 1)) ^ flip]++;
            into[at] = key;
            intoValues[at] = values[i];
        }
    }
}
