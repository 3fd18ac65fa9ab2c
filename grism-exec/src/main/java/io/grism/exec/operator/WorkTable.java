package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The rows new in the last round of a recursive query. Changes only while no operator reads it. */
public final class WorkTable implements Source {
    private RowBuffer rows;
    private int from;
    private int to;

    /** A work table without rows. */
    public WorkTable(Schema schema) {
        this.rows = new RowBuffer(schema);
    }

    /** Holds the rows {@code from} up to {@code to} of a buffer from now on. */
    void set(RowBuffer buffer, int first, int end) {
        rows = buffer;
        from = first;
        to = end;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public Operator open(OperatorContext context) {
        return new BufferOperator(rows, from, to, context);
    }

    /** Some rows of a buffer. */
    static final class BufferOperator implements Operator {
        private final RowBuffer rows;
        private final int end;
        private final OperatorContext context;
        private int position;

        BufferOperator(RowBuffer rows, int from, int end, OperatorContext context) {
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
            return rows.slice(position - count, count, context.allocator());
        }

        @Override
        public void close() {
            position = end;
        }
    }
}
