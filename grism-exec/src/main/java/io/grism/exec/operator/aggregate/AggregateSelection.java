package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a run that count for one aggregate call: its FILTER is TRUE and the arguments that must not be NULL are not.
 */
public final class AggregateSelection {
    private final int filter;
    private final int[] notNull;
    private int[] rows = new int[0];
    private int count;
    /** For so many rows, {@code rows[i]} is i. */
    private int inOrder;

    public AggregateSelection(AggregateCall call) {
        filter = call.filter();
        notNull = skippedWhenNull(call);
    }

    /** Computes the selection of a run. */
    public void select(AggregateInput input) {
        int n = input.rowCount();
        if (rows.length < n) {
            rows = new int[n];
            inOrder = 0;
        }
        for (int i = inOrder; i < n; i++) {
            rows[i] = i;
        }
        inOrder = Math.max(inOrder, n);
        count = filter < 0 ? n : input.keepTrue(filter, rows, n);
        for (int column : notNull) {
            count = input.dropNulls(column, rows, count);
        }
        if (count < n) {
            inOrder = 0;
        }
    }

    /** The rows selected, ascending; {@link #count} of them. */
    public int[] rows() {
        return rows;
    }

    public int count() {
        return count;
    }

    /** The groups of the selected rows: {@code groups} itself if all rows are selected, else packed into {@code scratch}. */
    int[] pack(int[] groups, int rowCount, int[] scratch) {
        if (count == rowCount) {
            return groups;
        }
        for (int i = 0; i < count; i++) {
            scratch[i] = groups[rows[i]];
        }
        return scratch;
    }

    private static int[] skippedWhenNull(AggregateCall call) {
        List<Integer> columns =
                switch (call.function()) {
                    case SINGLE_VALUE, ARRAY_AGG, COLLECT -> List.of();
                    case ARG_MIN, ARG_MAX -> call.arguments().subList(1, 2);
                    case LISTAGG -> call.arguments().subList(0, 1);
                    case PERCENTILE_CONT, PERCENTILE_DISC ->
                        List.of(call.order().get(0).column());
                    case MODE ->
                        call.arguments().isEmpty() ? List.of(call.order().get(0).column()) : call.arguments();
                    default -> call.arguments();
                };
        return new ArrayList<>(columns).stream().mapToInt(Integer::intValue).toArray();
    }
}
