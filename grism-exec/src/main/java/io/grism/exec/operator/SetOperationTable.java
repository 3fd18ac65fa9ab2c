package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How often each different row comes in each input of an INTERSECT or EXCEPT. The inputs come one after the other, the first one first; rows that it does not have do not
 * matter in the others.
 */
public final class SetOperationTable implements AutoCloseable {
    private static final String NAME = "SetOperation";

    /** Which rows the operation keeps. */
    public enum Operation {
        /** The least number of times among the inputs. */
        INTERSECT_ALL,
        INTERSECT_DISTINCT,
        /** The number of times in the first less those in all others. */
        EXCEPT_ALL,
        EXCEPT_DISTINCT
    }

    private final Operation operation;
    private final Schema schema;
    private final long[][] counts;
    private @Nullable DistinctRows rows;
    private @Nullable Reservation reservation;

    public SetOperationTable(Schema schema, Operation operation, int inputs) {
        this.schema = schema;
        this.operation = operation;
        this.counts = new long[inputs][0];
    }

    /** Where the rows of an input go; drivers take turns. */
    public Breaker input(int input) {
        return new Breaker() {
            @Override
            public Sink sink(OperatorContext context) {
                return new InputSink(input, context);
            }

            @Override
            public void complete(OperatorContext context) {}

            @Override
            public void close() {
                SetOperationTable.this.close();
            }
        };
    }

    private synchronized void add(int input, RowBuffer block, int[] numbers, OperatorContext context) {
        DistinctRows known = rows;
        if (known == null) {
            known = new DistinctRows(schema);
            rows = known;
            reservation = new Reservation(context.memory(), NAME);
        }
        if (input == 0) {
            known.add(block, numbers);
        } else {
            known.find(block, numbers);
        }
        long[] count = counts[input];
        if (count.length < known.size()) {
            count = Arrays.copyOf(count, known.size() * 2);
            counts[input] = count;
        }
        for (int i = 0; i < block.size(); i++) {
            if (numbers[i] >= 0) {
                count[numbers[i]]++;
            }
        }
        if (reservation != null) {
            reservation.resize(known.sizeInBytes() + 16L * counts.length * known.size());
        }
    }

    private long times(int row) {
        long result = counts[0][row];
        for (int input = 1; input < counts.length; input++) {
            long count = row < counts[input].length ? counts[input][row] : 0;
            result = operation == Operation.INTERSECT_ALL || operation == Operation.INTERSECT_DISTINCT
                    ? Math.min(result, count)
                    : operation == Operation.EXCEPT_ALL ? result - count : count > 0 ? 0 : result;
        }
        return operation == Operation.INTERSECT_ALL || operation == Operation.EXCEPT_ALL
                ? Math.max(0, result)
                : Math.min(1, result);
    }

    /** The rows of the result, once all inputs have come; for one driver. */
    public Operator open(OperatorContext context) {
        DistinctRows known = rows;
        return known == null ? EmptyOperator.INSTANCE : new Output(known.rows(), context);
    }

    @Override
    public void close() {
        if (reservation != null) {
            reservation.close();
            reservation = null;
        }
        rows = null;
    }

    private final class Output implements Operator {
        private final RowBuffer distinct;
        private final OperatorContext context;
        private final int[] chosen;
        private int row = -1;
        private long left;

        Output(RowBuffer distinct, OperatorContext context) {
            this.distinct = distinct;
            this.context = context;
            this.chosen = new int[context.batchRows()];
        }

        @Override
        public @Nullable Batch next() {
            context.checkCancelled();
            int count = 0;
            while (count < chosen.length) {
                if (left > 0) {
                    left--;
                    chosen[count++] = row;
                } else if (++row < distinct.size()) {
                    left = times(row);
                } else {
                    row = distinct.size();
                    break;
                }
            }
            return count == 0 ? null : distinct.gather(chosen, 0, count, context.allocator());
        }

        @Override
        public void close() {
            row = distinct.size();
            left = 0;
        }
    }

    private final class InputSink implements Sink {
        private final int input;
        private final OperatorContext context;
        private final RowBuffer block = new RowBuffer(schema);
        private int[] numbers = new int[0];

        InputSink(int input, OperatorContext context) {
            this.input = input;
            this.context = context;
        }

        @Override
        public void accept(Batch batch) {
            try (batch) {
                context.checkCancelled();
                block.clear();
                block.append(batch);
            }
            if (numbers.length < block.size()) {
                numbers = new int[block.size()];
            }
            add(input, block, numbers, context);
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
