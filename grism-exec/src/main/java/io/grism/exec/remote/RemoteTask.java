package io.grism.exec.remote;

import io.grism.exec.remote.Requests.BlockInfo;
import io.grism.exec.remote.Requests.Fed;
import io.grism.exec.remote.Requests.NodeCount;
import io.grism.exec.remote.Requests.ReceiverRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partition of a stage in a running query, as its driver sees it. Of the query's thread. */
final class RemoteTask {
    final RemoteStage stage;
    final int partition;
    private State state = State.IDLE;
    /** Grows with everything that makes earlier calls for the task void. */
    private int epoch;

    private int attempt;
    /** Of executors that were lost while they ran it. */
    int kills;
    /** Whether its first block, which is asked for when it begins, is there if it has one. */
    boolean isFirstTaken;
    /** Of attempts that ended with a loss. */
    int failures;

    @Nullable
    QueryExecutor on;

    @Nullable
    Feeding feeding;

    /** Its rows in the cluster, and what is in each block; for a task that is READY. */
    List<KeptBlock> blocks = List.of();

    List<BlockInfo> contents = List.of();
    /** How many rows it has been fed, by stage. */
    List<Fed> fed = List.of();

    Requests.@Nullable Sample sample;
    /** Whether others have been fed its rows. */
    boolean isUsed;

    long rows;
    List<NodeCount> metrics = List.of();

    /** Where a task stands, in the order in which it goes on. */
    enum State {
        /** Has to be run, if its rows are wanted. */
        IDLE,
        /** Its executor learns of the query, and gets tables. */
        PREPARING,
        /** Its executor gets the rows of earlier stages. */
        FEEDING,
        RUNNING,
        /** Has run, and waits for the borders of ranges. */
        SAMPLED,
        SPREADING,
        /** Has run; its rows move into the cluster. */
        TAKING,
        /** Its rows are in the cluster. */
        READY,
        /** Its rows were in the cluster, and are not any more: their reader has ended. */
        FREED,
        /** Of the last stage: could begin if its executor were free. */
        WAITING,
        /** Of the last stage: its rows come to the driver. */
        STREAMING,
        /** Of the last stage: its rows have come. */
        ENDED
    }

    RemoteTask(RemoteStage stage, int partition) {
        this.stage = stage;
        this.partition = partition;
    }

    State state() {
        return state;
    }

    int epoch() {
        return epoch;
    }

    int attempt() {
        return attempt;
    }

    void begin(QueryExecutor executor, Feeding group) {
        on = executor;
        feeding = group;
        attempt++;
        epoch++;
        isFirstTaken = false;
        state = State.PREPARING;
    }

    void go(State next) {
        state = next;
    }

    /** Back to the start. Returns the blocks that it had. */
    List<KeptBlock> reset() {
        contents = List.of();
        rows = 0;
        metrics = List.of();
        return drop(State.IDLE);
    }

    /** Lets go of its rows. Returns the blocks that it had. */
    List<KeptBlock> free() {
        return drop(State.FREED);
    }

    private List<KeptBlock> drop(State next) {
        state = next;
        epoch++;
        on = null;
        feeding = null;
        sample = null;
        List<KeptBlock> had = blocks;
        blocks = List.of();
        return had;
    }

    /** Whether it has to be run when its rows are wanted. */
    boolean isIdle() {
        return state == State.IDLE || state == State.FREED;
    }

    /** Whether it depends on its executor. */
    boolean isActive() {
        return !isIdle() && state != State.READY && state != State.ENDED;
    }

    /** Whether it has begun and not ended. */
    boolean isRunning() {
        return isActive() && state != State.PREPARING && state != State.WAITING;
    }

    boolean isDone() {
        return state == State.READY || state == State.FREED || state == State.ENDED;
    }

    /** Whether rows of the stages before it are still on their way to it. */
    boolean wantsInput() {
        return feeding != null;
    }

    QueryExecutor executor() {
        QueryExecutor executor = on;
        if (executor == null) {
            throw new IllegalStateException("no executor");
        }
        return executor;
    }

    /** How many of its rows are for a receiver, in all blocks. */
    long rowsFor(int receiver) {
        long sum = 0;
        for (BlockInfo block : contents) {
            for (ReceiverRows part : block.receivers()) {
                sum += part.receiver() == receiver ? part.rows() : 0;
            }
        }
        return sum;
    }

    /** The receivers, of some, that have rows in a block. */
    List<Integer> receivers(int block, List<Integer> of) {
        List<Integer> found = new ArrayList<>();
        for (ReceiverRows part : contents.get(block).receivers()) {
            if (of.contains(part.receiver())) {
                found.add(part.receiver());
            }
        }
        return found;
    }

    long bytes() {
        return contents.stream().mapToLong(BlockInfo::bytes).sum();
    }

    @Override
    public String toString() {
        return "stage " + stage.plan.id() + ", partition " + partition;
    }
}
