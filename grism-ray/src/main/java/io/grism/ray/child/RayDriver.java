package io.grism.ray.child;

import io.grism.ray.relay.Lost;
import io.grism.ray.relay.NodeLine;
import io.grism.ray.relay.StartOrder;
import io.grism.ray.worker.GrismWorker;
import io.grism.ray.worker.Refusal;
import io.ray.api.ActorHandle;
import io.ray.api.ObjectRef;
import io.ray.api.Ray;
import io.ray.api.concurrencygroup.ConcurrencyGroup;
import io.ray.api.concurrencygroup.ConcurrencyGroupBuilder;
import io.ray.api.exception.RayActorException;
import io.ray.api.exception.RayException;
import io.ray.api.exception.RayTaskException;
import io.ray.api.exception.RayTimeoutException;
import io.ray.api.exception.RayWorkerException;
import io.ray.api.exception.UnreconstructableException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ray, as far as Grism needs it: actors, calls and objects by numbers. The only class that names {@code io.ray}. Thread-safe.
 *
 * <p>Numbers are declared before they are used, so that what waits for a block may come before the call that makes it.
 */
final class RayDriver {
    private final Map<Long, Actor> actors = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<ObjectRef<byte[]>>> blocks = new ConcurrentHashMap<>();

    /** An actor, when it has been asked for, and why it cannot start, if that is known. */
    private static final class Actor {
        final CompletableFuture<ActorHandle<GrismWorker>> handle = new CompletableFuture<>();
        volatile @Nullable String problem;
    }

    /** A block or an executor is lost. */
    static final class LostAnswer extends Exception {
        private static final long serialVersionUID = 1;

        final Lost what;

        LostAnswer(Lost what, @Nullable String message) {
            super(message);
            this.what = what;
        }
    }

    private RayDriver() {}

    /** Connects to the cluster that Ray's system properties name. */
    static RayDriver connect() {
        Ray.init();
        return new RayDriver();
    }

    static void disconnect() {
        Ray.shutdown();
    }

    List<NodeLine> nodes() {
        return Ray.getRuntimeContext().getAllNodeInfo().stream()
                .filter(node -> node.isAlive)
                .map(node -> new NodeLine(node.nodeId.toString(), node.nodeAddress, (int)
                        Math.floor(node.resources.getOrDefault("CPU", 0.0))))
                .toList();
    }

    void declareActor(long id) {
        actors.put(id, new Actor());
    }

    void declareBlock(long id) {
        blocks.put(id, new CompletableFuture<>());
    }

    /** Asks for an actor: one processor of the node, calls in order and control calls beside them, and nothing repeated by Ray. */
    void start(long id, StartOrder order) {
        Actor actor = actor(id);
        try {
            ConcurrencyGroup control = new ConcurrencyGroupBuilder<GrismWorker>()
                    .setName("control")
                    .setMaxConcurrency(2)
                    .addMethod(GrismWorker::control)
                    .build();
            actor.handle.complete(Ray.actor(GrismWorker::new, order.engine())
                    .setResource("CPU", 1.0)
                    .setResource("node:" + order.address(), 0.001)
                    .setMaxRestarts(0)
                    .setConcurrencyGroups(control)
                    .setJvmOptions(order.jvmOptions())
                    .remote());
        } catch (RuntimeException e) {
            actor.handle.completeExceptionally(e);
        }
    }

    /** Waits until the actor is up, and ends it if it does not come up in time. */
    void await(long id, StartOrder order) {
        Actor actor = actor(id);
        ActorHandle<GrismWorker> handle = actor.handle.join();
        try {
            actor.problem =
                    Refusal.text(handle.task(GrismWorker::hello).remote().get(order.patience()));
        } catch (RayTimeoutException e) {
            actor.problem = "Cannot start an executor on node " + order.address() + " within "
                    + order.patience() / 1000
                    + " s. Its processors may be in use by other programs, or the node has no java";
            handle.kill();
        } catch (RayException e) {
            // Its calls fail for the same reason, and say so.
        }
    }

    void call(long answer, long target, long block, byte[] request) {
        make(answer, () -> {
            ActorHandle<GrismWorker> handle = actor(target).handle.join();
            return block == 0
                    ? handle.task(GrismWorker::call, request).remote()
                    : handle.task(GrismWorker::feed, request, block(block).join())
                            .remote();
        });
    }

    void control(long answer, long target, byte[] request) {
        make(answer, () -> actor(target)
                .handle
                .join()
                .task(GrismWorker::control, request)
                .remote());
    }

    void put(long answer, byte[] bytes) {
        make(answer, () -> Ray.put(bytes));
    }

    private interface Maker {
        ObjectRef<byte[]> make();
    }

    private void make(long id, Maker maker) {
        CompletableFuture<ObjectRef<byte[]>> block = block(id);
        try {
            block.complete(maker.make());
        } catch (RuntimeException e) {
            block.completeExceptionally(e);
        }
    }

    /**
     * Waits for a block's bytes.
     *
     * @param target the executor that makes it, 0 if it was put
     */
    byte[] get(long id, long target) throws LostAnswer {
        try {
            byte[] bytes = block(id).join().get();
            String refusal = Refusal.text(bytes);
            if (refusal != null) {
                throw new IllegalStateException(refusal);
            }
            return bytes;
        } catch (RayActorException | RayWorkerException e) {
            Actor actor = actors.get(target);
            if (actor != null && actor.problem != null) {
                throw new IllegalStateException(actor.problem, e);
            }
            throw new LostAnswer(Lost.EXECUTOR, e.getMessage());
        } catch (UnreconstructableException e) {
            throw new LostAnswer(Lost.BLOCK, e.getMessage());
        } catch (RayTaskException e) {
            if (causedByRay(e)) {
                throw new LostAnswer(Lost.BLOCK, e.getMessage());
            }
            throw e;
        } catch (IllegalArgumentException e) {
            // The Java API has no class for what happens when a node dies.
            if (Objects.toString(e.getMessage()).startsWith("Unrecognized metadata")) {
                throw new LostAnswer(Lost.UNKNOWN, "its node died");
            }
            throw e;
        }
    }

    /** A worker of ours throws nothing: what fails is what Ray does before, to get the arguments. It trips over itself when it is to say that the maker of an argument died. */
    private static boolean causedByRay(RayTaskException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RayException || cause instanceof NullPointerException) {
                return true;
            }
        }
        return false;
    }

    void free(long id) {
        CompletableFuture<ObjectRef<byte[]>> block = blocks.remove(id);
        if (block != null && block.isDone() && !block.isCompletedExceptionally()) {
            Ray.internal().free(List.of(block.join()), false);
        }
    }

    /** Ends an actor; it stays known, so that calls to it are lost and not wrong. */
    void kill(long id) {
        actor(id).handle.join().kill();
    }

    private Actor actor(long id) {
        Actor actor = actors.get(id);
        if (actor == null) {
            throw new IllegalStateException("executor " + id + " is not known");
        }
        return actor;
    }

    private CompletableFuture<ObjectRef<byte[]>> block(long id) {
        CompletableFuture<ObjectRef<byte[]>> block = blocks.get(id);
        if (block == null) {
            throw new IllegalStateException("block " + id + " is not known");
        }
        return block;
    }
}
