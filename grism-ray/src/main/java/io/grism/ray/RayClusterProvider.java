package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Cluster;
import io.grism.exec.remote.ClusterProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connects to clusters of Ray: the setting {@code runtime=ray}. */
public final class RayClusterProvider implements ClusterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public RayClusterProvider() {}

    @Override
    public String name() {
        return "ray";
    }

    @Override
    public List<Option> options() {
        return RayOptions.ALL;
    }

    @Override
    public Cluster connect(Map<String, String> values) {
        return connect(RayOptions.of(values), WorkerFiles.EXECUTOR);
    }

    static RayCluster connect(RayOptions options, String executor) {
        RayOptions complete = options;
        if (options.address().isEmpty()) {
            @Nullable LocalRay local = LocalRay.running();
            if (local == null) {
                throw new GrismException(
                        ErrorCode.CONNECTION_FAILED,
                        "Cannot connect to a Ray cluster: no ray.address is set, and './grism ray up' has started none");
            }
            complete = local.options(options);
        }
        return RayCluster.connect(RayAddress.parse(complete.address()), jar(complete), complete, executor);
    }

    private static Path jar(RayOptions options) {
        if (!options.jar().isEmpty()) {
            return RayHome.ofJar(options.jar()).jar();
        }
        @Nullable RayHome home = RayHome.find();
        if (home == null) {
            throw new GrismException(
                    ErrorCode.CONNECTION_FAILED,
                    "Cannot find Ray on this machine. './grism ray install' installs it; or set ray.jar to"
                            + " ray_dist.jar, or RAY_HOME to the environment of Python that has Ray");
        }
        return home.jar();
    }
}
