package io.grism.ray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Block;
import io.grism.exec.remote.Cluster;
import io.grism.exec.remote.Cluster.Node;
import io.grism.exec.remote.LostException;
import io.grism.exec.remote.RemoteExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The cluster as a driver sees it, on real nodes, with a simple class in the place of the engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RayClusterTest {
    private static final int BLOCK = 16 << 20;

    @SuppressWarnings("NullAway.Init")
    private RayCluster cluster;

    private List<Node> nodes = List.of();

    @BeforeAll
    void connect() {
        cluster = connect(MiniCluster.shared(), EchoExecutor.class.getName());
        nodes = sorted(cluster.nodes());
    }

    @AfterAll
    void disconnect() {
        if (cluster != null) {
            cluster.close();
        }
    }

    static RayCluster connect(LocalRay ray, String executor) {
        return RayClusterProvider.connect(RayOptions.of(MiniCluster.settings(ray)), executor);
    }

    static List<Node> sorted(List<Node> nodes) {
        List<Node> sorted = new ArrayList<>(nodes);
        sorted.sort(Comparator.comparing(Node::address));
        return sorted;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] await(Block block) throws Exception {
        return block.bytes().get(60, TimeUnit.SECONDS);
    }

    static String ask(RemoteExecutor executor, String request, @Nullable Block block) throws Exception {
        Block answer = executor.call(bytes(request), block);
        try {
            return new String(await(answer), StandardCharsets.UTF_8).strip();
        } finally {
            answer.free();
        }
    }

    static Throwable failure(Block block) {
        return assertThrows(ExecutionException.class, () -> await(block)).getCause();
    }

    /** What a block that is lost says is lost. */
    static LostException.What lost(Block block) {
        Throwable failure = failure(block);
        return assertInstanceOf(LostException.class, failure, () -> "not a loss: " + failure)
                .what();
    }

    @Test
    void namesItsNodes() {
        assertEquals(
                List.of("127.0.0.2", "127.0.0.3"),
                nodes.stream().map(Node::address).toList());
        assertEquals(List.of(2, 2), nodes.stream().map(Node::slots).toList());
        assertNotEquals(nodes.get(0).id(), nodes.get(1).id());
    }

    @Test
    void callsRunInTheirOrderAndControlCallsBesideThem() throws Exception {
        RemoteExecutor executor = cluster.start(nodes.get(1));
        try {
            List<Block> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(executor.call(bytes("n" + i), i % 3 == 0 ? cluster.put(bytes("x")) : null));
            }
            Block waiting = executor.call(bytes("wait"), null);
            answers.forEach(answer -> answer.bytes().join());
            assertEquals(" ping", new String(await(executor.control(bytes("ping"))), StandardCharsets.UTF_8));
            assertFalse(waiting.bytes().isDone());
            await(executor.control(bytes("stop")));
            assertEquals(" stopped", new String(await(waiting), StandardCharsets.UTF_8));
            String order = ask(executor, "done", null);
            assertTrue(order.startsWith("n0,n1,n2,n3,") && order.endsWith(",n18,n19,wait,done"), order);
        } finally {
            executor.kill();
        }
    }

    @Test
    void aCallWaitsForTheOneBeforeItThatWaitsForABlock() throws Exception {
        RemoteExecutor reader = cluster.start(nodes.get(0));
        RemoteExecutor near = cluster.start(nodes.get(0));
        RemoteExecutor far = cluster.start(nodes.get(1));
        try {
            StringBuilder expected = new StringBuilder();
            for (RemoteExecutor maker : List.of(near, far)) {
                for (int size : new int[] {100, BLOCK}) {
                    ask(maker, "ready", null);
                    Block slow = maker.call(bytes("slow " + size), null);
                    List<Block> calls = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        calls.add(reader.call(bytes("n" + i), null));
                        calls.add(reader.call(bytes("sum"), slow));
                        expected.append("n").append(i).append(",sum,");
                    }
                    for (Block call : calls) {
                        await(call);
                        call.free();
                    }
                    slow.free();
                }
            }
            assertEquals(expected + "done", ask(reader, "done", null));
        } finally {
            reader.kill();
            near.kill();
            far.kill();
        }
    }

    @Test
    void answersComeInTheOrderOfTheCalls() throws Exception {
        RemoteExecutor executor = cluster.start(nodes.get(1));
        try {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int number = i;
                Block answer = executor.call(bytes(i % 2 == 0 ? "make 1000000" : "short"), null);
                all.add(answer.bytes().thenAccept(bytes -> order.add(number)));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertEquals(IntStream.range(0, 60).boxed().toList(), order);
        } finally {
            executor.kill();
        }
    }

    @Test
    void blocksMoveBetweenNodesAndOutliveTheirMakers() throws Exception {
        RemoteExecutor maker = cluster.start(nodes.get(0));
        RemoteExecutor reader = cluster.start(nodes.get(1));
        try {
            assertEquals("-1", ask(reader, "sum", null));
            byte[] some = {1, 2, 3};
            assertEquals("6", ask(reader, "sum", cluster.put(some)));
            Block small = maker.call(bytes("make 100"), null);
            Block large = maker.call(bytes("make " + BLOCK), null);
            assertEquals("4950", ask(reader, "sum", small));
            assertEquals(Long.toString(-(BLOCK / 256) * 128L), ask(reader, "sum", large));
            maker.kill();
            assertEquals(Long.toString(-(BLOCK / 256) * 128L), ask(reader, "sum", large));
            assertEquals(BLOCK, await(large).length);
            large.free();
            small.free();
        } finally {
            maker.kill();
            reader.kill();
        }
    }

    @Test
    void anExecutorThatDiesIsLostAndSoAreItsCalls() throws Exception {
        RemoteExecutor executor = cluster.start(nodes.get(0));
        RemoteExecutor reader = cluster.start(nodes.get(1));
        ask(executor, "hello", null);
        Block halt = executor.call(bytes("halt"), null);
        Block after = executor.call(bytes("make 10"), null);
        Block fed = reader.call(bytes("sum"), after);
        assertEquals(LostException.What.EXECUTOR, lost(halt));
        assertEquals(LostException.What.EXECUTOR, lost(after));
        assertEquals(LostException.What.BLOCK, lost(fed));
        assertEquals("still here", ask(reader, "still here", null), "a reader survives a block that is lost");
        executor.kill();
        assertEquals(LostException.What.EXECUTOR, lost(executor.call(bytes("x"), null)));

        Block waiting = reader.call(bytes("wait"), null);
        reader.kill();
        assertEquals(LostException.What.EXECUTOR, lost(waiting));
    }

    @Test
    void whatTheEngineThrowsIsAnErrorAndNotALoss() throws Exception {
        RemoteExecutor executor = cluster.start(nodes.get(0));
        try {
            String message = assertInstanceOf(GrismException.class, failure(executor.call(bytes("throw"), null)))
                    .getMessage();
            assertTrue(message.contains("IllegalArgumentException: as told"), message);
            message = assertInstanceOf(GrismException.class, failure(executor.call(bytes("nothing"), null)))
                    .getMessage();
            assertTrue(message.contains("answered with nothing"), message);
            assertEquals("still here", ask(executor, "still here", null));
        } finally {
            executor.kill();
        }
    }

    @Test
    void theEngineSeesItsOwnFilesOnly() throws Exception {
        RemoteExecutor executor = cluster.start(nodes.get(0));
        try {
            assertEquals("", ask(executor, "sees io/ray/runtime/RayNativeRuntime.class", null));
            String places = ask(executor, "sees io/grism/exec/remote/Cluster.class", null);
            assertTrue(places.contains("grism-exec"), places);
        } finally {
            executor.kill();
        }
    }

    @Test
    void anEngineThatIsNotThereIsNamed() {
        try (Cluster other = connect(MiniCluster.shared(), "io.grism.Nowhere")) {
            RemoteExecutor executor = other.start(sorted(other.nodes()).get(1));
            String message = assertInstanceOf(GrismException.class, failure(executor.call(bytes("x"), null)))
                    .getMessage();
            assertTrue(message.contains("class io.grism.Nowhere is in none of the"), message);
        }
    }

    @Test
    void aClosedConnectionLeavesNothing() throws Exception {
        RayCluster other = connect(MiniCluster.shared(), EchoExecutor.class.getName());
        RemoteExecutor executor = other.start(nodes.get(0));
        long worker = Long.parseLong(ask(executor, "pid", null));
        long child = other.childPid();
        assertTrue(Processes.isAlive(worker) && Processes.isAlive(child));
        other.close();
        Processes.awaitGone(worker);
        Processes.awaitGone(child);
        GrismException error = assertThrows(GrismException.class, other::nodes);
        assertEquals(ErrorCode.CONNECTION_CLOSED, error.code());
    }
}
