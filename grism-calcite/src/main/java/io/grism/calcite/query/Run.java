package io.grism.calcite.query;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One run of a statement. What it keeps is closed with it. {@link #cancel} may come from any thread. */
final class Run implements Execution, AutoCloseable {
    private final Session session;
    private final List<@Nullable Object> parameters;
    private final long timeout;
    private final long deadline;
    private final long statementTime = System.currentTimeMillis();
    private final List<Snapshot> kept = new ArrayList<>();
    private volatile boolean cancelled;

    /** A run that ends after {@code timeout} milliseconds, or never when it is 0. */
    Run(Session session, List<@Nullable Object> parameters, long timeout) {
        this.session = session;
        this.parameters = parameters;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout * 1_000_000;
    }

    Session session() {
        return session;
    }

    /** Keeps a snapshot open as long as the run. */
    Snapshot keep(Snapshot snapshot) {
        kept.add(snapshot);
        return snapshot;
    }

    @Override
    public List<@Nullable Object> parameters() {
        return parameters;
    }

    @Override
    public BufferAllocator allocator() {
        return session.allocator();
    }

    @Override
    public int batchRows() {
        return session.currentSettings().batchRows();
    }

    /** Milliseconds since the epoch at which the statement started. */
    long statementTime() {
        return statementTime;
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new GrismException(ErrorCode.CANCELLED, "Cannot go on with the statement: it was cancelled.");
        }
        if (timeout > 0 && System.nanoTime() - deadline > 0) {
            throw new GrismException(
                    ErrorCode.TIMEOUT,
                    "Cannot go on with the statement: it ran longer than its timeout of " + timeout + " ms.");
        }
    }

    void cancel() {
        cancelled = true;
    }

    @Override
    public BatchStream run(QueryPlan plan, Snapshot snapshot) {
        checkCancelled();
        return QueryRunner.run(plan.root(), snapshot, this);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (int i = kept.size() - 1; i >= 0; i--) {
            try {
                kept.get(i).close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        kept.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
