package io.grism.exec.remote;

import io.grism.exec.batch.Batch;
import io.grism.exec.codec.RowBlockWriter;
import io.grism.exec.operator.Operator;
import io.grism.exec.remote.Frame.Kind;
import io.grism.exec.task.TaskMetrics;
import org.jspecify.annotations.Nullable;

/** A task of the last stage whose rows are being asked for. */
final class StreamingTask implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;

    final int stage;
    final int partition;
    final TaskProgress progress;
    final @Nullable TaskMetrics metrics;
    private @Nullable Operator rows;
    /** Small at first, so that the first rows come soon. */
    private int target = 1 << 14;

    StreamingTask(int stage, int partition, Operator rows, TaskProgress progress, @Nullable TaskMetrics metrics) {
        this.stage = stage;
        this.partition = partition;
        this.rows = rows;
        this.progress = progress;
        this.metrics = metrics;
    }

    /** A frame of rows, or null at their end. */
    byte @Nullable [] next() {
        Operator open = rows;
        if (open == null) {
            return null;
        }
        RowBlockWriter writer = new RowBlockWriter(Frame.HEADER, target);
        while (writer.size() < target) {
            Batch batch = open.next();
            if (batch == null) {
                close();
                break;
            }
            try (batch) {
                progress.add(batch);
                writer.add(0, batch);
            }
        }
        target = Math.min(MOST_BYTES, 4 * target);
        return writer.isEmpty() ? null : Frame.head(writer.finish(), Kind.ROWS, 0);
    }

    @Override
    public void close() {
        Operator open = rows;
        rows = null;
        if (open != null) {
            open.close();
        }
    }
}
