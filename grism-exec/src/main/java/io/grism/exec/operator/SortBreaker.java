package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All rows in order, or the rows {@code offset} to {@code offset + fetch} of that order. Many rows by keys that fit into one long are sorted in rounds, by partitions. Otherwise each
 * driver sorts what it gets, and the runs are merged at the end. With a small fetch each driver keeps only as many rows as may still be wanted.
 */
public final class SortBreaker implements Breaker {
    private static final String NAME = "Sort";
    private static final long MOST_TOP_ROWS = 1 << 16;

    private final Schema schema;
    private final List<SortKey> keys;
    private final int[] output;
    private final long offset;
    private final long end;
    private final boolean packable;
    private final List<Part> parts = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private @Nullable Reservation shared;
    private @Nullable PackedSort packed;
    private boolean sorting;
    private @Nullable SortedRows result;

    /** The rows of one driver, sorted or still to be sorted. */
    private static final class Part {
        final RowBuffer rows;
        final @Nullable List<KeyRange> ranges;

        @Nullable
        SortedRun run;

        /** Rows to be sorted, with the ranges of the keys. */
        Part(RowBuffer rows, List<KeyRange> ranges) {
            this.rows = rows;
            this.ranges = ranges;
        }

        Part(SortedRun run) {
            this.rows = run.rows();
            this.ranges = null;
            this.run = run;
        }
    }

    /**
     * A sort.
     *
     * @param output which columns the result has
     * @param fetch how many rows, or -1 for all
     */
    public SortBreaker(Schema schema, List<SortKey> keys, List<Integer> output, long offset, long fetch) {
        this.schema = schema;
        this.keys = List.copyOf(keys);
        this.output = output.stream().mapToInt(Integer::intValue).toArray();
        this.offset = offset;
        this.end = fetch < 0 || fetch > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + fetch;
        RowBuffer none = new RowBuffer(schema);
        packable = !keys.isEmpty() && keys.stream().allMatch(key -> LongKeys.canRead(none.column(key.column())));
    }

    @Override
    public Sink sink(OperatorContext context) {
        Reservation reservation = new Reservation(context.memory(), NAME);
        synchronized (this) {
            reservations.add(reservation);
        }
        return new RunSink(context, reservation);
    }

    private synchronized void add(Part part) {
        parts.add(part);
    }

    @Override
    public void complete(OperatorContext context) {
        Reservation reservation = new Reservation(context.memory(), NAME);
        reservations.add(reservation);
        shared = reservation;
        parts.removeIf(part -> part.rows.size() == 0);
        if (parts.stream().allMatch(part -> part.run != null)) {
            return;
        }
        long rows = parts.stream().mapToLong(part -> part.rows.size()).sum();
        List<PackedKey> layout = rows <= PackedSort.MOST_ROWS ? layout(context) : null;
        if (layout == null) {
            return;
        }
        reservation.resize(Math.max(0, PackedSort.bytesFor(rows, parts.size()) - SortedRun.BYTES_PER_ROW * rows));
        boolean numbered = false;
        for (int column : output) {
            numbered |= keys.stream().noneMatch(key -> key.column() == column);
        }
        packed = new PackedSort(parts.stream().map(part -> part.rows).toList(), layout, numbered);
        if (!numbered) {
            parts.clear();
        }
    }

    /** How the keys of all rows are packed, or null if they do not fit. */
    private @Nullable List<PackedKey> layout(OperatorContext context) {
        List<KeyRange> all = null;
        for (Part part : parts) {
            List<KeyRange> own = part.ranges == null ? ranges(part.rows, context) : part.ranges;
            List<KeyRange> before = all;
            all = before == null
                    ? own
                    : IntStream.range(0, own.size())
                            .mapToObj(i -> before.get(i).with(own.get(i)))
                            .toList();
        }
        return all == null ? null : PackedSort.layout(keys, all);
    }

    private List<KeyRange> ranges(RowBuffer rows, OperatorContext context) {
        List<KeyRange> ranges = new ArrayList<>();
        for (SortKey key : keys) {
            ranges.add(KeyRange.of(rows.column(key.column()), context));
        }
        return ranges;
    }

    @Override
    public int nextRound(OperatorContext context) {
        if (packed != null) {
            int count = packed.nextRound();
            if (count == 0) {
                result = unpacked(packed);
                packed = null;
            }
            return count;
        }
        if (!sorting && parts.stream().anyMatch(part -> part.run == null)) {
            sorting = true;
            return parts.size();
        }
        result = result == null ? merged(context) : result;
        return 0;
    }

    @Override
    public void work(int part, OperatorContext context) {
        if (packed != null) {
            packed.work(part, context);
        } else {
            Part unsorted = parts.get(part);
            if (unsorted.run == null) {
                unsorted.run = new SortedRun(unsorted.rows, keys, context);
            }
        }
    }

    private SortedRows unpacked(PackedSort sort) {
        RowBuffer all = null;
        long bytes = parts.stream().mapToLong(part -> part.rows.sizeInBytes()).sum();
        Reservation held = shared;
        for (Part part : parts) {
            if (all == null) {
                all = part.rows;
            } else {
                if (held != null) {
                    held.resize(bytes);
                }
                all.append(part.rows, 0, part.rows.size());
            }
        }
        parts.clear();
        return new SortedRows(schema, output, sort.size(), all, sort.rows(), sort.sorted());
    }

    private @Nullable SortedRows merged(OperatorContext context) {
        SortedRun merged = null;
        for (Part part : parts) {
            context.checkCancelled();
            SortedRun run = part.run;
            if (run == null) {
                throw new IllegalStateException("a run is not sorted");
            }
            if (merged == null) {
                merged = run;
            } else {
                if (shared != null) {
                    shared.resize(SortedRun.bytesFor(merged.rows()) + SortedRun.bytesFor(run.rows()));
                }
                merged.merge(run);
            }
        }
        parts.clear();
        return merged == null
                ? null
                : new SortedRows(schema, output, merged.rows().size(), merged.rows(), merged.order(), null);
    }

    /** The rows in order; for one driver. */
    public Operator open(OperatorContext context) {
        SortedRows rows = result;
        return rows == null
                ? EmptyOperator.INSTANCE
                : new Output(rows, (int) Math.min(offset, rows.size()), (int) Math.min(end, rows.size()), context);
    }

    @Override
    public void close() {
        reservations.forEach(Reservation::close);
        reservations.clear();
        parts.clear();
        packed = null;
        result = null;
    }

    private static final class Output implements Operator {
        private final SortedRows rows;
        private final int end;
        private final OperatorContext context;
        private int position;

        Output(SortedRows rows, int from, int end, OperatorContext context) {
            this.rows = rows;
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
            return rows.batch(position - count, count, context.allocator());
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
            List<KeyRange> ranges =
                    filter == null && packable && rows.size() >= PackedSort.LEAST_ROWS ? ranges(rows, context) : null;
            add(
                    ranges != null && PackedSort.layout(keys, ranges) != null
                            ? new Part(rows, ranges)
                            : new Part(new SortedRun(rows, keys, context)));
            rows = new RowBuffer(schema);
        }

        @Override
        public void close() {
            rows = new RowBuffer(schema);
        }
    }
}
