package io.grism.exec.remote;

import io.grism.exec.batch.Batch;

/** What a task has made so far. One thread adds, any may read. */
final class TaskProgress {
    private final String query;
    private final int stage;
    private final int partition;
    private volatile long rows;
    private volatile long bytes;

    TaskProgress(String query, int stage, int partition) {
        this.query = query;
        this.stage = stage;
        this.partition = partition;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void add(Batch batch) {
        rows += batch.rowCount();
        bytes += batch.sizeInBytes();
    }

    long rows() {
        return rows;
    }

    Requests.Status status(long memory) {
        return new Requests.Status(query, stage, partition, rows, bytes, memory);
    }
}
