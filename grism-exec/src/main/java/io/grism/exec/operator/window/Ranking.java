package io.grism.exec.operator.window;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.aggregate.Results;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** The functions of a row's place in its partition: ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE. They take no frame. */
final class Ranking {
    private final RowBuffer rows;
    private final SortedRows sorted;
    private final BufferAllocator allocator;

    Ranking(RowBuffer rows, SortedRows sorted, BufferAllocator allocator) {
        this.rows = rows;
        this.sorted = sorted;
        this.allocator = allocator;
    }

    Column compute(AggregateCall call) {
        int n = sorted.size();
        Results results = new Results(call.type(), call.function().name(), n, allocator);
        try {
            for (int i = 0; i < n; i++) {
                set(call, i, results);
            }
        } catch (Throwable e) {
            results.discard();
            throw e;
        }
        Column column = Columns.create(call.type());
        try (FieldVector vector = results.finish()) {
            column.append(vector, 0, n);
        }
        return column;
    }

    private void set(AggregateCall call, int place, Results results) {
        int start = sorted.partitionStart(place);
        int size = sorted.partitionEnd(place) - start;
        AggregateFunction function = call.function();
        switch (function) {
            case ROW_NUMBER -> results.set(place, place - start + 1L);
            case RANK -> results.set(place, sorted.peerStart(place) - start + 1L);
            case DENSE_RANK -> results.set(place, sorted.peer(place) - sorted.peer(start) + 1L);
            case PERCENT_RANK -> results.set(place, size == 1 ? 0.0 : (sorted.peerStart(place) - start) / (size - 1.0));
            case CUME_DIST -> results.set(place, (sorted.peerEnd(place) - start) / (double) size);
            default -> results.set(place, tile(call, place, start, size));
        }
    }

    private long tile(AggregateCall call, int place, int start, int size) {
        Object value = rows.column(call.arguments().get(0)).get(sorted.order()[place]);
        if (!(value instanceof Number number) || number.longValue() < 1) {
            throw new GrismException(
                    ErrorCode.DATA_ERROR,
                    "Cannot compute NTILE of " + value + " buckets. The number of buckets is 1 or more");
        }
        long buckets = number.longValue();
        long rowsInTile = size / buckets;
        long longer = size % buckets;
        long row = place - (long) start;
        long inLonger = longer * (rowsInTile + 1);
        return row < inLonger ? row / (rowsInTile + 1) + 1 : longer + (row - inLonger) / Math.max(1, rowsInTile) + 1;
    }
}
