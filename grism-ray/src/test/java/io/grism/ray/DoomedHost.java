package io.grism.ray;

import io.grism.exec.remote.RemoteExecutor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that connects to a cluster, starts an executor, says which processes there are, and waits to be killed. */
final class DoomedHost {
    private DoomedHost() {}

    public static void main(String[] arguments) throws Exception {
        RayCluster cluster = RayClusterProvider.connect(
                RayOptions.of(Map.of(
                        "ray.address", arguments[0],
                        "ray.token.file", arguments[1],
                        "ray.worker.options", "-Xmx256m")),
                EchoExecutor.class.getName());
        RemoteExecutor executor = cluster.start(cluster.nodes().get(0));
        String worker = RayClusterTest.ask(executor, "pid", null);
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write((cluster.childPid() + " " + worker).getBytes(StandardCharsets.UTF_8));
            out.flush();
            TimeUnit.MINUTES.sleep(5);
        }
    }
}
