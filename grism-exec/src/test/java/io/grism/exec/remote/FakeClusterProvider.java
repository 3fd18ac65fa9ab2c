package io.grism.exec.remote;

import java.util.List;
import java.util.Map;

/** Makes {@code runtime=fake} a cluster of two nodes in this process, for tests. */
public final class FakeClusterProvider implements ClusterProvider {
    @Override
    public String name() {
        return "fake";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Cluster connect(Map<String, String> options) {
        return new FakeCluster(2, 1);
    }
}
