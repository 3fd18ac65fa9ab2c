package io.grism.exec.operator.aggregate;

import io.grism.exec.column.Column;
import io.grism.exec.operator.SortKey;
import java.util.ArrayList;
import java.util.List;

/** Sorts row numbers by the values of columns; a stable merge sort over an int array. Single-threaded. */
public final class RowSorter {
    private static final int INSERTION_SORT_ROWS = 12;

    private final Column[] columns;
    private final boolean[] descending;
    private final boolean[] nullsFirst;
    private int[] scratch = new int[0];

    /** By {@code columns[i]} as {@code keys[i]} says, the key's own column number being ignored. */
    public RowSorter(List<Column> columns, List<SortKey> keys) {
        this.columns = columns.toArray(new Column[0]);
        descending = new boolean[this.columns.length];
        nullsFirst = new boolean[this.columns.length];
        for (int i = 0; i < this.columns.length; i++) {
            descending[i] = keys.get(i).descending();
            nullsFirst[i] = keys.get(i).nullsFirst();
        }
    }

    /** Keys that order columns ascending, NULLs last. */
    public static List<SortKey> ascending(int count) {
        List<SortKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(new SortKey(i, false, false));
        }
        return keys;
    }

    /** Order of two rows. */
    public int compare(int left, int right) {
        for (int i = 0; i < columns.length; i++) {
            int order = compare(i, left, right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int compare(int key, int left, int right) {
        Column column = columns[key];
        if (column.hasNulls()) {
            boolean leftNull = column.isNull(left);
            boolean rightNull = column.isNull(right);
            if (leftNull || rightNull) {
                return leftNull == rightNull ? 0 : leftNull == nullsFirst[key] ? -1 : 1;
            }
        }
        int order = column.compare(left, column, right);
        return descending[key] ? -order : order;
    }

    /** Sorts {@code rows[from..to)}. */
    public void sort(int[] rows, int from, int to) {
        if (scratch.length < to - from) {
            scratch = new int[to - from];
        }
        if (columns.length > 0) {
            mergeSort(rows, from, to, from);
        }
    }

    private void mergeSort(int[] rows, int from, int to, int base) {
        if (to - from <= INSERTION_SORT_ROWS) {
            insertionSort(rows, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(rows, from, middle, base);
        mergeSort(rows, middle, to, base);
        if (compare(rows[middle - 1], rows[middle]) <= 0) {
            return;
        }
        int left = from - base;
        int leftEnd = middle - base;
        System.arraycopy(rows, from, scratch, left, middle - from);
        int right = middle;
        int at = from;
        while (left < leftEnd) {
            if (right < to && compare(rows[right], scratch[left]) < 0) {
                rows[at++] = rows[right++];
            } else {
                rows[at++] = scratch[left++];
            }
        }
    }

    private void insertionSort(int[] rows, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int row = rows[i];
            int at = i;
            while (at > from && compare(rows[at - 1], row) > 0) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
        }
    }
}
