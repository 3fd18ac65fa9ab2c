package io.grism.bench;

/** Posts by descending length, then day, then id: one number a post that orders as the keys do. */
final class ReferenceSort {
    private static final int RADIX_BITS = 11;
    private static final int ID_BITS = 32;
    private static final int CREATED_BITS = 14;
    private static final int LENGTH_BITS = 11;
    private static final int MAX_LENGTH = (1 << LENGTH_BITS) - 1;

    private ReferenceSort() {}

    private static long key(ReferenceData posts, int post) {
        return (long) (MAX_LENGTH - posts.length[post]) << (CREATED_BITS + ID_BITS)
                | (long) posts.created[post] << ID_BITS
                | post;
    }

    /** The first {@code limit} rows: a heap with the last of them on top. */
    static void first(ReferenceData posts, int limit, Answer answer) {
        int rows = posts.length.length;
        int kept = Math.min(limit, rows);
        long[] heap = new long[kept];
        for (int post = 0; post < kept; post++) {
            heap[post] = key(posts, post);
        }
        for (int i = kept / 2; i >= 0; i--) {
            sink(heap, i, kept);
        }
        for (int post = kept; post < rows; post++) {
            long key = key(posts, post);
            if (key < heap[0]) {
                heap[0] = key;
                sink(heap, 0, kept);
            }
        }
        java.util.Arrays.sort(heap);
        for (long key : heap) {
            int post = (int) key;
            answer.add(post + 1L);
            answer.add((long) posts.length[post]);
            answer.add((long) posts.created[post]);
            answer.endRow();
        }
    }

    private static void sink(long[] heap, int start, int count) {
        int at = start;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[at] >= heap[child]) {
                return;
            }
            long swapped = heap[at];
            heap[at] = heap[child];
            heap[child] = swapped;
            at = child;
        }
    }

    /** All rows, by a radix sort of the keys from the lowest digit; ids are in order already. */
    static void all(ReferenceData posts, Answer answer) {
        int rows = posts.length.length;
        long[] keys = new long[rows];
        for (int post = 0; post < rows; post++) {
            keys[post] = key(posts, post);
        }
        long[] other = new long[rows];
        for (int shift = ID_BITS; shift < ID_BITS + CREATED_BITS + LENGTH_BITS; shift += RADIX_BITS) {
            int[] next = new int[(1 << RADIX_BITS) + 1];
            for (long key : keys) {
                next[(int) (key >>> shift & (1 << RADIX_BITS) - 1) + 1]++;
            }
            for (int digit = 0; digit < 1 << RADIX_BITS; digit++) {
                next[digit + 1] += next[digit];
            }
            for (long key : keys) {
                other[next[(int) (key >>> shift & (1 << RADIX_BITS) - 1)]++] = key;
            }
            long[] swapped = keys;
            keys = other;
            other = swapped;
        }
        for (long key : keys) {
            answer.add((int) key + 1L);
            answer.endRow();
        }
    }
}
