package io.grism.exec.operator.window;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Reservation;
import io.grism.exec.operator.Sink;
import java.util.Arrays;

/** One driver's side of a {@link Window}: its rows, in buckets. */
final class WindowSink implements Sink {
    private final Window window;
    private final OperatorContext context;
    private final Reservation memory;
    private final RowBuffer[] buckets;
    private final Column[] keys;
    private boolean handedOver;

    WindowSink(Window window, OperatorContext context) {
        this.window = window;
        this.context = context;
        memory = new Reservation(context.memory(), Window.NAME);
        buckets = new RowBuffer[window.bucketCount()];
        Arrays.setAll(buckets, i -> new RowBuffer(window.input()));
        keys = new Column[window.bucketKeys().length];
        Arrays.setAll(keys, i -> Columns.create(window.input().getFields().get(window.bucketKeys()[i])));
    }

    RowBuffer bucket(int index) {
        return buckets[index];
    }

    @Override
    public void accept(Batch batch) {
        try (batch) {
            context.checkCancelled();
            if (buckets.length == 1) {
                buckets[0].append(batch);
            } else {
                spread(batch);
            }
            long bytes = 0;
            for (RowBuffer bucket : buckets) {
                bytes += bucket.sizeInBytes();
            }
            memory.resize(bytes);
        }
    }

    private void spread(Batch batch) {
        int n = batch.rowCount();
        long[] hashes = new long[n];
        for (int i = 0; i < keys.length; i++) {
            keys[i].clear();
            keys[i].append(batch.column(window.bucketKeys()[i]), 0, n);
            keys[i].hash(0, n, hashes);
        }
        int shift = Long.numberOfLeadingZeros(buckets.length - 1L);
        int[] starts = new int[buckets.length + 1];
        for (int i = 0; i < n; i++) {
            // hashes become bucket numbers
            hashes[i] = (hashes[i] * 0xC4CEB9FE1A85EC53L) >>> shift;
            starts[(int) hashes[i] + 1]++;
        }
        for (int b = 0; b < buckets.length; b++) {
            starts[b + 1] += starts[b];
        }
        int[] next = starts.clone();
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[next[(int) hashes[i]]++] = i;
        }
        for (int b = 0; b < buckets.length; b++) {
            if (starts[b] < starts[b + 1]) {
                buckets[b].append(batch, rows, starts[b], starts[b + 1] - starts[b]);
            }
        }
    }

    @Override
    public void finish() {
        handedOver = true;
        window.finished(this);
    }

    @Override
    public void close() {
        if (!handedOver) {
            release();
        }
    }

    /** Gives the memory of the rows back. */
    void release() {
        memory.close();
    }
}
