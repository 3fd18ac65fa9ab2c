package io.grism.exec.remote;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.PooledExecutor.Call;
import io.grism.exec.remote.Requests.Request;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls of a query. What follows from their answers happens in the query's own thread, when that waits for it. */
final class QueryCalls {
    private final String query;
    private final Losses losses;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private volatile boolean over;

    /** Who is told of losses. */
    interface Losses {
        /** A call to an executor has failed; {@code block} was its argument, if it had one. */
        void lost(QueryExecutor executor, @Nullable KeptBlock block, LostException loss);

        /** An executor cannot do what it is there for, although the cluster has not lost it: it has not come up, say. */
        void useless(QueryExecutor executor);
    }

    QueryCalls(String query, Losses losses) {
        this.query = query;
        this.losses = losses;
    }

    /** Makes a call that serves several tasks, or none. */
    void call(QueryExecutor to, Request request, @Nullable KeptBlock block, Consumer<byte[]> then) {
        Call call = new Call(query, null, 0);
        to.executor.call(
                call,
                Requests.bytes(request),
                block == null ? null : block.block(),
                (bytes, error) -> add(() -> {
                    if (!to.isLost) {
                        ended(to, call, block, bytes, error, then);
                    }
                }));
    }

    /** Makes a call of a task; its answer means nothing once the task was reset. */
    void call(RemoteTask task, Request request, Consumer<byte[]> then) {
        int epoch = task.epoch();
        QueryExecutor to = task.executor();
        Call call = new Call(query, task, epoch);
        to.executor.call(
                call,
                Requests.bytes(request),
                null,
                (bytes, error) -> add(() -> {
                    if (!to.isLost && (task.epoch() == epoch || error != null)) {
                        ended(to, call, null, bytes, error, then);
                    }
                }));
    }

    /** Makes a call of a task whose answer stays in the cluster. */
    KeptBlock keep(RemoteTask task, Request request) {
        PooledExecutor to = task.executor().executor;
        Block block = to.keep(new Call(query, null, 0), Requests.bytes(request), null);
        return new KeptBlock(block, task, to.node().id());
    }

    private void add(Runnable event) {
        if (!over) {
            events.add(event);
        }
    }

    private void ended(
            QueryExecutor to,
            Call call,
            @Nullable KeptBlock block,
            byte @Nullable [] bytes,
            @Nullable Throwable error,
            Consumer<byte[]> then) {
        if (error instanceof LostException loss) {
            if (loss.what() == LostException.What.BLOCK) {
                to.executor.settle(call);
            }
            losses.lost(to, block, loss);
        } else if (error instanceof GrismException e) {
            if (e.code() == ErrorCode.EXECUTOR_LOST) {
                losses.useless(to);
            }
            throw e;
        } else if (error != null || bytes == null) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot call an executor: " + error, error);
        } else {
            then.accept(bytes);
        }
    }

    /** Does what has come in, and waits for something if nothing has. */
    void work(long millis) throws InterruptedException {
        Runnable event = events.poll(millis, TimeUnit.MILLISECONDS);
        while (event != null) {
            event.run();
            event = events.poll();
        }
    }

    /** Nothing that comes in means anything any more. */
    void end() {
        over = true;
        events.clear();
    }
}
