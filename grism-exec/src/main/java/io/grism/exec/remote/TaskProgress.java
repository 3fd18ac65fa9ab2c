package io.grism.exec.remote;

import io.grism.exec.batch.Batch;
import java.util.concurrent.atomic.AtomicLong;

/** What a task has made so far. Thread-safe. */
final class TaskProgress {
    private final String query;
    private final int stage;
    private final int partition;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    TaskProgress(String query, int stage, int partition) {
        this.query = query;
        this.stage = stage;
        this.partition = partition;
    }

    void add(Batch batch) {
        rows.addAndGet(batch.rowCount());
        bytes.addAndGet(batch.sizeInBytes());
    }

    long rows() {
        return rows.get();
    }

    Requests.Status status(long memory) {
        return new Requests.Status(query, stage, partition, rows.get(), bytes.get(), memory);
    }
}
