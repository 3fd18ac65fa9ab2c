package io.grism.exec.remote;

import io.grism.exec.batch.Batch;
import io.grism.exec.codec.RowBlock;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.Batches;
import io.grism.exec.operator.Closing;
import io.grism.exec.remote.RemoteTask.State;
import io.grism.exec.remote.Requests.Next;
import io.grism.exec.remote.Requests.Ran;
import io.grism.exec.remote.Requests.Stream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the last stage, partition after partition. Each task is asked for its rows a block at a time, so that it makes no more than the reader takes. An executor makes the rows of one task at a time, the one whose turn
 * comes first. When a task has to begin again, the rows that have come before are left out: where it gives the same ones; where it does not, it can begin again only if nobody has seen any.
 */
final class ResultRows implements AutoCloseable {
    /** Blocks of a task that are asked for or have not been read. */
    private static final int WINDOW = 2;

    private final String query;
    private final RemoteStage stage;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final QueryCalls calls;
    private final Scheduler scheduler;
    private final List<Part> parts = new ArrayList<>();
    private final Deque<Batch> pending = new ArrayDeque<>();
    /** The partition whose turn it is. */
    private int turn;

    /** What has come of a task. */
    private static final class Part {
        final Deque<Received> blocks = new ArrayDeque<>();
        /** What was asked for, in its order. Answers may come in another one. */
        final Deque<Asked> asked = new ArrayDeque<>();

        long rows;
        /** Rows of the running attempt that are still to be left out. */
        long skip;

        boolean isSeen;
    }

    /** A call for rows, and its answer. */
    private static final class Asked {
        byte @Nullable [] answer;
    }

    /** A block whose first rows are left out. */
    private record Received(RowBlock rows, long skip) {}

    ResultRows(String query, RemoteStage stage, BufferAllocator allocator, QueryCalls calls, Scheduler scheduler) {
        this.query = query;
        this.stage = stage;
        this.schema = stage.plan.plan().schema();
        this.allocator = allocator;
        this.calls = calls;
        this.scheduler = scheduler;
        stage.tasks.forEach(task -> parts.add(new Part()));
    }

    /** Begins the first task that waits for an executor, unless that is at work on one before it. */
    void start(QueryExecutor on) {
        RemoteTask first = stage.tasks.stream()
                .filter(task -> task.on == on && task.state() == State.WAITING)
                .min(Comparator.comparingInt(task -> task.partition))
                .orElse(null);
        RemoteTask current = on.streaming;
        if (first == null || (current != null && current.partition < first.partition)) {
            return;
        }
        on.streaming = first;
        first.go(State.STREAMING);
        Part part = parts.get(first.partition);
        part.asked.clear();
        part.skip = part.rows;
        Stream request = new Stream(query, stage.plan.id(), first.partition, first.attempt(), first.fed);
        calls.call(first, request, bytes -> Requests.answer(bytes, Requests.Done.class));
        ask(first, part);
        if (current != null) {
            scheduler.preempt(current);
        }
    }

    private void ask(RemoteTask task, Part part) {
        while (task.state() == State.STREAMING && part.asked.size() + part.blocks.size() < WINDOW) {
            Asked asked = new Asked();
            part.asked.add(asked);
            calls.call(task, new Next(query, stage.plan.id(), task.partition), bytes -> {
                asked.answer = bytes;
                came(task, part);
            });
        }
    }

    private void came(RemoteTask task, Part part) {
        for (Asked first = part.asked.peek();
                first != null && first.answer != null && task.state() == State.STREAMING;
                first = part.asked.peek()) {
            part.asked.remove();
            came(task, part, first.answer);
        }
    }

    private void came(RemoteTask task, Part part, byte[] bytes) {
        ByteBuffer body = Requests.rows(ByteBuffer.wrap(bytes));
        if (body == null) {
            ended(task, part, Requests.answer(bytes, Ran.class));
            return;
        }
        RowBlock block = RowBlock.of(body);
        long count = block.rows(0);
        long skip = Math.min(part.skip, count);
        part.skip -= skip;
        if (skip < count) {
            part.rows += count - skip;
            part.blocks.add(new Received(block, skip));
        }
        task.rows = part.rows;
        ask(task, part);
    }

    private void ended(RemoteTask task, Part part, Ran ran) {
        if (part.skip > 0) {
            throw Scheduler.runAgain(task, "a second attempt has not made them again");
        }
        if (part.rows != ran.rows()) {
            throw new GrismException(
                    ErrorCode.INTERNAL,
                    "Cannot deliver the rows of " + task + ": of " + ran.rows() + " rows " + part.rows + " came");
        }
        task.metrics = ran.metrics();
        task.go(State.ENDED);
        QueryExecutor on = task.executor();
        on.streaming = null;
        start(on);
        scheduler.schedule();
    }

    /** A task, which waits or streams, has to begin again. */
    void reset(RemoteTask task) {
        QueryExecutor on = task.executor();
        if (on.streaming == task) {
            on.streaming = null;
        }
        Part part = parts.get(task.partition);
        if (!stage.isRepeatable) {
            if (part.isSeen) {
                throw Scheduler.runAgain(task, "some of them, which are random, were delivered");
            }
            part.blocks.clear();
            part.rows = 0;
        }
    }

    /** The next batch, the caller's; null while there is none, or at the end. */
    @Nullable
    Batch poll() {
        while (pending.isEmpty() && !isFinished()) {
            RemoteTask task = stage.tasks.get(turn);
            Part part = parts.get(turn);
            Received block = part.blocks.poll();
            if (block == null) {
                if (task.state() != State.ENDED) {
                    return null;
                }
                turn++;
            } else {
                part.isSeen = true;
                ask(task, part);
                unpack(block);
            }
        }
        return pending.poll();
    }

    private void unpack(Received block) {
        long skip = block.skip();
        pending.addAll(block.rows().batches(0, schema, allocator));
        while (skip > 0) {
            Batch first = pending.remove();
            if (first.rowCount() > skip) {
                pending.addFirst(tail(first, (int) skip));
                return;
            }
            skip -= first.rowCount();
            first.close();
        }
    }

    private Batch tail(Batch batch, int from) {
        try (batch) {
            int count = batch.rowCount() - from;
            return Batches.build(count, batch.columnCount(), i -> {
                TransferPair pair =
                        batch.column(i).getTransferPair(batch.column(i).getField(), allocator);
                pair.splitAndTransfer(from, count);
                return (FieldVector) pair.getTo();
            });
        }
    }

    /** Whether all rows have been delivered. */
    boolean isFinished() {
        return pending.isEmpty() && turn == parts.size();
    }

    @Override
    public void close() {
        List<Batch> all = List.copyOf(pending);
        pending.clear();
        parts.forEach(part -> part.blocks.clear());
        Closing.closeAll(all);
    }
}
