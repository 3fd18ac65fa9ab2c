package io.grism.exec.remote;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Cluster.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The executors of a cluster, one for each slot of its nodes. They are started when first asked for, stay for all queries, and are replaced when they are lost. Thread-safe. */
final class ExecutorPool implements AutoCloseable {
    private final Cluster cluster;
    private final @Nullable PooledExecutor[] executors;

    ExecutorPool(Cluster cluster) {
        this.cluster = cluster;
        this.executors = new PooledExecutor[slots(cluster.nodes())];
        if (executors.length == 0) {
            throw noNode();
        }
    }

    private static int slots(List<Node> nodes) {
        return nodes.stream().mapToInt(Node::slots).sum();
    }

    private static GrismException noNode() {
        return new GrismException(
                ErrorCode.CLUSTER_LOST,
                "Cannot run the query on the cluster: none of its nodes is alive and has a processor for Grism."
                        + " Start a node, or use another cluster");
    }

    int size() {
        return executors.length;
    }

    List<Node> nodes() {
        return cluster.nodes();
    }

    Block put(byte[] bytes) {
        return cluster.put(bytes);
    }

    /** An executor, from 0 up to {@link #size()}. Two numbers may stand for the same one when nodes have been lost. */
    synchronized PooledExecutor get(int number) {
        PooledExecutor known = executors[number];
        if (known != null) {
            return known;
        }
        List<Node> nodes = cluster.nodes();
        dropAllBut(nodes);
        List<PooledExecutor> started =
                Arrays.stream(executors).filter(Objects::nonNull).toList();
        if (!started.isEmpty() && started.size() >= slots(nodes)) {
            return started.get(number % started.size());
        }
        PooledExecutor fresh = new PooledExecutor(cluster.start(emptiest(nodes, started)));
        executors[number] = fresh;
        return fresh;
    }

    private void dropAllBut(List<Node> alive) {
        Set<String> ids = alive.stream().map(Node::id).collect(Collectors.toSet());
        for (int i = 0; i < executors.length; i++) {
            PooledExecutor executor = executors[i];
            if (executor != null && !ids.contains(executor.node().id())) {
                executors[i] = null;
                executor.giveUp();
            }
        }
    }

    private static Node emptiest(List<Node> nodes, List<PooledExecutor> started) {
        List<Node> usable = new ArrayList<>(nodes);
        usable.removeIf(node -> node.slots() == 0);
        return usable.stream()
                .min(Comparator.comparingDouble((Node node) -> share(node, started))
                        .thenComparing(Node::id))
                .orElseThrow(ExecutorPool::noNode);
    }

    private static double share(Node node, List<PooledExecutor> started) {
        long used = started.stream()
                .filter(executor -> executor.node().id().equals(node.id()))
                .count();
        return (double) used / node.slots();
    }

    /** Gives an executor up: the next who asks gets another one. Returns the call at which it was lost, if that is known. */
    PooledExecutor.@Nullable Call giveUp(PooledExecutor lost) {
        synchronized (this) {
            for (int i = 0; i < executors.length; i++) {
                if (executors[i] == lost) {
                    executors[i] = null;
                }
            }
        }
        return lost.giveUp();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
