package io.grism.ray;

import io.grism.exec.error.GrismException;
import io.grism.ray.LocalRay.Life;
import io.grism.ray.LocalRay.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Clusters of Ray for tests, on loopback. They end with this process. Tests are left out, with the reason, where Python cannot provide Ray. */
public final class MiniCluster {
    private static final long OBJECT_STORE = 200L << 20;

    private static @Nullable RayHome home;
    private static @Nullable String problem;
    private static @Nullable LocalRay shared;

    private MiniCluster() {}

    private static synchronized RayHome home() {
        if (home == null && problem == null) {
            try {
                home = RayHome.findOrInstall();
            } catch (GrismException e) {
                problem = e.getMessage();
            }
        }
        if (home == null) {
            Assumptions.abort("Ray is not here: " + problem);
        }
        return home;
    }

    /** Two nodes of two processors, the same for all tests of this process: nobody may break it. */
    public static synchronized LocalRay shared() {
        RayHome found = home();
        if (shared == null) {
            LocalRay fresh = LocalRay.start(found, new Size(2, 2, OBJECT_STORE), Life.TIED);
            Runtime.getRuntime().addShutdownHook(new Thread(fresh::close));
            shared = fresh;
        }
        return shared;
    }

    /** A cluster to break, to be closed. */
    public static LocalRay fresh(int nodes) {
        return LocalRay.start(home(), new Size(nodes, 1, OBJECT_STORE), Life.TIED);
    }

    /** What a session sets to run on a cluster. */
    public static Map<String, String> settings(LocalRay ray) {
        return Map.of(
                "ray.address",
                ray.address(),
                "ray.token.file",
                ray.settings().get("ray.token.file"),
                "ray.worker.options",
                "-Xmx512m");
    }
}
