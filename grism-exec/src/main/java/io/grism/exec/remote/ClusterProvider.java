package io.grism.exec.remote;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A kind of cluster that queries can run on; found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface ClusterProvider {
    /** The value of the setting {@code runtime} that chooses it, lower case: "ray". */
    String name();

    /** The settings of a session that {@link #connect} understands. */
    List<Option> options();

    /**
     * A setting of a session.
     *
     * @param name lower case; begins with the provider's name and a dot: "ray.address"
     * @param initial its default
     * @param allowed what is allowed, for messages: "host:port"
     * @param check gives the value as it is kept, or throws: IllegalArgumentException, or a {@link io.grism.exec.error.GrismException} that says more
     */
    record Option(String name, String initial, String allowed, UnaryOperator<String> check) {}

    /**
     * Connects to a cluster. Called once for equal options, as long as the cluster is in use.
     *
     * @param options the value of each of the settings
     * @throws io.grism.exec.error.GrismException CONNECTION_FAILED, or INVALID_OPTION
     */
    Cluster connect(Map<String, String> options);
}
