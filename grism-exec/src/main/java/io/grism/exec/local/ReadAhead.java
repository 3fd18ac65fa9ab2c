package io.grism.exec.local;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A stream that a thread of its own reads a few batches ahead of who pulls them. An error comes behind the batches before it. */
final class ReadAhead implements BatchStream {
    private static final int MOST_BATCHES = 4;

    private final BatchStream source;
    private final Executor executor;
    private final Schema schema;
    private final ArrayDeque<Batch> queue = new ArrayDeque<>();
    private @Nullable Throwable failure;
    private boolean started;
    private boolean running;
    private boolean closed;

    /** Reads nothing before the first {@link #next}. The source is closed with this. */
    ReadAhead(BatchStream source, Executor executor) {
        this.source = source;
        this.executor = executor;
        this.schema = source.schema();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public synchronized @Nullable Batch next() {
        if (closed) {
            return null;
        }
        if (!started) {
            executor.execute(this::read);
            started = true;
            running = true;
        }
        while (queue.isEmpty() && running) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GrismException(ErrorCode.CANCELLED, "Cannot go on: the thread was interrupted", e);
            }
        }
        Batch batch = queue.poll();
        notifyAll();
        if (batch == null && failure instanceof Error e) {
            throw e;
        }
        if (batch == null && failure instanceof RuntimeException e) {
            throw e;
        }
        return batch;
    }

    private void read() {
        try {
            while (hasRoom()) {
                Batch batch = source.next();
                if (batch == null) {
                    break;
                }
                add(batch);
            }
            end(null);
        } catch (Throwable e) {
            end(e);
        }
    }

    /** Waits for it; false when no more is wanted. */
    private synchronized boolean hasRoom() throws InterruptedException {
        while (queue.size() >= MOST_BATCHES && !closed) {
            wait();
        }
        return !closed;
    }

    private synchronized void add(Batch batch) {
        queue.add(batch);
        notifyAll();
    }

    private synchronized void end(@Nullable Throwable error) {
        failure = error instanceof InterruptedException
                ? new GrismException(ErrorCode.CANCELLED, "Cannot go on: the thread was interrupted", error)
                : error;
        running = false;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        boolean interrupted = false;
        boolean first = !closed;
        closed = true;
        notifyAll();
        while (running) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(Batch::close);
        queue.clear();
        if (first) {
            source.close();
        }
    }
}
