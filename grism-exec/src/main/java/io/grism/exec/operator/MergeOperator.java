package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Runs of rows, each in order, merged; among equal rows those of the first run come first. */
public final class MergeOperator implements Operator {
    private final RowBuffer merged;
    private final RowOrder order;
    private final PriorityQueue<Cursor> cursors;
    private final OperatorContext context;

    /** {@code runs} are rows in buffers, one after the other. */
    public MergeOperator(Schema schema, List<List<RowBuffer>> runs, List<SortKey> keys, OperatorContext context) {
        this.merged = new RowBuffer(schema);
        this.order = new RowOrder(keys);
        this.context = context;
        this.cursors = new PriorityQueue<>(this::compare);
        for (int i = 0; i < runs.size(); i++) {
            Cursor cursor = new Cursor(i, runs.get(i));
            if (cursor.settle()) {
                cursors.add(cursor);
            }
        }
    }

    private int compare(Cursor left, Cursor right) {
        return compare(left, left.row, right);
    }

    private int compare(Cursor left, int row, Cursor right) {
        int result = order.compare(left.rows(), row, right.rows(), right.row);
        return result == 0 ? Integer.compare(left.run, right.run) : result;
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        merged.clear();
        Cursor least;
        while (merged.size() < context.batchRows() && (least = cursors.poll()) != null) {
            int count = count(least, cursors.peek(), context.batchRows() - merged.size());
            merged.append(least.rows(), least.row, count);
            least.row += count;
            if (least.settle()) {
                cursors.add(least);
            }
        }
        return merged.size() == 0 ? null : merged.slice(0, merged.size(), context.allocator());
    }

    /**
     * How many rows at the cursor, of at most {@code most}, come before those of all others. The next one often does not; where runs hardly overlap many do, so the steps
     * are doubled.
     */
    private int count(Cursor least, @Nullable Cursor second, int most) {
        int end = Math.min(least.rows().size(), least.row + most);
        if (second == null) {
            return end - least.row;
        }
        int before = least.row;
        int step = 1;
        while (before + step < end && compare(least, before + step, second) < 0) {
            before += step;
            step <<= 1;
        }
        int after = Math.min(end, before + step);
        while (before + 1 < after) {
            int middle = (before + after) >>> 1;
            if (compare(least, middle, second) < 0) {
                before = middle;
            } else {
                after = middle;
            }
        }
        return after - least.row;
    }

    @Override
    public void close() {
        cursors.clear();
    }

    /** A place in a run. */
    private static final class Cursor {
        final int run;
        private final List<RowBuffer> buffers;
        private int buffer;
        int row;

        Cursor(int run, List<RowBuffer> buffers) {
            this.run = run;
            this.buffers = buffers;
        }

        RowBuffer rows() {
            return buffers.get(buffer);
        }

        /** Goes on to the next buffer at the end of one; false at the end of all. */
        boolean settle() {
            while (buffer < buffers.size() && row == rows().size()) {
                buffer++;
                row = 0;
            }
            return buffer < buffers.size();
        }
    }
}
