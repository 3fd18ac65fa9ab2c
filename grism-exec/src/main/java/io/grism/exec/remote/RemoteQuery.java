package io.grism.exec.remote;

import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.local.QueryContext;
import io.grism.exec.local.RunningQuery;
import io.grism.exec.operator.Closing;
import io.grism.exec.remote.Requests.NodeCount;
import io.grism.exec.task.NodeMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A query whose stages run on a cluster. The thread that pulls its rows drives it: it begins with the first {@link #next()}, and answers of executors are acted on while somebody waits for rows. Batches delivered belong to the
 * allocator of the {@link QueryContext} and outlive the query.
 */
public final class RemoteQuery implements RunningQuery {
    /** How soon a cancel is seen. */
    private static final int WAIT_MILLIS = 20;

    private static final long NODE_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Schema schema;
    private final QueryContext context;
    private final Scheduler scheduler;
    private final RemoteRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private final long deadline;
    private long nodeCheck = System.nanoTime();
    private final @Nullable ProgressListener listener;
    private List<StageProgress> told = List.of();
    private Phase phase = Phase.NEW;
    private volatile boolean stopped;

    private enum Phase {
        NEW,
        RUNNING,
        /** At the end, after an error, or closed. */
        ENDED
    }

    RemoteQuery(
            String name,
            Schema schema,
            QueryContext context,
            Scheduler scheduler,
            RemoteRuntime runtime,
            @Nullable ProgressListener listener) {
        this.name = name;
        this.schema = schema;
        this.context = context;
        this.scheduler = scheduler;
        this.runtime = runtime;
        this.listener = listener;
        Duration timeout = context.timeout();
        this.deadline = timeout == null ? Long.MAX_VALUE : System.nanoTime() + timeout.toNanos();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        lock.lock();
        try {
            if (phase == Phase.ENDED) {
                return null;
            }
            return await();
        } catch (GrismException e) {
            throw fail(e);
        } catch (OutOfMemoryException | OutOfMemoryError e) {
            throw fail(new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot hold the result: the memory of the client is full. Give its JVM more"
                            + " (-Xmx, -XX:MaxDirectMemorySize)",
                    e));
        } catch (RuntimeException | StackOverflowError e) {
            throw fail(new GrismException(ErrorCode.INTERNAL, "Cannot run the query: " + e, e));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Batch await() {
        checkCancelled();
        if (phase == Phase.NEW) {
            phase = Phase.RUNNING;
            scheduler.start();
        }
        work(0);
        Batch batch = scheduler.results().poll();
        while (batch == null && !scheduler.results().isFinished()) {
            tell(scheduler.progress());
            work(WAIT_MILLIS);
            checkCancelled();
            if (System.nanoTime() - nodeCheck > NODE_CHECK_NANOS) {
                scheduler.checkNodes();
                nodeCheck = System.nanoTime();
            }
            batch = scheduler.results().poll();
        }
        if (batch == null) {
            end();
        } else {
            tell(List.of());
        }
        return batch;
    }

    private void tell(List<StageProgress> progress) {
        if (listener != null && progress != told) {
            told = progress;
            listener.report(progress);
        }
    }

    private void work(int millis) {
        try {
            scheduler.calls().work(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    private void checkCancelled() {
        if (stopped || context.cancelToken().isCancelled()) {
            throw cancelled();
        }
        if (deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0) {
            throw new GrismException(ErrorCode.TIMEOUT, "Cannot finish the query: it ran longer than its timeout");
        }
    }

    private static GrismException cancelled() {
        return new GrismException(ErrorCode.CANCELLED, "Cannot finish the query: it was cancelled");
    }

    private GrismException fail(GrismException error) {
        runtime.failed(error);
        Closing.closeAfter(error, this::end);
        return error;
    }

    private void end() {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            scheduler.calls().end();
            Closing.closeAll(List.of(
                    () -> tell(List.of()),
                    scheduler.results(),
                    () -> runtime.end(name, scheduler),
                    context.snapshot()));
        }
    }

    @Override
    public void cancel() {
        context.cancelToken().cancel();
    }

    /** How far each stage is. */
    public List<StageProgress> progress() {
        return scheduler.progress();
    }

    @Override
    public Map<Integer, NodeMetrics> metrics() {
        lock.lock();
        try {
            Map<Integer, NodeMetrics> sums = new TreeMap<>();
            for (RemoteStage stage : scheduler.stages()) {
                for (RemoteTask task : stage.tasks) {
                    for (NodeCount count : task.metrics) {
                        sums.merge(count.node(), count.metrics(), RemoteQuery::add);
                    }
                }
            }
            return sums;
        } finally {
            lock.unlock();
        }
    }

    private static NodeMetrics add(NodeMetrics a, NodeMetrics b) {
        return new NodeMetrics(
                a.rows() + b.rows(),
                a.batches() + b.batches(),
                a.nanos() + b.nanos(),
                a.peakBytes() + b.peakBytes(),
                a.candidates() < 0 || b.candidates() < 0
                        ? Math.max(a.candidates(), b.candidates())
                        : a.candidates() + b.candidates(),
                a.drivers() + b.drivers());
    }

    /** In the nodes of the plan, on all executors; known of what counts metrics only. */
    @Override
    public long peakMemory() {
        return metrics().values().stream().mapToLong(NodeMetrics::peakBytes).sum();
    }

    @Override
    public void close() {
        stopped = true;
        lock.lock();
        try {
            end();
        } finally {
            lock.unlock();
        }
    }
}
