package io.grism.calcite.query;

import io.grism.calcite.catalog.VersionedSnapshot;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.local.CancelToken;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.QueryContext;
import io.grism.exec.storage.FileFormat;
import io.grism.exec.storage.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One run of a statement. What it keeps is closed with it. {@link #cancel} may come from any thread. */
final class Run implements Execution, AutoCloseable {
    private final Session session;
    private final List<@Nullable Object> parameters;
    private final long timeout;
    private final long deadline;
    private final Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    private final List<Kept> kept = new ArrayList<>();
    private final CancelToken cancelToken = new CancelToken();
    private final Object waits = new Object();
    private @Nullable Thread waiting;
    private boolean interrupted;

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

    /** What a run keeps open. */
    interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps a snapshot open as long as the run. */
    Snapshot keep(Snapshot snapshot) {
        kept.add(snapshot::close);
        return snapshot;
    }

    void keep(Kept thing) {
        kept.add(thing);
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
    public FileFormat.@Nullable Progress progress() {
        return session.progress();
    }

    @Override
    public int batchRows() {
        return session.currentSettings().batchRows();
    }

    @Override
    public BatchStream ahead(BatchStream rows) {
        return session.currentSettings().threads() > 1 ? LocalRuntime.shared().ahead(rows) : rows;
    }

    /** Stands at the time at which the statement started. */
    Clock clock() {
        return clock;
    }

    CancelToken cancelToken() {
        return cancelToken;
    }

    /** The time left, or null when there is no timeout. */
    @Nullable
    Duration remaining() {
        return timeout == 0 ? null : Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    @Override
    public void checkCancelled() {
        if (cancelToken.isCancelled()) {
            throw new GrismException(ErrorCode.CANCELLED, "Cannot go on with the statement: it was cancelled.");
        }
        if (timeout > 0 && System.nanoTime() - deadline > 0) {
            throw new GrismException(
                    ErrorCode.TIMEOUT,
                    "Cannot go on with the statement: it ran longer than its timeout of " + timeout + " ms.");
        }
    }

    void cancel() {
        cancelToken.cancel();
        synchronized (waits) {
            Thread thread = waiting;
            if (thread != null) {
                interrupted = true;
                thread.interrupt();
            }
        }
    }

    /** Waits for others, at most for a time and no longer than the run lasts. To be used on one thread at a time. */
    <T> T await(Duration patience, Function<Duration, T> wait) {
        Duration left = remaining();
        synchronized (waits) {
            checkCancelled();
            waiting = Thread.currentThread();
        }
        try {
            return wait.apply(left == null || left.compareTo(patience) > 0 ? patience : left);
        } catch (RuntimeException e) {
            checkCancelled(); // tells what ended the wait
            throw e;
        } finally {
            synchronized (waits) {
                waiting = null;
                if (interrupted) {
                    interrupted = false;
                    Thread.interrupted();
                }
            }
        }
    }

    @Override
    public BatchStream run(QueryPlan plan, Snapshot snapshot) {
        checkCancelled();
        Snapshot view = snapshot;
        if (!(snapshot instanceof VersionedSnapshot)) {
            view = keep(session.versions().view(new SharedSnapshot(snapshot), clock.instant()));
            if (!plan.dependencies().haveShape(view)) {
                throw new GrismException(
                        ErrorCode.WRITE_CONFLICT,
                        "Cannot run the statement: a version that it reads has changed meanwhile. Run it again.");
            }
        }
        return QueryRunner.run(plan.root(), view, this, QueryContext.Metrics.OFF);
    }

    /** Runs a plan with the parameters of this run and the constants of its text. */
    BatchStream run(BoundPlan bound, Snapshot snapshot) {
        checkCancelled();
        List<@Nullable Object> values = new ArrayList<>(parameters);
        values.addAll(bound.constants());
        return QueryRunner.run(bound.plan().root(), values, snapshot, this, QueryContext.Metrics.OFF);
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
