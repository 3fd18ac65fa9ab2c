package io.grism.exec.remote;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.LostException.What;
import io.grism.exec.remote.Requests.Request;
import io.grism.exec.storage.durable.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in this process: an executor is a thread with a {@link StageExecutor}. It loses executors, nodes and blocks where a fault says so, and notes what a driver may not do: read what was freed, keep what it need not.
 */
public final class FakeCluster implements Cluster {
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final List<FakeExecutor> executors = new CopyOnWriteArrayList<>();
    private final List<FakeBlock> blocks = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger tablesSent = new AtomicInteger();
    private volatile Fault fault = (executor, number, request) -> Action.GO_ON;
    private volatile What told = What.EXECUTOR;
    private volatile boolean isGone;
    private volatile @Nullable ScheduledExecutorService post;
    private volatile int delay;
    private volatile @Nullable List<TableFormat> formats;

    /** Decides what becomes of a call when its turn has come. */
    public interface Fault {
        Action on(FakeExecutor executor, int number, Request request);
    }

    /** What becomes of a call. */
    public enum Action {
        GO_ON,
        /** The executor dies before it does anything. */
        DIE,
        /** The executor dies when it has done what it should, and before it answers. */
        DIE_AFTER,
        LOSE_NODE,
        /** The block that came with the call is lost, and nothing else. */
        LOSE_BLOCK,
        /** Nothing happens any more, whoever tells it to stop. */
        HANG
    }

    /** A cluster of nodes with so many slots each. */
    public FakeCluster(int... slots) {
        for (int i = 0; i < slots.length; i++) {
            nodes.add(new Node("node" + i, "127.0.0." + (i + 2), slots[i]));
        }
    }

    /** What becomes of calls from now on; they are numbered from 0 again. */
    void onCall(Fault newFault) {
        calls.set(0);
        fault = newFault;
    }

    /** Errors do not tell what was lost. */
    void tellNothing() {
        told = What.UNKNOWN;
    }

    /** The formats of stored tables that executors started from now on know. */
    void formats(List<TableFormat> known) {
        formats = known;
    }

    /** Null for those that are installed. */
    @Nullable
    List<TableFormat> formats() {
        return formats;
    }

    /** Answers come up to so much time after they were made, and not in the order of the calls. */
    void answerInAnyOrder(int micros) {
        delay = micros;
        post = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "fake-post");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Delivers an answer. */
    void deliver(Runnable answer) {
        ScheduledExecutorService slow = post;
        if (slow == null) {
            answer.run();
        } else {
            var unused = slow.schedule(answer, ThreadLocalRandom.current().nextInt(delay), TimeUnit.MICROSECONDS);
        }
    }

    Action next(FakeExecutor executor, Request request) {
        if (request instanceof Requests.Table) {
            tablesSent.incrementAndGet();
        }
        return fault.on(executor, calls.getAndIncrement(), request);
    }

    /** Blocks of rows of tables that executors were sent. */
    int tablesSent() {
        return tablesSent.get();
    }

    /** Calls since {@link #onCall}. */
    int calls() {
        return calls.get();
    }

    /** Executors started so far. */
    int started() {
        return executors.size();
    }

    LostException lost(What what, String message) {
        return new LostException(told == What.UNKNOWN ? What.UNKNOWN : what, message);
    }

    void violated(String what) {
        violations.add(what);
    }

    FakeBlock block(String node) {
        FakeBlock block = new FakeBlock(this, node);
        blocks.add(block);
        return block;
    }

    void forget(FakeBlock block) {
        blocks.remove(block);
    }

    void loseNode(String id) {
        nodes.removeIf(node -> node.id().equals(id));
        blocks.stream().filter(block -> block.node().equals(id)).forEach(FakeBlock::lose);
        executors.stream().filter(each -> each.node().id().equals(id)).forEach(FakeExecutor::kill);
    }

    /** Nothing of the cluster answers any more. */
    void vanish() {
        isGone = true;
        executors.forEach(executor -> executor.fail(gone()));
    }

    private static GrismException gone() {
        return new GrismException(ErrorCode.CLUSTER_LOST, "Cannot reach the cluster: it is gone");
    }

    boolean isGone() {
        return isGone;
    }

    void check() {
        if (isGone) {
            throw gone();
        }
    }

    @Override
    public List<Node> nodes() {
        check();
        return List.copyOf(nodes);
    }

    @Override
    public RemoteExecutor start(Node node) {
        check();
        FakeExecutor executor = new FakeExecutor(this, node);
        executors.add(executor);
        return executor;
    }

    @Override
    public Block put(byte[] bytes) {
        check();
        if (bytes.length == 0) {
            violated("an empty block");
        }
        FakeBlock block = block("driver");
        block.answer(bytes);
        return block;
    }

    /** Waits until no blocks are left, if that comes soon. Returns how many are. */
    int blocksLeft() {
        for (int i = 0; i < 1000 && !blocks.isEmpty(); i++) {
            LockSupport.parkNanos(5_000_000);
        }
        return blocks.size();
    }

    List<String> left() {
        return blocks.stream().map(FakeBlock::toString).toList();
    }

    @Override
    public void close() {
        executors.forEach(FakeExecutor::kill);
        try {
            for (FakeExecutor executor : executors) {
                if (!executor.awaitEnd(10, TimeUnit.SECONDS)) {
                    violated("an executor goes on after its death");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the driver or the executors have done wrong. */
    List<String> violations() {
        return new ArrayList<>(violations);
    }

    static FakeBlock cast(@Nullable Block block) {
        if (block instanceof FakeBlock fake) {
            return fake;
        }
        throw new IllegalArgumentException("not a block of this cluster");
    }
}
