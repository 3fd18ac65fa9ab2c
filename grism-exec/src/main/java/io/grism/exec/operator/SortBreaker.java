package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All rows in order, or the rows {@code offset} to {@code offset + fetch} of that order. Each driver sorts what it gets; the runs are merged at the end. With a small fetch each
 * driver keeps only as many rows as may still be wanted.
 */
public final class SortBreaker implements Breaker {
    private static final String NAME = "Sort";
    private static final long MOST_TOP_ROWS = 1 << 16;

    private final Schema schema;
    private final List<SortKey> keys;
    private final long offset;
    private final long end;
    private final List<SortedRun> runs = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private @Nullable SortedRun result;

    /**
     * A sort.
     *
     * @param fetch how many rows, or -1 for all
     */
    public SortBreaker(Schema schema, List<SortKey> keys, long offset, long fetch) {
        this.schema = schema;
        this.keys = List.copyOf(keys);
        this.offset = offset;
        this.end = fetch < 0 || fetch > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + fetch;
    }

    @Override
    public Sink sink(OperatorContext context) {
        Reservation reservation = new Reservation(context.memory(), NAME);
        synchronized (this) {
            reservations.add(reservation);
        }
        return new RunSink(context, reservation);
    }

    private synchronized void add(SortedRun run) {
        runs.add(run);
    }

    @Override
    public void complete(OperatorContext context) {
        Reservation reservation = new Reservation(context.memory(), NAME);
        reservations.add(reservation);
        SortedRun merged = null;
        for (SortedRun run : runs) {
            context.checkCancelled();
            if (merged == null) {
                merged = run;
            } else {
                reservation.resize(SortedRun.bytesFor(merged.rows()) + SortedRun.bytesFor(run.rows()));
                merged.merge(run);
            }
        }
        runs.clear();
        result = merged;
    }

    /** The rows in order; for one driver. */
    public Operator open(OperatorContext context) {
        SortedRun run = result;
        if (run == null) {
            return EmptyOperator.INSTANCE;
        }
        int rows = run.rows().size();
        return new Output(run, (int) Math.min(offset, rows), (int) Math.min(end, rows), context);
    }

    @Override
    public void close() {
        reservations.forEach(Reservation::close);
        reservations.clear();
        runs.clear();
        result = null;
    }

    private static final class Output implements Operator {
        private final SortedRun run;
        private final int end;
        private final OperatorContext context;
        private int position;

        Output(SortedRun run, int from, int end, OperatorContext context) {
            this.run = run;
            this.position = from;
            this.end = end;
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            context.checkCancelled();
            int count = Math.min(context.batchRows(), end - position);
            if (count <= 0) {
                return null;
            }
            position += count;
            return run.rows().gather(run.order(), position - count, count, context.allocator());
        }

        @Override
        public void close() {
            position = end;
        }
    }

    /** One driver's rows; cut back to the first ones now and then if only those are wanted. */
    private final class RunSink implements Sink {
        private final OperatorContext context;
        private final Reservation reservation;
        private final @Nullable TopFilter filter;
        private RowBuffer rows = new RowBuffer(schema);

        RunSink(OperatorContext context, Reservation reservation) {
            this.context = context;
            this.reservation = reservation;
            this.filter = end <= MOST_TOP_ROWS && !keys.isEmpty() ? new TopFilter(schema, keys) : null;
        }

        @Override
        public void accept(Batch batch) {
            try (batch) {
                context.checkCancelled();
                if (filter == null) {
                    rows.append(batch);
                } else {
                    filter.append(batch, rows);
                    if (rows.size() > 2 * end + 4096) {
                        cut();
                    }
                }
                reservation.resize(SortedRun.bytesFor(rows));
            }
        }

        private void cut() {
            SortedRun run = new SortedRun(rows, keys, context);
            RowBuffer kept = new RowBuffer(schema);
            kept.append(run.rows(), run.order(), 0, (int) Math.min(end, rows.size()));
            rows = kept;
            if (filter != null && rows.size() > 0) {
                filter.bound(rows, rows.size() - 1);
            }
        }

        @Override
        public boolean isFull() {
            return end == 0 || (keys.isEmpty() && rows.size() >= end);
        }

        @Override
        public void finish() {
            if (filter != null && rows.size() > end) {
                cut();
            }
            add(new SortedRun(rows, keys, context));
            rows = new RowBuffer(schema);
        }

        @Override
        public void close() {
            rows = new RowBuffer(schema);
        }
    }
}
