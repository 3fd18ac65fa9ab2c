package io.grism.exec.operator.window;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.OperatorContext;

/** Computes the calls of one window over a bucket; a result is a column in the window's order. */
final class WindowCalls {
    private final RowBuffer rows;
    private final SortedRows sorted;
    private final FrameBounds frames;
    private final OperatorContext context;

    WindowCalls(RowBuffer rows, SortedRows sorted, FrameBounds frames, OperatorContext context) {
        this.rows = rows;
        this.sorted = sorted;
        this.frames = frames;
        this.context = context;
    }

    Column compute(AggregateCall call) {
        context.checkCancelled();
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE ->
                new Ranking(rows, sorted, context.allocator()).compute(call);
            case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> new ValuePick(rows, sorted, frames).compute(call);
            default -> new FrameAggregation(rows, sorted, frames, call, context).compute();
        };
    }
}
