package io.grism.exec.remote;

import org.jspecify.annotations.Nullable;

/**
 * A process that runs tasks: the handle that the driver holds. Thread-safe. Calls run one after the other in the order in which they were made, and the bytes of their answers come in the order in which they were asked for; control calls run beside them. What a call means is the matter of
 * {@link StageExecutor}; it answers with a {@link Frame}, never with an exception.
 */
public interface RemoteExecutor {
    Cluster.Node node();

    /**
     * Makes a call; returns at once.
     *
     * @param block a second argument, which the executor sees only during the call
     * @return its answer, which stays in the cluster until it is freed
     */
    Block call(byte[] request, @Nullable Block block);

    /** Makes a call that does not wait for others. */
    Block control(byte[] request);

    /** Ends the process at once; calls that have not ended fail with {@link LostException}. */
    void kill();
}
