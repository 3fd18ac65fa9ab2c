package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The right side of a join: all its rows, found by key if there are keys, and which of them have been matched if that matters. Grows by its sinks;
 * afterwards the drivers that probe share it.
 */
public final class JoinBuild implements Breaker {
    private static final String NAME = "HashJoin";

    private final Schema schema;
    private final JoinKeys keys;
    private final boolean tracksMatches;
    private final List<Part> parts = new ArrayList<>();
    private final AtomicInteger probers = new AtomicInteger();
    private @Nullable Reservation reservation;
    private @Nullable RowBuffer rows;
    private @Nullable JoinIndex index;
    private byte[] matched = new byte[0];

    private record Part(RowBuffer rows, Reservation reservation) {}

    /** The right side of a join of that type; {@code keys} may be empty. */
    public JoinBuild(Schema schema, JoinKeys keys, JoinType type) {
        this.schema = schema;
        this.keys = keys;
        this.tracksMatches = type == JoinType.RIGHT || type == JoinType.FULL;
    }

    RowBuffer rows() {
        return Objects.requireNonNull(rows, "not complete");
    }

    JoinIndex index() {
        return Objects.requireNonNull(index, "no keys");
    }

    JoinKeys keys() {
        return keys;
    }

    /** One more driver is going to probe; all are known before the first begins. */
    void enter() {
        probers.incrementAndGet();
    }

    /** A driver has probed its last row; true for the last of all, which then sees the marks of the others. */
    boolean leave() {
        return probers.decrementAndGet() == 0;
    }

    /** Marks right rows as matched; drivers may mark the same rows at the same time. */
    void mark(int[] rightRows, int count) {
        if (tracksMatches) {
            for (int i = 0; i < count; i++) {
                matched[rightRows[i]] = 1;
            }
        }
    }

    /** Writes the rows from {@code from} on that were never matched; returns how many, fewer than the array holds at the end only. */
    int unmatched(int from, int[] into) {
        int count = 0;
        for (int row = from; row < matched.length && count < into.length; row++) {
            if (matched[row] == 0) {
                into[count++] = row;
            }
        }
        return count;
    }

    @Override
    public Sink sink(OperatorContext context) {
        return new BuildSink(context);
    }

    @Override
    public void complete(OperatorContext context) {
        Reservation held = new Reservation(context.memory(), NAME);
        reservation = held;
        RowBuffer all = null;
        for (Part part : parts) {
            if (all == null) {
                all = part.rows;
            } else {
                all.append(part.rows, 0, part.rows.size());
            }
            part.reservation.close();
            held.resize(all.sizeInBytes());
        }
        parts.clear();
        RowBuffer settled = all == null ? new RowBuffer(schema) : all;
        rows = settled;
        int size = settled.size();
        held.resize(
                settled.sizeInBytes() + (keys.count() > 0 ? JoinIndex.bytesFor(size) : 0) + (tracksMatches ? size : 0));
        if (keys.count() > 0) {
            JoinIndex created = JoinIndex.create(settled, keys, context);
            index = created;
            long extra = JoinIndex.bytesToGroup(settled);
            if (created.deservesGroups(size) && held.tryGrow(extra)) {
                RowBuffer grouped = new RowBuffer(schema);
                grouped.append(settled, created.group(size), 0, size);
                created.settle(grouped);
                rows = grouped;
                held.shrink(extra);
            }
        }
        if (tracksMatches) {
            matched = new byte[size];
        }
    }

    @Override
    public void close() {
        parts.forEach(part -> part.reservation.close());
        parts.clear();
        if (reservation != null) {
            reservation.close();
            reservation = null;
        }
        rows = null;
        index = null;
        matched = new byte[0];
    }

    private synchronized void add(Part part) {
        parts.add(part);
    }

    private final class BuildSink implements Sink {
        private final OperatorContext context;
        private final Reservation held;
        private final RowBuffer collected = new RowBuffer(schema);
        private boolean finished;

        BuildSink(OperatorContext context) {
            this.context = context;
            this.held = new Reservation(context.memory(), NAME);
        }

        @Override
        public void accept(Batch batch) {
            try (batch) {
                context.checkCancelled();
                collected.append(batch);
                held.resize(collected.sizeInBytes());
            }
        }

        @Override
        public void finish() {
            finished = true;
            add(new Part(collected, held));
        }

        @Override
        public void close() {
            if (!finished) {
                held.close();
            }
        }
    }
}
