package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A recursive query: the seed's rows come into its sinks; then it delivers them, and round by round the rows that the step makes of those new in the round
 * before, until a round brings none.
 */
public final class RecursiveUnion implements Breaker {
    private static final String NAME = "RecursiveUnion";

    /** Whether a row that was there before counts as new. */
    public enum Duplicates {
        KEEP,
        DROP
    }

    private final Schema schema;
    private final Subplan step;
    private final WorkTable workTable;
    private final int maxRounds;
    private @Nullable Reservation reservation;
    /** All rows so far if duplicates are dropped, else null. */
    private @Nullable DistinctRows distinct;
    /** The rows of the round that is being collected, if duplicates are kept. */
    private RowBuffer round;

    /**
     * A recursive query.
     *
     * @param step reads {@code workTable}
     * @param maxRounds rounds allowed, or -1
     */
    public RecursiveUnion(Schema schema, Subplan step, WorkTable workTable, Duplicates duplicates, int maxRounds) {
        this.schema = schema;
        this.step = step;
        this.workTable = workTable;
        this.maxRounds = maxRounds;
        this.round = new RowBuffer(schema);
        this.distinct = duplicates == Duplicates.DROP ? new DistinctRows(schema) : null;
    }

    @Override
    public Sink sink(OperatorContext context) {
        return new SeedSink(context);
    }

    /** Takes the rows of a buffer of the caller's. */
    private synchronized void add(RowBuffer block, OperatorContext context) {
        DistinctRows all = distinct;
        if (all == null) {
            round.append(block, 0, block.size());
        } else {
            all.add(block, new int[block.size()]);
        }
        if (reservation == null) {
            reservation = new Reservation(context.memory(), NAME);
        }
        reservation.resize(round.sizeInBytes() + (all == null ? 0 : all.sizeInBytes()));
    }

    @Override
    public void complete(OperatorContext context) {}

    /** All rows; for one driver. */
    public Operator open(OperatorContext context) {
        return new Rounds(context);
    }

    @Override
    public void close() {
        if (reservation != null) {
            reservation.close();
            reservation = null;
        }
        round = new RowBuffer(schema);
        distinct = null;
    }

    private final class SeedSink implements Sink {
        private final OperatorContext context;
        private final RowBuffer block = new RowBuffer(schema);

        SeedSink(OperatorContext context) {
            this.context = context;
        }

        @Override
        public void accept(Batch batch) {
            try (batch) {
                block.clear();
                block.append(batch);
            }
            add(block, context);
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    /** Delivers a round, then makes the next. */
    private final class Rounds implements Operator {
        private final OperatorContext context;
        private Operator current = EmptyOperator.INSTANCE;
        private int rounds = -1;
        private int delivered;
        private boolean done;

        Rounds(OperatorContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            while (!done) {
                context.checkCancelled();
                Batch batch = current.next();
                if (batch != null) {
                    return batch;
                }
                if (rounds >= 0) {
                    if (rounds == maxRounds) {
                        done = true;
                        break;
                    }
                    runStep();
                }
                rounds++;
                startRound();
            }
            return null;
        }

        private void startRound() {
            DistinctRows all = distinct;
            RowBuffer rows = all == null ? round : all.rows();
            int from = all == null ? 0 : delivered;
            int to = rows.size();
            done = from == to;
            workTable.set(rows, from, to);
            current = new WorkTable.BufferOperator(rows, from, to, context);
            delivered = to;
            round = new RowBuffer(schema);
        }

        /** Runs the step on the work table; it reads rows while new ones come after them, so those are kept apart first. */
        private void runStep() {
            RowBuffer made = new RowBuffer(schema);
            try (Operator rows = step.run(new Object[0], context);
                    Reservation held = new Reservation(context.memory(), NAME)) {
                for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                    try (Batch taken = batch) {
                        made.append(taken);
                    }
                    held.resize(made.sizeInBytes());
                }
            }
            if (made.size() > 0) {
                add(made, context);
            }
        }

        @Override
        public void close() {
            done = true;
        }
    }
}
