package io.grism.ray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Block;
import io.grism.exec.remote.Cluster.Node;
import io.grism.exec.remote.LostException;
import io.grism.exec.remote.RemoteExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a driver sees when nodes, the head, its own child or it itself are killed. */
final class RayFaultTest {
    private static final int BLOCK = 4 << 20;

    @Test
    void aNodeTakesItsBlocksWithItAndTheHeadTakesAll() throws Exception {
        try (LocalRay ray = MiniCluster.fresh(2)) {
            RayCluster cluster = RayClusterTest.connect(ray, EchoExecutor.class.getName());
            List<Node> nodes = RayClusterTest.sorted(cluster.nodes());
            RemoteExecutor first = cluster.start(nodes.get(0));
            RemoteExecutor second = cluster.start(nodes.get(1));
            Block kept = first.call(RayClusterTest.bytes("make " + BLOCK), null);
            Block lost = second.call(RayClusterTest.bytes("make " + BLOCK), null);
            long worker = Long.parseLong(RayClusterTest.ask(second, "pid", null));
            Block running = second.call(RayClusterTest.bytes("wait"), null);

            Processes.kill(pidOf(ray.nodes().get(1), "raylet"));
            assertEquals(LostException.What.EXECUTOR, RayClusterTest.lost(running));
            awaitNodes(cluster, 1);
            Processes.awaitGone(worker);
            assertEquals(LostException.What.BLOCK, RayClusterTest.lost(first.call(RayClusterTest.bytes("sum"), lost)));
            assertEquals("here", RayClusterTest.ask(first, "here", null), "the reader of a lost block survives");
            assertEquals(BLOCK, RayClusterTest.await(kept).length);

            long child = cluster.childPid();
            Block unanswered = first.call(RayClusterTest.bytes("wait"), null);
            Processes.kill(pidOf(ray.nodes().get(0), "gcs_server"));
            // The processes of its node end one after the other: which is missed first cannot be told.
            RayClusterTest.failure(unanswered);
            assertEquals(
                    ErrorCode.CLUSTER_LOST,
                    assertThrows(GrismException.class, cluster::nodes).code());
            Processes.awaitGone(child);
            cluster.close();
        }
    }

    @Test
    void aDriverThatIsKilledTakesItsExecutorsWithIt() throws Exception {
        LocalRay ray = MiniCluster.shared();
        RayCluster cluster = RayClusterTest.connect(ray, EchoExecutor.class.getName());
        RemoteExecutor executor = cluster.start(cluster.nodes().get(0));
        long worker = Long.parseLong(RayClusterTest.ask(executor, "pid", null));
        Block running = executor.call(RayClusterTest.bytes("wait"), null);
        Processes.kill(cluster.childPid());
        GrismException error = assertInstanceOf(GrismException.class, RayClusterTest.failure(running));
        assertEquals(ErrorCode.CLUSTER_LOST, error.code());
        Processes.awaitGone(worker);
        cluster.close();
    }

    @Test
    void aHostThatIsKilledLeavesNoProcessAndNoFile() throws Exception {
        MiniCluster.shared();
        Set<String> shared = sharedMemory();
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedHost.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            byte[] line = new byte[4096];
            int length = host.getInputStream().read(line);
            assertTrue(length > 0, "the host has not connected");
            List<String> words = List.of(
                    new String(line, 0, length, StandardCharsets.UTF_8).strip().split(" "));
            Path folder = Path.of(words.get(0)).getParent();
            List<Long> processes =
                    words.subList(1, words.size()).stream().map(Long::valueOf).toList();
            assertTrue(processes.size() > 5 && processes.stream().allMatch(Processes::isAlive), words::toString);
            assertTrue(Files.exists(folder));
            host.destroyForcibly();
            for (long process : processes) {
                Processes.awaitGone(process);
            }
            assertTrue(Files.notExists(folder), folder::toString);
            assertEquals(shared, sharedMemory());
        } finally {
            host.destroyForcibly();
        }
    }

    /** Names of what is in shared memory. */
    private static Set<String> sharedMemory() throws IOException {
        Path folder = Path.of("/dev/shm");
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).collect(Collectors.toSet());
        }
    }

    static void awaitNodes(RayCluster cluster, int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (cluster.nodes().size() != count && System.nanoTime() < end) {
            Thread.sleep(200);
        }
        assertEquals(count, cluster.nodes().size());
    }

    private static long pidOf(LocalNode node, String program) {
        return node.processes().stream()
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.endsWith("/" + program))
                        .orElse(false))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + program + " below " + node))
                .pid();
    }
}
