package io.grism.exec.operator;

import io.grism.exec.column.RowBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Rows and their order: a stable sort of (prefix, row) pairs, key by key, that looks at the rows only where prefixes are equal but values may differ. A run may take in
 * others, whose rows then stand after its own.
 */
final class SortedRun {
    private static final int INSERTION = 12;
    /** So few rows are compared as they are. */
    private static final int SMALL = 24;

    private static final int RADIX = 4096;
    /** What a sort holds for each row besides the row. */
    static final long BYTES_PER_ROW = 32;
    /** A merge reads so many keys as longs; they fit into what is held for the pairs of a sort. */
    private static final int MERGED_KEYS = 3;

    private final RowBuffer rows;
    private final List<SortKey> keys;
    private final RowOrder order;
    private final OperatorContext context;
    private final SortPrefix[] columns;
    private int[] sorted;
    /** The prefixes of the rows of {@link #sorted}, in its order: in a range that is being sorted, of the key that is looked at there. */
    private long[] prefixes;

    private long[] spare;
    private int[] spareRows;

    /** Sorts the rows of a buffer, which it takes over; stops when the context is cancelled. */
    SortedRun(RowBuffer rows, List<SortKey> keys, OperatorContext context) {
        this.rows = rows;
        this.keys = keys;
        this.context = context;
        this.order = new RowOrder(keys);
        int size = rows.size();
        sorted = new int[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = i;
        }
        prefixes = new long[size];
        columns = new SortPrefix[keys.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new SortPrefix(rows.column(keys.get(i).column()), keys.get(i));
        }
        spare = new long[size];
        spareRows = new int[size];
        sortByKey(0, 0, 0, size);
        spare = new long[0];
        spareRows = new int[0];
    }

    RowBuffer rows() {
        return rows;
    }

    /** The rows in order. */
    int[] order() {
        return sorted;
    }

    /** Sorts rows that are equal in the keys before {@code key}, and in this key's prefixes before {@code depth}. */
    private void sortByKey(int key, int depth, int from, int to) {
        if (to - from < 2 || key == columns.length) {
            return;
        }
        if (to - from <= SMALL) {
            Arrays.fill(prefixes, from, to, 0);
            sort(key, false, from, to);
            return;
        }
        SortPrefix column = columns[key];
        column.load(depth, sorted, from, to, prefixes);
        if (to - from >= RADIX) {
            context.checkCancelled();
            RadixSort.sort(prefixes, sorted, from, to, spare, spareRows);
        } else {
            sort(key, true, from, to);
        }
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || prefixes[i] != prefixes[start]) {
                refine(key, depth, start, i);
                start = i;
            }
        }
    }

    /** Sorts rows of equal prefixes by what the prefixes do not tell. */
    private void refine(int key, int depth, int from, int to) {
        if (to - from < 2) {
            return;
        }
        switch (columns[key].tie(depth, sorted, from, to)) {
            case EQUAL -> sortByKey(key + 1, 0, from, to);
            case DEEPER -> sortByKey(key, depth + 1, from, to);
            case UNKNOWN -> {
                Arrays.fill(prefixes, from, to, 0);
                sort(key, false, from, to);
            }
        }
    }

    /** Bytes held, and as many again for the pairs while a run of so many rows is sorted. */
    static long bytesFor(RowBuffer rows) {
        return rows.sizeInBytes() + BYTES_PER_ROW * rows.size();
    }

    /** Takes in another run of the same order. */
    void merge(SortedRun other) {
        int certain = 0;
        while (certain < keys.size() && columns[certain].isExact() && other.columns[certain].isExact()) {
            certain++;
        }
        // One key more than those that tell all by their longs, if there is one: it decides most pairs.
        int read = Math.min(MERGED_KEYS, Math.min(certain + 1, keys.size()));
        certain = Math.min(certain, read);
        long[][] left = inOrder(read);
        long[][] right = other.inOrder(read);
        int base = rows.size();
        int added = other.rows.size();
        rows.append(other.rows, 0, added);
        int[] all = new int[base + added];
        int l = 0;
        int r = 0;
        for (int i = 0; i < all.length; i++) {
            if ((i & (RADIX - 1)) == 0) {
                context.checkCancelled();
            }
            boolean takesRight = l == base;
            if (l < base && r < added) {
                int key = 0;
                while (key < read && left[key][l] == right[key][r]) {
                    key++;
                }
                takesRight = key < read
                        ? left[key][l] > right[key][r]
                        : certain < keys.size()
                                && order.compare(certain, rows, sorted[l], rows, base + other.sorted[r]) > 0;
            }
            all[i] = takesRight ? base + other.sorted[r++] : sorted[l++];
        }
        sorted = all;
        prefixes = new long[0];
    }

    /** The prefixes of the first keys, each in the order of the rows. */
    private long[][] inOrder(int count) {
        long[][] result = new long[count][sorted.length];
        for (int key = 0; key < count; key++) {
            new SortPrefix(rows.column(keys.get(key).column()), keys.get(key))
                    .load(0, sorted, 0, sorted.length, result[key]);
        }
        return result;
    }

    /** Whether the first pair belongs after the second, in the order of the keys from {@code key} on; pairs of equal prefixes are equal if {@code certain}. */
    private boolean isAfter(int key, boolean certain, long prefix, int row, long otherPrefix, int other) {
        return prefix > otherPrefix
                || (prefix == otherPrefix && !certain && order.compare(key, rows, row, rows, other) > 0);
    }

    /** A merge sort of (prefix, row) pairs. */
    private void sort(int key, boolean certain, int from, int to) {
        if (to - from <= INSERTION) {
            insertionSort(key, certain, from, to);
            return;
        }
        if (to - from >= RADIX) {
            context.checkCancelled();
        }
        int middle = (from + to) >>> 1;
        sort(key, certain, from, middle);
        sort(key, certain, middle, to);
        if (!isAfter(key, certain, prefixes[middle - 1], sorted[middle - 1], prefixes[middle], sorted[middle])) {
            return;
        }
        int length = middle - from;
        System.arraycopy(prefixes, from, spare, 0, length);
        System.arraycopy(sorted, from, spareRows, 0, length);
        int left = 0;
        int right = middle;
        for (int i = from; left < length; i++) {
            if (right < to && isAfter(key, certain, spare[left], spareRows[left], prefixes[right], sorted[right])) {
                prefixes[i] = prefixes[right];
                sorted[i] = sorted[right++];
            } else {
                prefixes[i] = spare[left];
                sorted[i] = spareRows[left++];
            }
        }
    }

    private void insertionSort(int key, boolean certain, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long prefix = prefixes[i];
            int row = sorted[i];
            int at = i;
            while (at > from && isAfter(key, certain, prefixes[at - 1], sorted[at - 1], prefix, row)) {
                prefixes[at] = prefixes[at - 1];
                sorted[at] = sorted[at - 1];
                at--;
            }
            prefixes[at] = prefix;
            sorted[at] = row;
        }
    }
}
