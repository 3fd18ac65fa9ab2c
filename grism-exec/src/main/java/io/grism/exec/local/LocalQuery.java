package io.grism.exec.local;

import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.Batches;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.task.NodeMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A running query. One thread pulls; any thread may cancel or close. Batches delivered belong to the allocator of the {@link QueryContext} and outlive the
 * query.
 */
public final class LocalQuery implements RunningQuery {
    private final Schema schema;
    private final QueryContext context;
    private final QueryState state;
    private final Operator rows;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private boolean closed;

    /** {@code start} makes the rows, ready to run. */
    LocalQuery(Schema schema, QueryContext context, Executor executor, Function<QueryState, Operator> start) {
        this.schema = schema;
        this.context = context;
        QueryState opened;
        try {
            opened = new QueryState(context, executor);
        } catch (Throwable e) {
            Closing.closeAfter(e, context.snapshot());
            throw e;
        }
        this.state = opened;
        try {
            this.rows = start.apply(state);
        } catch (Throwable e) {
            Closing.closeAfter(e, state);
            throw e;
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        lock.lock();
        try {
            if (closed || ended) {
                return null;
            }
            state.checkCancelled();
            Batch batch = rows.next();
            ended = batch == null;
            return batch == null ? null : Batches.transfer(batch, context.allocator());
        } catch (GrismException e) {
            throw e;
        } catch (OutOfMemoryException | OutOfMemoryError e) {
            throw new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot hold the result: " + state.memory().advice(),
                    e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot run the query: " + e, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        context.cancelToken().cancel();
    }

    @Override
    public Map<Integer, NodeMetrics> metrics() {
        return state.snapshotMetrics();
    }

    /** In batches and between them. */
    @Override
    public long peakMemory() {
        return state.peakMemory();
    }

    @Override
    public void close() {
        state.stop();
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                Closing.closeAll(List.of(rows, state));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The query's own account, for tests of what it holds. */
    BufferAllocator allocator() {
        return state.allocator();
    }
}
