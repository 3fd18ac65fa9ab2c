package io.grism.ray.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.ray.EchoExecutor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The worker's class without Ray: it answers whatever happens. */
final class GrismWorkerTest {
    private static GrismWorker worker(String executor) throws Exception {
        Path classes = Path.of(EchoExecutor.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new GrismWorker(
                (executor + "\n/nowhere/a.jar\n/nowhere/*\n" + classes).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String refusal(byte[] answer) {
        String text = Refusal.text(answer);
        assertNotNull(text, () -> "an answer: " + new String(answer, StandardCharsets.UTF_8));
        return text;
    }

    @Test
    void passesBytesToTheEngine() throws Exception {
        GrismWorker worker = worker(EchoExecutor.class.getName());
        assertNull(Refusal.text(worker.hello()));
        assertArrayEquals(bytes(" abc"), worker.call(bytes("abc")));
        assertArrayEquals(bytes(" 6"), worker.feed(bytes("sum"), new byte[] {1, 2, 3}));
        assertArrayEquals(bytes(" x"), worker.control(bytes("x")));
        ClassLoader own = GrismWorkerTest.class.getClassLoader();
        assertEquals(own, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void refusesWhatTheEngineDoesNotAnswer() throws Exception {
        GrismWorker worker = worker(EchoExecutor.class.getName());
        assertTrue(refusal(worker.call(bytes("throw"))).contains("IllegalArgumentException: as told"));
        assertTrue(refusal(worker.call(bytes("nothing"))).contains("the engine answered with nothing"));
        assertTrue(refusal(worker.feed(bytes("sum"), new byte[0])).contains("no block"));
        assertArrayEquals(bytes(" abc"), worker.call(bytes("abc")));
    }

    @Test
    void saysWhichEngineIsMissing() throws Exception {
        GrismWorker worker = worker("io.grism.Nowhere");
        for (byte[] answer : new byte[][] {
            worker.hello(), worker.call(bytes("x")), worker.feed(bytes("x"), bytes("y")), worker.control(bytes("x"))
        }) {
            String text = refusal(answer);
            assertTrue(text.contains("class io.grism.Nowhere is in none of the 1 files"), text);
            assertTrue(text.contains("Set ray.worker.path"), text);
        }
    }
}
