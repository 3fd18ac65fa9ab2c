package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Block;
import io.grism.exec.remote.Cluster;
import io.grism.exec.remote.LostException;
import io.grism.exec.remote.RemoteExecutor;
import io.grism.ray.relay.Lost;
import io.grism.ray.relay.Message;
import io.grism.ray.relay.Message.Kind;
import io.grism.ray.relay.NodeLine;
import io.grism.ray.relay.StartOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of Ray, over a child process that is its driver. Executors are actors with one processor each, on the node that is asked for; blocks are objects that the driver owns.
 *
 * <p>Answers arrive in one thread, which completes what waits for them.
 */
final class RayCluster implements Cluster {
    /** Ray gives a worker that does not come up a minute, and then tries another one. */
    private static final int START_PATIENCE_MILLIS = 150_000;

    private static final int NODES_SECONDS = 20;
    private static final int WATCH_MILLIS = 1_000;
    /** So many probes of the head must fail, one after the other, before the cluster counts as lost. */
    private static final int FAILED_PROBES = 5;

    private final RayAddress address;
    /** The node that the driver belongs to, if it is known. */
    private final @Nullable String home;

    private final ChildProcess child;
    private final WorkerFiles files;
    private final RayOptions options;
    private final String executor;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable GrismException end;
    private volatile boolean isHomeSeen;

    private RayCluster(
            RayAddress address,
            @Nullable String home,
            ChildProcess child,
            WorkerFiles files,
            RayOptions options,
            String executor) {
        this.address = address;
        this.home = home;
        this.child = child;
        this.files = files;
        this.options = options;
        this.executor = executor;
    }

    /**
     * Connects.
     *
     * @param jar Ray's
     * @param executor the class that the workers run: see {@link WorkerFiles#EXECUTOR}
     */
    static RayCluster connect(RayAddress address, Path jar, RayOptions options, String executor) {
        @Nullable String problem = address.problem();
        if (problem != null) {
            throw new GrismException(
                    ErrorCode.CONNECTION_FAILED,
                    "Cannot connect to a Ray cluster at " + address + ": " + problem
                            + ". './grism ray up' starts a cluster on this machine");
        }
        WorkerFiles files = options.workerPath().isEmpty()
                ? WorkerFiles.ofThisProgram(CacheFolder.get())
                : WorkerFiles.ofFolder(options.workerPath());
        List<String> properties = new ArrayList<>(List.of(
                "-Dray.address=" + address, "-Dray.job.code-search-path=" + files.jar(), "-Dray.logging.level=WARN"));
        @Nullable String node = options.nodeIp().isEmpty() ? address.localNode() : options.nodeIp();
        if (node != null) {
            properties.add("-Dray.node-ip=" + node);
        }
        ChildProcess child =
                ChildProcess.start(address, jar, properties, options.token().isEmpty() ? null : options.token());
        RayCluster cluster = new RayCluster(address, node, child, files, options, executor);
        cluster.startThread("grism-ray-answers", cluster::receive);
        cluster.startThread("grism-ray-head", cluster::watchHead);
        return cluster;
    }

    private void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void receive() {
        String why = "its driver ended";
        try {
            for (Message message = child.wire().receive();
                    message != null;
                    message = child.wire().receive()) {
                CompletableFuture<byte[]> answer = waiting.remove(message.id());
                if (answer != null) {
                    complete(answer, message);
                }
            }
        } catch (IOException e) {
            why = "its driver ended: " + e.getMessage();
        } finally {
            lose(why);
        }
    }

    private static void complete(CompletableFuture<byte[]> answer, Message message) {
        switch (message.kind()) {
            case VALUE -> answer.complete(message.body());
            case LOST ->
                answer.completeExceptionally(new LostException(
                        switch (Lost.values()[(int) message.target()]) {
                            case EXECUTOR -> LostException.What.EXECUTOR;
                            case BLOCK -> LostException.What.BLOCK;
                            case UNKNOWN -> LostException.What.UNKNOWN;
                        },
                        message.text()));
            default -> answer.completeExceptionally(new GrismException(ErrorCode.EXECUTOR_LOST, message.text()));
        }
    }

    /** A driver goes on for a minute when the head is gone, and then ends its process; nobody should wait for that. */
    private void watchHead() {
        int failed = 0;
        while (end == null) {
            try {
                Thread.sleep(WATCH_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            @Nullable String problem = address.problem();
            failed = problem == null ? 0 : failed + 1;
            if (failed >= FAILED_PROBES) {
                lose("its head does not answer: " + problem);
            }
        }
    }

    private void lose(String why) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            String words = child.lastWords();
            end = new GrismException(
                    ErrorCode.CLUSTER_LOST,
                    "Cannot go on with the Ray cluster at " + address + ": " + why
                            + (words.isEmpty() ? "" : ". It said last:\n" + words));
        }
        child.kill();
        failAll();
        child.close();
    }

    private void failAll() {
        for (Long id : List.copyOf(waiting.keySet())) {
            CompletableFuture<byte[]> answer = waiting.remove(id);
            if (answer != null) {
                answer.completeExceptionally(ended());
            }
        }
    }

    private GrismException ended() {
        GrismException reason = end;
        return reason == null
                ? new GrismException(ErrorCode.CLUSTER_LOST, "Cannot go on with the Ray cluster at " + address)
                : new GrismException(reason.code(), reason.getMessage(), reason);
    }

    private void send(Message message) {
        if (end != null) {
            throw ended();
        }
        try {
            child.wire().send(message);
        } catch (IOException e) {
            lose("its driver ended: " + e.getMessage());
            throw ended();
        }
    }

    private CompletableFuture<byte[]> ask(Kind kind, long target, long block) {
        long id = numbers.incrementAndGet();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            send(Message.about(kind, id, target, block));
        } catch (GrismException e) {
            waiting.remove(id);
            answer.completeExceptionally(e);
        }
        if (end != null) {
            failAll();
        }
        return answer;
    }

    @Override
    public List<Node> nodes() {
        try {
            byte[] answer = ask(Kind.NODES, 0, 0).get(NODES_SECONDS, TimeUnit.SECONDS);
            List<Node> nodes = NodeLine.read(new String(answer, StandardCharsets.UTF_8)).stream()
                    .map(line -> new Node(line.id(), line.address(), line.processors()))
                    .toList();
            checkHome(nodes);
            return nodes;
        } catch (TimeoutException e) {
            lose("its head does not say which nodes there are");
            throw ended();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GrismException error && end == null) {
                lose("its head does not say which nodes there are: " + error.getMessage());
            }
            throw ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(ErrorCode.CANCELLED, "Cannot ask the Ray cluster for its nodes: interrupted", e);
        }
    }

    /** A driver whose own node is gone can do nothing, though its head still answers. */
    private void checkHome(List<Node> nodes) {
        if (nodes.stream().anyMatch(node -> node.address().equals(home))) {
            isHomeSeen = true;
        } else if (isHomeSeen) {
            lose("the node of its driver, " + home + ", is gone");
            throw ended();
        }
    }

    @Override
    public RemoteExecutor start(Node node) {
        long id = numbers.incrementAndGet();
        StartOrder order =
                new StartOrder(node.address(), START_PATIENCE_MILLIS, jvmOptions(node), files.order(executor));
        send(Message.of(Kind.START, id, order.toBytes()));
        return new Executor(id, node);
    }

    private List<String> jvmOptions(Node node) {
        List<String> all = new ArrayList<>(ChildProcess.opens());
        all.addAll(List.of("-XX:+UseParallelGC", "-XX:+ErrorFileToStderr", "-Dslf4j.internal.verbosity=ERROR"));
        if (options.workerOptions().isBlank()) {
            // Half of the machine's memory for all of its executors: the other half is for Ray, its objects and others.
            all.add("-XX:MaxRAMPercentage=" + Math.max(1, 50 / Math.max(1, slotsBeside(node))));
        } else {
            all.addAll(List.of(options.workerOptions().strip().split("\\s+")));
        }
        return all;
    }

    /** Processors of the nodes that are on one machine. */
    private int slotsBeside(Node node) {
        return RayAddress.isLoopback(node.address())
                ? nodes().stream()
                        .filter(other -> RayAddress.isLoopback(other.address()))
                        .mapToInt(Node::slots)
                        .sum()
                : node.slots();
    }

    @Override
    public Block put(byte[] bytes) {
        long id = numbers.incrementAndGet();
        send(Message.of(Kind.PUT, id, bytes));
        return new RayBlock(id, 0);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = new GrismException(
                    ErrorCode.CONNECTION_CLOSED,
                    "Cannot use the connection to the Ray cluster at " + address + ": it is closed");
        }
        child.close();
        failAll();
    }

    /** The process that is a driver of Ray. */
    long childPid() {
        return child.pid();
    }

    /** An actor, by the number that the child knows it by. */
    private final class Executor implements RemoteExecutor {
        private final long id;
        private final Node node;

        Executor(long id, Node node) {
            this.id = id;
            this.node = node;
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public Block call(byte[] request, @Nullable Block block) {
            return make(Kind.CALL, request, block == null ? 0 : ((RayBlock) block).id, id);
        }

        @Override
        public Block control(byte[] request) {
            return make(Kind.CONTROL, request, 0, -id);
        }

        private Block make(Kind kind, byte[] request, long block, long maker) {
            long answer = numbers.incrementAndGet();
            send(new Message(kind, answer, id, block, request));
            return new RayBlock(answer, maker);
        }

        @Override
        public void kill() {
            if (end == null) {
                send(Message.about(Kind.KILL, 0, id, 0));
            }
        }

        @Override
        public String toString() {
            return "executor " + id + " on " + node.address();
        }
    }

    /** An object, by the number that the child knows it by, and the executor that makes it: its negative number if beside its calls, 0 for none. */
    private final class RayBlock implements Block {
        private final long id;
        private final long maker;

        RayBlock(long id, long maker) {
            this.id = id;
            this.maker = maker;
        }

        @Override
        public CompletableFuture<byte[]> bytes() {
            return ask(Kind.BYTES, maker, id);
        }

        @Override
        public void free() {
            if (end == null) {
                send(Message.about(Kind.FREE, 0, 0, id));
            }
        }
    }
}
