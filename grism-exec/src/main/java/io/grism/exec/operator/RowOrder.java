package io.grism.exec.operator;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import java.util.List;

/** The order that sort keys give to the rows of buffers of one schema. Immutable. */
public final class RowOrder {
    private final int[] columns;
    private final boolean[] descending;
    private final boolean[] nullsFirst;

    public RowOrder(List<SortKey> keys) {
        int count = keys.size();
        columns = new int[count];
        descending = new boolean[count];
        nullsFirst = new boolean[count];
        for (int i = 0; i < count; i++) {
            columns[i] = keys.get(i).column();
            descending[i] = keys.get(i).descending();
            nullsFirst[i] = keys.get(i).nullsFirst();
        }
    }

    public int compare(RowBuffer rows, int row, RowBuffer others, int other) {
        return compare(0, rows, row, others, other);
    }

    /** Compares by the keys from {@code first} on. */
    int compare(int first, RowBuffer rows, int row, RowBuffer others, int other) {
        for (int i = first; i < columns.length; i++) {
            Column column = rows.column(columns[i]);
            Column otherColumn = others.column(columns[i]);
            boolean isNull = column.isNull(row);
            int order;
            if (isNull || otherColumn.isNull(other)) {
                order = isNull == otherColumn.isNull(other) ? 0 : isNull == nullsFirst[i] ? -1 : 1;
            } else {
                order = column.compare(row, otherColumn, other);
                order = descending[i] ? -Integer.signum(order) : order;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
