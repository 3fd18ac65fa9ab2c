package io.grism.exec.remote;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An executor that queries share, and the calls that it has not answered yet, in their order. Thread-safe. */
final class PooledExecutor {
    private final RemoteExecutor executor;
    private final Deque<Call> calls = new ArrayDeque<>();
    private boolean lost;
    private @Nullable Call blamed;

    /** A call: for whom, and the attempt of a task that it runs, if it runs one. Equal to itself only. */
    static final class Call {
        final String query;
        final @Nullable Object task;
        final int attempt;

        Call(String query, @Nullable Object task, int attempt) {
            this.query = query;
            this.task = task;
            this.attempt = attempt;
        }
    }

    PooledExecutor(RemoteExecutor executor) {
        this.executor = executor;
    }

    Cluster.Node node() {
        return executor.node();
    }

    /**
     * Makes a call and drops its answer when it was read.
     *
     * @param answered is given the answer or the error, by any thread
     */
    void call(
            Call call,
            byte[] request,
            @Nullable Block block,
            BiConsumer<byte @Nullable [], @Nullable Throwable> answered) {
        Block answer = keep(call, request, block);
        var unused = answer.bytes().whenComplete((bytes, error) -> {
            if (error == null) {
                settle(call);
            }
            answered.accept(bytes, cause(error));
            answer.free();
        });
    }

    /** Makes a call whose answer stays in the cluster, to be freed by the caller. That it was made is known when a later one is answered. */
    Block keep(Call call, byte[] request, @Nullable Block block) {
        synchronized (this) {
            Block answer = executor.call(request, block);
            calls.addLast(call);
            return answer;
        }
    }

    /** Makes a call beside the others; nobody waits for its answer. */
    void control(byte[] request) {
        Block answer = executor.control(request);
        var unused = answer.bytes().whenComplete((bytes, error) -> answer.free());
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** Notes that a call has ended, and so those before it. */
    synchronized void settle(Call call) {
        if (calls.contains(call)) {
            while (calls.removeFirst() != call) {
                // those before it
            }
        }
    }

    /** Gives the executor up. Returns the call that it had not ended when that was first done, if there was one. */
    @Nullable
    Call giveUp() {
        synchronized (this) {
            if (lost) {
                return blamed;
            }
            lost = true;
            blamed = calls.peekFirst();
        }
        executor.kill();
        return blamed;
    }

    synchronized boolean isLost() {
        return lost;
    }

    /** Whether the executor is at work on a task of a query. */
    synchronized boolean isBusyWith(String query) {
        Call first = calls.peekFirst();
        return first != null && first.query.equals(query) && first.task != null;
    }

    /** Whether a query waits for the executor. */
    synchronized boolean hasCallsOf(String query) {
        return calls.stream().anyMatch(call -> call.query.equals(query));
    }
}
