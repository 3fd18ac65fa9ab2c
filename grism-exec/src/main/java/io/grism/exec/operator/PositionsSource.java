package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The rows of a table at some positions, a batch of them for each driver that asks. */
public final class PositionsSource implements Source {
    /** So few rows are read by one driver: handing work to a thread costs more. */
    private static final int SMALL_ROWS = 4096;

    private final TableSnapshot table;
    private final List<Integer> columns;
    private final long[] positions;
    private final int parallelism;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * A source for at most {@code parallelism} drivers.
     *
     * @param columns as in {@link io.grism.exec.storage.ScanRequest#columns()}
     */
    public PositionsSource(TableSnapshot table, List<Integer> columns, long[] positions, int parallelism) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.positions = positions;
        this.parallelism = positions.length <= SMALL_ROWS ? 1 : parallelism;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public Operator open(OperatorContext context) {
        return new Read(context);
    }

    private final class Read implements Operator {
        private final OperatorContext context;
        private boolean closed;

        Read(OperatorContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            context.checkCancelled();
            if (closed) {
                return null;
            }
            int from = next.getAndUpdate(at -> Math.min(positions.length, at + context.batchRows()));
            int to = Math.min(positions.length, from + context.batchRows());
            if (from >= to) {
                return null;
            }
            long[] rows = Arrays.copyOfRange(positions, from, to);
            List<FieldVector> vectors = new ArrayList<>();
            try {
                for (int column : columns) {
                    vectors.add(table.gather(column, rows, rows.length, context.allocator()));
                }
                return new Batch(rows.length, vectors);
            } catch (Throwable e) {
                vectors.forEach(FieldVector::close);
                throw e;
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
