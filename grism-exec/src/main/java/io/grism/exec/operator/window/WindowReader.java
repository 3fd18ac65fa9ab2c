package io.grism.exec.operator.window;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Reservation;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Computes the windows of a {@link Window} bucket by bucket and reads the rows with their results. */
final class WindowReader implements Operator {
    private final Window window;
    private final OperatorContext context;
    private final Reservation memory;
    private @Nullable Computed bucket;
    private int position;

    WindowReader(Window window, OperatorContext context) {
        this.window = window;
        this.context = context;
        memory = new Reservation(context.memory(), Window.NAME);
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.checkCancelled();
            Computed current = bucket;
            if (current != null && position < current.rows().size()) {
                int count = Math.min(context.batchRows(), current.rows().size() - position);
                Batch batch = current.batch(position, count, context);
                position += count;
                return batch;
            }
            bucket = null;
            memory.resize(0);
            List<RowBuffer> parts = window.nextBucket();
            if (parts == null) {
                return null;
            }
            bucket = compute(parts);
            position = 0;
        }
    }

    private Computed compute(List<RowBuffer> parts) {
        RowBuffer rows = parts.get(0);
        if (parts.size() > 1) {
            rows = new RowBuffer(window.input());
            for (RowBuffer part : parts) {
                rows.append(part, 0, part.size());
            }
            memory.resize(rows.sizeInBytes());
        }
        List<SortedRows> orders = new ArrayList<>();
        List<List<Column>> results = new ArrayList<>();
        for (WindowSpec spec : window.windows()) {
            context.checkCancelled();
            SortedRows sorted = new SortedRows(rows, spec);
            FrameBounds frames = new FrameBounds(rows, sorted, spec);
            List<Column> columns = new ArrayList<>();
            WindowCalls calls = new WindowCalls(rows, sorted, frames, context);
            spec.calls().forEach(call -> columns.add(calls.compute(call)));
            orders.add(sorted);
            results.add(columns);
        }
        long bytes = parts.size() > 1 ? rows.sizeInBytes() : 0;
        for (List<Column> columns : results) {
            for (Column column : columns) {
                bytes += column.sizeInBytes();
            }
            bytes += 8L * rows.size();
        }
        memory.resize(bytes);
        return new Computed(rows, orders, results);
    }

    @Override
    public void close() {
        bucket = null;
        memory.close();
    }

    /** A bucket's rows, and per window their order and the results in that order. Rows are read in the last window's order. */
    private record Computed(RowBuffer rows, List<SortedRows> orders, List<List<Column>> results) {
        Batch batch(int from, int count, OperatorContext context) {
            int[] order = orders.get(orders.size() - 1).order();
            List<FieldVector> vectors = new ArrayList<>();
            try {
                for (int i = 0; i < rows.columnCount(); i++) {
                    vectors.add(rows.column(i).gather(order, from, count, context.allocator()));
                }
                for (int w = 0; w < results.size(); w++) {
                    boolean last = w == results.size() - 1;
                    int[] places = last ? null : places(orders.get(w), order, from, count);
                    for (Column column : results.get(w)) {
                        vectors.add(
                                places == null
                                        ? column.slice(from, count, context.allocator())
                                        : column.gather(places, 0, count, context.allocator()));
                    }
                }
                return new Batch(count, vectors);
            } catch (Throwable e) {
                vectors.forEach(FieldVector::close);
                throw e;
            }
        }

        private static int[] places(SortedRows sorted, int[] order, int from, int count) {
            int[] inverse = sorted.inverse();
            int[] places = new int[count];
            for (int i = 0; i < count; i++) {
                places[i] = inverse[order[from + i]];
            }
            return places;
        }
    }
}
