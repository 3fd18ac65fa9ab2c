package io.grism.exec.remote;

import java.util.List;

/**
 * A set of nodes that executors run on, as a driver sees it. Thread-safe. It places and supervises executors and holds blocks; it never retries, and knows nothing of queries.
 *
 * <p>Methods throw {@link io.grism.exec.error.GrismException} with CLUSTER_LOST when the cluster is gone.
 */
public interface Cluster extends AutoCloseable {
    /** The nodes that are alive now. */
    List<Node> nodes();

    /**
     * A node.
     *
     * @param id unique for the life of the cluster: a node that comes back is another one
     * @param slots executors that it has processors for
     */
    record Node(String id, String address, int slots) {}

    /** Starts an executor on a node; its first calls wait until it is up. */
    RemoteExecutor start(Node node);

    /** Keeps bytes in the cluster, never empty. */
    Block put(byte[] bytes);

    /** Stops the executors that this driver has started, and frees its blocks. */
    @Override
    void close();
}
