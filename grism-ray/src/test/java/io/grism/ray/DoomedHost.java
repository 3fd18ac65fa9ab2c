package io.grism.ray;

import io.grism.exec.remote.RemoteExecutor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program that starts a cluster of its own and an executor on it, says where the cluster's token is and which processes there are, and waits to be killed. */
final class DoomedHost {
    private DoomedHost() {}

    public static void main(String[] arguments) throws Exception {
        LocalRay ray = MiniCluster.fresh(1);
        RayCluster cluster = RayClusterTest.connect(ray, EchoExecutor.class.getName());
        RemoteExecutor executor = cluster.start(cluster.nodes().get(0));
        String worker = RayClusterTest.ask(executor, "pid", null);
        String node = ray.nodes().get(0).processes().stream()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" "));
        String line =
                MiniCluster.settings(ray).get("ray.token.file") + " " + cluster.childPid() + " " + worker + " " + node;
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
            TimeUnit.MINUTES.sleep(5);
        }
    }
}
