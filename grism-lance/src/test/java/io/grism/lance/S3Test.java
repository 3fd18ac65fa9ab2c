package io.grism.lance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.durable.ObjectFiles;
import io.grism.exec.test.ObjectServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a store that speaks S3 keeps, and how its errors are told. */
final class S3Test {
    private static final String PLACE = "s3://" + ObjectServer.BUCKET + "/some/db";

    private ObjectServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ObjectServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ObjectFiles open(String... changes) {
        return openAt(PLACE, changes);
    }

    private ObjectFiles openAt(String place, String... changes) {
        Map<String, String> options = new HashMap<>(server.options());
        for (int i = 0; i < changes.length; i += 2) {
            options.put(changes[i], changes[i + 1]);
        }
        return new LanceFormat().objects(place, options);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String fails(ErrorCode code, Executable work) {
        GrismException e = assertThrows(GrismException.class, work);
        assertEquals(code, e.code(), e.getMessage());
        for (Throwable t = e; t != null; t = t.getCause()) {
            String text = t.toString();
            assertFalse(text.contains(ObjectServer.SECRET) || text.contains("WRONGKEY"), text);
        }
        return e.getMessage();
    }

    @Test
    void contentsAreWrittenReadAndRemoved() {
        try (ObjectFiles objects = open()) {
            objects.write("meta/a", bytes("A"));
            objects.write("meta/ab", new byte[100_000]);
            assertArrayEquals(bytes("A"), objects.read("meta/a"));
            assertEquals(100_000, objects.read("meta/ab").length);
            objects.delete("meta/a");
            objects.delete("meta/a");
            assertTrue(fails(ErrorCode.FILE_NOT_FOUND, () -> objects.read("meta/a"))
                    .contains(PLACE + "/meta/a"));
            assertEquals(100_000, objects.read("meta/ab").length);
        }
        assertTrue(server.names().stream().allMatch(name -> name.startsWith("some/db/")), server.names()::toString);
    }

    @Test
    void aLogGrowsByOneEntryAtATime() {
        try (ObjectFiles one = open();
                ObjectFiles two = open()) {
            assertEquals(-1, one.newest("log"));
            assertFalse(one.add("log", 1, bytes("too early")));
            assertTrue(one.add("log", 0, bytes("0")));
            assertFalse(two.add("log", 0, bytes("late")));
            assertTrue(two.add("log", 1, bytes("1")));
            assertFalse(one.add("log", 1, bytes("late")));
            assertEquals(1, one.newest("log"));
            assertArrayEquals(bytes("0"), two.read("log", 0));
            assertArrayEquals(bytes("1"), one.read("log", 1));
            fails(ErrorCode.FILE_NOT_FOUND, () -> one.read("log", 2));
            fails(ErrorCode.FILE_NOT_FOUND, () -> one.read("log", -1));
        }
    }

    @Test
    void oneOfManyAddsTheNextEntryAlsoTheFirst() throws Exception {
        int writers = 4;
        int rounds = 12;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<ObjectFiles> open = new ArrayList<>();
        try {
            for (int i = 0; i < writers; i++) {
                open.add(open());
            }
            for (int round = 0; round < rounds; round++) {
                String log = round % 3 == 0 ? "first" + round : "log";
                long number = open.get(0).newest(log) + 1;
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < writers; i++) {
                    byte[] content = bytes("writer " + i);
                    ObjectFiles objects = open.get(i);
                    tasks.add(() -> objects.add(log, number, content));
                }
                int winner = -1;
                int winners = 0;
                List<Future<Boolean>> done = threads.invokeAll(tasks);
                for (int i = 0; i < writers; i++) {
                    if (done.get(i).get()) {
                        winner = i;
                        winners++;
                    }
                }
                // None, where all were disturbed by one that made the log
                assertTrue(winners == 1 || winners == 0 && number == 0, winners + " in round " + round);
                for (ObjectFiles objects : open) {
                    assertEquals(number + winners - 1, objects.newest(log));
                    if (winners == 1) {
                        assertArrayEquals(bytes("writer " + winner), objects.read(log, number));
                    }
                }
            }
        } finally {
            threads.shutdownNow();
            open.forEach(ObjectFiles::close);
        }
    }

    /** The store has the entry when it says that it is busy; the client asks again, and is told that there is one. */
    @Test
    void anEntryWhoseAnswerWasLostIsThere() {
        try (ObjectFiles objects = open()) {
            assertTrue(objects.add("log", 0, bytes("0")));
            server.loseAnswers(request -> request.startsWith("PUT ") && request.endsWith(".manifest"));
            assertTrue(objects.add("log", 1, bytes("1")));
            assertTrue(server.conflicts() > 0);
            assertArrayEquals(bytes("1"), objects.read("log", 1));
        }
    }

    @Test
    void errorsTellWhatIsWrongAndNoKeys() throws IOException {
        try (ObjectFiles objects = openAt("s3://elsewhere/db")) {
            assertTrue(
                    fails(ErrorCode.FILE_NOT_FOUND, () -> objects.newest("log")).contains("NoSuchBucket"));
            assertTrue(fails(ErrorCode.FILE_NOT_FOUND, () -> objects.write("a", bytes("A")))
                    .contains("NoSuchBucket"));
        }
        try (ObjectFiles objects = open("aws_access_key_id", "WRONGKEY")) {
            String message = fails(ErrorCode.IO_ERROR, () -> objects.newest("log"));
            assertTrue(message.contains("InvalidAccessKeyId") && message.contains("403"), message);
            fails(ErrorCode.IO_ERROR, () -> objects.read("a"));
            fails(ErrorCode.IO_ERROR, () -> objects.write("a", bytes("A")));
            fails(ErrorCode.IO_ERROR, () -> objects.delete("a"));
        }
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        try (ObjectFiles objects = open("aws_endpoint", "http://127.0.0.1:" + port)) {
            long start = System.nanoTime();
            fails(ErrorCode.IO_ERROR, () -> objects.newest("log"));
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 60);
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsAnError() {
        try (ObjectFiles objects = open("timeout", "1s", "client_retry_timeout", "1", "client_max_retries", "0")) {
            server.ignore(request -> true);
            fails(ErrorCode.IO_ERROR, () -> objects.newest("log"));
            fails(ErrorCode.IO_ERROR, () -> objects.write("a", bytes("A")));
        }
    }

    @Test
    void nothingIsDoneOnceItIsClosed() {
        ObjectFiles objects = open();
        assertTrue(objects.add("log", 0, bytes("0")));
        objects.close();
        objects.close();
        fails(ErrorCode.CONNECTION_CLOSED, () -> objects.newest("log"));
        fails(ErrorCode.CONNECTION_CLOSED, () -> objects.read("log", 0));
    }

    @Test
    void otherSchemesAreRefused() {
        assertTrue(
                fails(ErrorCode.NOT_SUPPORTED, () -> openAt("hdfs://host/db")).contains("s3://"));
    }
}
