package io.grism.exec.remote;

import io.grism.exec.remote.Cluster.Node;
import io.grism.exec.remote.FakeCluster.Action;
import io.grism.exec.remote.LostException.What;
import io.grism.exec.remote.Requests.Open;
import io.grism.exec.remote.Requests.Request;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An executor of a {@link FakeCluster}: one thread for its calls, in their order. */
public final class FakeExecutor implements RemoteExecutor {
    private final FakeCluster cluster;
    private final Node node;
    private final StageExecutor stages;
    private final ScheduledExecutorService lane = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "fake-executor");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<FakeBlock> pending = ConcurrentHashMap.newKeySet();
    private final Set<String> queries = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isDead = new AtomicBoolean();
    private final CountDownLatch death = new CountDownLatch(1);

    FakeExecutor(FakeCluster cluster, Node node) {
        this.cluster = cluster;
        this.node = node;
        this.stages = new StageExecutor(Runtime.getRuntime().maxMemory() / 3, cluster.formats());
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Block call(byte[] request, @Nullable Block block) {
        cluster.check();
        FakeBlock answer = cluster.block(node.id());
        pending.add(answer);
        if (isDead.get()) {
            end(answer);
        } else {
            try {
                lane.execute(() -> run(request, block, answer));
            } catch (java.util.concurrent.RejectedExecutionException e) {
                end(answer); // it has died since
            }
        }
        return answer;
    }

    private void run(byte[] bytes, @Nullable Block block, FakeBlock answer) {
        if (!isAtWork()) {
            return;
        }
        Request request = Requests.read(bytes);
        if (request instanceof Open open) {
            queries.add(open.query());
        }
        Action action = cluster.next(this, request);
        switch (action) {
            case DIE -> kill();
            case LOSE_NODE -> cluster.loseNode(node.id());
            case HANG -> hang();
            case LOSE_BLOCK -> {
                if (block != null) {
                    FakeCluster.cast(block).lose();
                }
            }
            case GO_ON, DIE_AFTER -> {}
        }
        ByteBuffer argument = null;
        if (block != null && isAtWork()) {
            FakeBlock from = FakeCluster.cast(block);
            byte[] content = from.read();
            if (content == null) {
                // whoever has been killed since may come too late
                if (from.isFreed() && isAtWork()) {
                    cluster.violated("a freed block was read");
                }
                pending.remove(answer);
                answer.fail(cluster.lost(What.BLOCK, "the argument of a call is lost"));
                return;
            }
            argument = ByteBuffer.allocateDirect(content.length).put(content).flip();
        }
        if (!isAtWork()) {
            return;
        }
        byte[] result = stages.call(bytes, argument);
        if (argument != null) {
            // It may not be looked at after the call.
            for (int i = 0; i < argument.capacity(); i++) {
                argument.put(i, (byte) 0xEE);
            }
        }
        if (action == Action.DIE_AFTER) {
            kill();
        } else {
            cluster.deliver(() -> {
                if (pending.remove(answer)) {
                    answer.answer(result);
                }
            });
        }
    }

    private boolean isAtWork() {
        return !isDead.get() && !cluster.isGone();
    }

    private void hang() {
        try {
            death.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Block control(byte[] request) {
        cluster.check();
        FakeBlock answer = cluster.block(node.id());
        if (isDead.get()) {
            end(answer);
        } else {
            answer.answer(stages.control(request));
        }
        return answer;
    }

    private void end(FakeBlock answer) {
        pending.remove(answer);
        answer.fail(cluster.lost(What.EXECUTOR, "the executor has died"));
    }

    @Override
    public void kill() {
        if (isDead.compareAndSet(false, true)) {
            death.countDown();
            // A process would just be gone; here its thread has to stop.
            queries.forEach(query -> stages.control(Requests.bytes(new Requests.Cancel(query))));
            lane.execute(() -> {
                try {
                    stages.close();
                } catch (RuntimeException e) {
                    cluster.violated("an executor leaves memory: " + e.getMessage());
                }
            });
            lane.shutdown();
        }
        fail(cluster.lost(What.EXECUTOR, "the executor has died"));
    }

    /** Ends all calls with an error. */
    void fail(Throwable error) {
        for (FakeBlock answer : List.copyOf(pending)) {
            pending.remove(answer);
            answer.fail(error);
        }
    }

    boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
        return lane.awaitTermination(time, unit);
    }
}
