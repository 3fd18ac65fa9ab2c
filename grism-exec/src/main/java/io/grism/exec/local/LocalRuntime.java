package io.grism.exec.local;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.Operator;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.stage.StageSplitter;
import io.grism.exec.task.Task;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Runs plans in this process. Thread-safe. */
public final class LocalRuntime {
    private static final LocalRuntime SHARED = new LocalRuntime(pool());

    private final Executor executor;

    /** A runtime on threads of one's own; the executor must not make one piece of work wait for another. */
    public LocalRuntime(Executor executor) {
        this.executor = executor;
    }

    /** The runtime of this process: daemon threads, started when needed and dropped when idle. */
    public static LocalRuntime shared() {
        return SHARED;
    }

    Executor executor() {
        return executor;
    }

    private static ThreadPoolExecutor pool() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "grism-driver-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes a query that is ready to run; work begins with the first {@link LocalQuery#next()}. The snapshot is closed with the query, or at once when this fails.
     *
     * @throws GrismException NOT_SUPPORTED, UNKNOWN_TABLE or INVALID_PARAMETER
     */
    public LocalQuery execute(PlanNode plan, QueryContext context) {
        return execute(plan, context, state -> Task.start(plan, state));
    }

    /**
     * Makes a query of a plan with exchanges: {@link StageSplitter} cuts it into stages, whose tasks run here; a partitioned stage has so many partitions. Otherwise as {@link #execute(PlanNode, QueryContext)},
     * but what the stages cannot do is found when they start.
     */
    public LocalQuery execute(PlanNode plan, QueryContext context, int partitions) {
        return execute(plan, context, state -> new StagedRows(plan, partitions, state));
    }

    /** A stream that a thread reads a few batches ahead of who pulls them; closes the one given. What that reports besides its rows can be asked when it has ended. */
    public BatchStream ahead(BatchStream rows) {
        return new ReadAhead(rows, executor);
    }

    private LocalQuery execute(PlanNode plan, QueryContext context, Function<QueryState, Operator> start) {
        try {
            return new LocalQuery(plan.schema(), context, executor, start);
        } catch (GrismException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot start the query: " + e, e);
        }
    }
}
