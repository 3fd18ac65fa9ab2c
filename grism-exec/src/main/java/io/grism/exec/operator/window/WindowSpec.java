package io.grism.exec.operator.window;

import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.WindowFrame;
import java.util.List;

/** Calls that share a window. */
public record WindowSpec(
        List<Integer> partitionKeys, List<SortKey> order, WindowFrame frame, List<AggregateCall> calls) {
    public WindowSpec {
        partitionKeys = List.copyOf(partitionKeys);
        order = List.copyOf(order);
        calls = List.copyOf(calls);
    }

    /** Whether some result depends on the order of rows that are equal in the window's order. */
    boolean seesOrderOfPeers() {
        boolean rows = frame.unit() == WindowFrame.Unit.ROWS
                && !(frame.start().kind() == WindowFrame.BoundKind.UNBOUNDED_PRECEDING
                        && frame.end().kind() == WindowFrame.BoundKind.UNBOUNDED_FOLLOWING);
        return rows || calls.stream().anyMatch(call -> seesOrderOfPeers(call.function()));
    }

    private static boolean seesOrderOfPeers(AggregateFunction function) {
        return switch (function) {
            case ROW_NUMBER, NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE, LISTAGG, ARRAY_AGG, COLLECT -> true;
            default -> false;
        };
    }
}
