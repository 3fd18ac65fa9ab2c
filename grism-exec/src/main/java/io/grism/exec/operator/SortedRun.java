package io.grism.exec.operator;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import java.util.List;

/**
 * Rows and their order: a stable merge sort that moves (prefix, row) pairs and looks at the rows only where prefixes are equal. A run
 * may take in others, whose rows then stand after its own.
 */
final class SortedRun {
    private static final int INSERTION = 12;

    private final RowBuffer rows;
    private final RowOrder order;
    /** Whether rows of equal prefixes are equal. */
    private boolean exact;

    private long[] prefixes;
    private int[] sorted;

    /** Sorts the rows of a buffer, which it takes over. */
    SortedRun(RowBuffer rows, List<SortKey> keys) {
        this.rows = rows;
        this.order = new RowOrder(keys);
        int size = rows.size();
        sorted = new int[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = i;
        }
        if (keys.isEmpty()) {
            prefixes = new long[size];
            exact = true;
        } else {
            Column first = rows.column(keys.get(0).column());
            prefixes = SortPrefix.of(first, keys.get(0));
            exact = keys.size() == 1 && !first.hasNulls() && SortPrefix.isExact(first);
        }
        sort(0, size, new long[size], new int[size]);
    }

    RowBuffer rows() {
        return rows;
    }

    /** The rows in order. */
    int[] order() {
        return sorted;
    }

    /** Bytes held, and as many again for the pairs while a run of so many rows is sorted. */
    static long bytesFor(RowBuffer rows) {
        return rows.sizeInBytes() + 24L * rows.size();
    }

    /** Takes in another run of the same order. */
    void merge(SortedRun other) {
        int base = rows.size();
        rows.append(other.rows, 0, other.rows.size());
        int size = rows.size();
        long[] allPrefixes = new long[size];
        int[] all = new int[size];
        int left = 0;
        int right = 0;
        boolean certain = exact && other.exact;
        for (int i = 0; i < size; i++) {
            boolean takesRight = left == base
                    || (right < size - base
                            && isAfter(
                                    prefixes[left],
                                    sorted[left],
                                    other.prefixes[right],
                                    base + other.sorted[right],
                                    certain));
            if (takesRight) {
                allPrefixes[i] = other.prefixes[right];
                all[i] = base + other.sorted[right++];
            } else {
                allPrefixes[i] = prefixes[left];
                all[i] = sorted[left++];
            }
        }
        prefixes = allPrefixes;
        sorted = all;
        exact = certain;
    }

    /** Whether the first pair belongs after the second. */
    private boolean isAfter(long prefix, int row, long otherPrefix, int other, boolean certain) {
        return prefix > otherPrefix || (prefix == otherPrefix && !certain && order.compare(rows, row, rows, other) > 0);
    }

    private void sort(int from, int to, long[] spare, int[] spareRows) {
        if (to - from <= INSERTION) {
            insertionSort(from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(from, middle, spare, spareRows);
        sort(middle, to, spare, spareRows);
        if (!isAfter(prefixes[middle - 1], sorted[middle - 1], prefixes[middle], sorted[middle], exact)) {
            return;
        }
        int length = middle - from;
        System.arraycopy(prefixes, from, spare, 0, length);
        System.arraycopy(sorted, from, spareRows, 0, length);
        int left = 0;
        int right = middle;
        for (int i = from; left < length; i++) {
            if (right < to && isAfter(spare[left], spareRows[left], prefixes[right], sorted[right], exact)) {
                prefixes[i] = prefixes[right];
                sorted[i] = sorted[right++];
            } else {
                prefixes[i] = spare[left];
                sorted[i] = spareRows[left++];
            }
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long prefix = prefixes[i];
            int row = sorted[i];
            int at = i;
            while (at > from && isAfter(prefixes[at - 1], sorted[at - 1], prefix, row, exact)) {
                prefixes[at] = prefixes[at - 1];
                sorted[at] = sorted[at - 1];
                at--;
            }
            prefixes[at] = prefix;
            sorted[at] = row;
        }
    }
}
