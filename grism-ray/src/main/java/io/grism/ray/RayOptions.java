package io.grism.ray;

import io.grism.exec.remote.ClusterProvider.Option;
import java.util.List;
import java.util.Map;

/**
 * How a session reaches a cluster. An empty text stands for what Grism finds by itself.
 *
 * @param address host:port of the head
 * @param nodeIp the node that the driver belongs to
 * @param token a file with the cluster's token
 * @param jar Ray's ray_dist.jar
 * @param workerPath a folder with Grism's jars that all nodes have
 * @param workerOptions JVM options of the executors
 */
record RayOptions(String address, String nodeIp, String token, String jar, String workerPath, String workerOptions) {
    static final String ADDRESS = "ray.address";
    private static final String NODE_IP = "ray.node.ip";
    static final String TOKEN = "ray.token.file";
    private static final String JAR = "ray.jar";
    private static final String WORKER_PATH = "ray.worker.path";
    private static final String WORKER_OPTIONS = "ray.worker.options";

    static final List<Option> ALL = List.of(
            new Option(
                    ADDRESS,
                    "",
                    "host:port of the head of a Ray cluster; nothing for the cluster of './grism ray up'",
                    text -> text.isBlank() ? "" : RayAddress.parse(text).toString()),
            new Option(NODE_IP, "", "the address of the node that this machine is; nothing to find it", String::strip),
            new Option(TOKEN, "", "a file with the token of the cluster; nothing for what Ray finds", String::strip),
            new Option(JAR, "", "the path of Ray's ray_dist.jar; nothing to find it", String::strip),
            new Option(
                    WORKER_PATH,
                    "",
                    "a folder made by './grism ray pack' that all nodes have; nothing for this program's own jars",
                    String::strip),
            new Option(
                    WORKER_OPTIONS,
                    "",
                    "JVM options of the executors, such as -Xmx4g; nothing for a share of the memory",
                    String::strip));

    static RayOptions of(Map<String, String> values) {
        return new RayOptions(
                values.getOrDefault(ADDRESS, ""),
                values.getOrDefault(NODE_IP, ""),
                values.getOrDefault(TOKEN, ""),
                values.getOrDefault(JAR, ""),
                values.getOrDefault(WORKER_PATH, ""),
                values.getOrDefault(WORKER_OPTIONS, ""));
    }
}
