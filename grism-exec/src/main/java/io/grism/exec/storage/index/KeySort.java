package io.grism.exec.storage.index;

/** Sorts keys together with their rows; rows of equal keys stay in their order. */
final class KeySort {
    private static final int BUCKETS = 256;

    private KeySort() {}

    /** By one byte after the other, the least first; a byte that all keys have in common costs one look. */
    static void sort(long[] keys, char[] rows) {
        int size = keys.length;
        long[] fromKeys = keys;
        char[] fromRows = rows;
        long[] toKeys = new long[size];
        char[] toRows = new char[size];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            // The greatest byte has the sign: exchanging it makes negative keys the smaller ones.
            int flip = shift == Long.SIZE - Byte.SIZE ? 0x80 : 0;
            int[] ends = new int[BUCKETS];
            for (int i = 0; i < size; i++) {
                ends[(int) (fromKeys[i] >>> shift) & 0xFF ^ flip]++;
            }
            if (size == 0 || ends[(int) (fromKeys[0] >>> shift) & 0xFF ^ flip] == size) {
                continue;
            }
            int at = 0;
            for (int i = 0; i < BUCKETS; i++) {
                int count = ends[i];
                ends[i] = at;
                at += count;
            }
            for (int i = 0; i < size; i++) {
                int place = ends[(int) (fromKeys[i] >>> shift) & 0xFF ^ flip]++;
                toKeys[place] = fromKeys[i];
                toRows[place] = fromRows[i];
            }
            long[] otherKeys = fromKeys;
            char[] otherRows = fromRows;
            fromKeys = toKeys;
            fromRows = toRows;
            toKeys = otherKeys;
            toRows = otherRows;
        }
        if (fromKeys != keys) {
            System.arraycopy(fromKeys, 0, keys, 0, size);
            System.arraycopy(fromRows, 0, rows, 0, size);
        }
    }
}
