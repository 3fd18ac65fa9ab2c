package io.grism.exec.remote;

import io.grism.exec.remote.QueryExecutor.Fed;
import io.grism.exec.remote.Requests.Feed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The rows of earlier stages on their way to tasks of one stage that begin together on one executor. Of the query's thread. */
final class Feeding {
    /** Calls that have not been answered, at most: blocks that the executor's node holds for them. */
    private static final int WINDOW = 16;

    final QueryExecutor to;
    final List<RemoteTask> tasks;
    private final String query;
    private final QueryCalls calls;
    private final Runnable sent;
    private final Runnable answered;
    private final Deque<Move> moves = new ArrayDeque<>();
    private int outstanding;
    private boolean isSent;
    /** Whether nothing follows any more: all have been fed, or were reset. */
    boolean isOver;

    private record Move(RemoteTask from, int number, List<Integer> receivers) {}

    /** Feeds nothing yet; {@code sent} is run when all rows have been sent, {@code answered} when they have arrived. */
    Feeding(
            QueryExecutor to,
            List<RemoteTask> tasks,
            String query,
            QueryCalls calls,
            Runnable sent,
            Runnable answered) {
        this.to = to;
        this.tasks = tasks;
        this.query = query;
        this.calls = calls;
        this.sent = sent;
        this.answered = answered;
    }

    void start() {
        List<Integer> partitions = tasks.stream().map(task -> task.partition).toList();
        for (RemoteStage input : tasks.get(0).stage.inputs) {
            List<Integer> receivers = input.isBroadcast() ? List.of(Requests.ALL) : partitions;
            for (RemoteTask from : input.tasks) {
                for (int i = 0; i < from.blocks.size(); i++) {
                    List<Integer> found = from.receivers(i, receivers);
                    if (!found.isEmpty() && !to.fedToAll.contains(new Fed(from, from.attempt(), i))) {
                        moves.add(new Move(from, i, found));
                    }
                }
            }
        }
        go();
    }

    private void go() {
        while (!moves.isEmpty() && outstanding < WINDOW) {
            Move move = moves.remove();
            RemoteTask from = move.from();
            from.isUsed = true;
            outstanding++;
            Fed fed = new Fed(from, from.attempt(), move.number());
            Feed request = new Feed(
                    query, from.stage.plan.id(), from.partition, from.attempt(), move.number(), move.receivers());
            calls.call(to, request, from.blocks.get(move.number()), bytes -> {
                Requests.answer(bytes, Requests.Done.class);
                if (from.stage.isBroadcast()) {
                    to.fedToAll.add(fed);
                }
                if (!isOver) {
                    outstanding--;
                    go();
                }
            });
        }
        if (moves.isEmpty() && !isSent) {
            isSent = true;
            sent.run();
        }
        if (outstanding == 0 && !isOver) {
            isOver = true;
            answered.run();
        }
    }

    /** How many rows a task is fed, by stage. */
    static List<Requests.Fed> rows(RemoteTask task) {
        List<Requests.Fed> all = new ArrayList<>();
        for (RemoteStage input : task.stage.inputs) {
            int receiver = input.isBroadcast() ? Requests.ALL : task.partition;
            long rows = input.tasks.stream()
                    .mapToLong(from -> from.rowsFor(receiver))
                    .sum();
            all.add(new Requests.Fed(input.plan.id(), rows));
        }
        return all;
    }
}
