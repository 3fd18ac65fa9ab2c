package io.grism.exec.remote;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.local.QueryContext;
import io.grism.exec.operator.Closing;
import io.grism.exec.plan.PlanCopy;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.FileScanNode;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.StageSplitter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs plans on a cluster, whose executors it keeps for all queries. Thread-safe. */
public final class RemoteRuntime implements AutoCloseable {
    /** After a query was told to stop. */
    private static final int PATIENCE_MILLIS = 2_000;

    private static final ScheduledThreadPoolExecutor WATCH = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "grism-remote-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final ExecutorPool pool;
    private final AtomicInteger queries = new AtomicInteger();
    private volatile boolean broken;

    /**
     * A runtime on a cluster, which it closes.
     *
     * @throws GrismException CLUSTER_LOST when it has no node for executors
     */
    public RemoteRuntime(Cluster cluster) {
        this.pool = new ExecutorPool(cluster);
    }

    /** How many tasks run at a time. */
    public int executors() {
        return pool.size();
    }

    /** Whether the cluster is gone: only a new connection can help. */
    public boolean isBroken() {
        return broken;
    }

    /**
     * Makes a query that is ready to run; work begins with the first {@link RemoteQuery#next()}. The snapshot is closed with the query, or at once when this fails.
     *
     * @param plan with exchanges, at which it is cut into stages
     * @param partitions of a partitioned stage
     * @param listener told how far the query is, or null
     */
    public RemoteQuery execute(
            PlanNode plan, QueryContext context, int partitions, @Nullable ProgressListener listener) {
        try {
            if (partitions < 1) {
                throw new IllegalArgumentException("partitions from 1 on, not " + partitions);
            }
            List<ExecutionStage> stages = StageSplitter.split(withFilesOfHere(plan));
            String name = UUID.randomUUID().toString();
            int offset = Math.floorMod(queries.getAndIncrement(), pool.size());
            Scheduler scheduler = new Scheduler(name, stages, partitions, context, pool, offset);
            return new RemoteQuery(name, plan.schema(), context, scheduler, this, listener);
        } catch (GrismException e) {
            Closing.closeAfter(e, context.snapshot());
            throw e;
        } catch (RuntimeException e) {
            Closing.closeAfter(e, context.snapshot());
            throw new GrismException(ErrorCode.INTERNAL, "Cannot start the query: " + e, e);
        }
    }

    /** The plan with absolute paths: executors have folders of their own. */
    private static PlanNode withFilesOfHere(PlanNode node) {
        if (node instanceof FileScanNode scan) {
            try {
                String path = Path.of(scan.path()).toAbsolutePath().toString();
                return new FileScanNode(scan.id(), scan.schema(), scan.format(), path, scan.options(), scan.columns());
            } catch (InvalidPathException e) {
                return scan; // the scan tells
            }
        }
        return PlanCopy.withInputs(node, RemoteRuntime::withFilesOfHere);
    }

    /** A query that nobody watches. */
    public RemoteQuery execute(PlanNode plan, QueryContext context, int partitions) {
        return execute(plan, context, partitions, null);
    }

    /** Notes an error of a query. */
    void failed(GrismException error) {
        broken |= error.code() == ErrorCode.CLUSTER_LOST;
    }

    /** Makes executors forget a query, and replaces those that do not listen. Returns at once. */
    void end(String query, Scheduler scheduler) {
        List<PooledExecutor> executors = scheduler.executors();
        List<CompletableFuture<?>> closed = new ArrayList<>();
        List<AutoCloseable> steps = new ArrayList<>();
        for (PooledExecutor executor : executors) {
            steps.add(() -> {
                if (executor.hasCallsOf(query)) {
                    executor.control(Requests.bytes(new Requests.Cancel(query)));
                }
                CompletableFuture<Void> answered = new CompletableFuture<>();
                executor.call(
                        new PooledExecutor.Call(query, null, 0),
                        Requests.bytes(new Requests.Close(query)),
                        null,
                        (bytes, error) -> answered.complete(null));
                closed.add(answered);
            });
        }
        try {
            Closing.closeAll(steps);
        } finally {
            // Calls under way may have blocks as their arguments.
            var unused = CompletableFuture.allOf(closed.toArray(new CompletableFuture<?>[0]))
                    .thenRun(scheduler::close);
        }
        boolean isAtWork = executors.stream().anyMatch(executor -> executor.isBusyWith(query));
        if (isAtWork) {
            var unused = WATCH.schedule(() -> stop(query, executors), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void stop(String query, List<PooledExecutor> executors) {
        for (PooledExecutor executor : executors) {
            if (executor.isBusyWith(query)) {
                pool.giveUp(executor);
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
