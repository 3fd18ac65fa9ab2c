package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.Grism;
import io.grism.api.GrismConnection;
import io.grism.api.GrismDatabase;
import io.grism.api.GrismResult;
import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.StageProgress;
import io.grism.exec.storage.TestRows;
import io.grism.ray.LocalRay;
import io.grism.ray.MiniCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Queries on a cluster of Ray of two nodes whose processes are killed at work: the rows are right, and the losses are seen, or the error is named. */
final class RayQueryFaultTest {
    /** Pairs are counted in a first stage, which takes a while, and the counts added up in a second one. */
    private static final String COUNTS =
            "SELECT MOD(p.x * q.x, 7) AS k, COUNT(*) FROM n p, n q GROUP BY MOD(p.x * q.x, 7) ORDER BY 1";

    /** One number, of so many pairs that the loss of a node is noticed before it is there. */
    private static final String LONG_MAX = "WITH r (y) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) "
            + "SELECT MAX(MOD(p.x * q.x + r.y + s.y, 7)) FROM n p, n q, r, r s";

    /** Many rows, made from one row at a time by the last stage. */
    private static final String MANY =
            "SELECT a, c FROM (SELECT p.x AS a, COUNT(*) OVER () AS c FROM n p, n q WHERE q.x < 100)";

    private static final int NUMBERS = 2_000;

    private static GrismConnection connect(GrismDatabase database) {
        GrismConnection connection = database.connect();
        connection.execute("CREATE TABLE n (x INTEGER)").close();
        StringBuilder insert = new StringBuilder("INSERT INTO n VALUES (0)");
        for (int i = 1; i < NUMBERS; i++) {
            insert.append(", (").append(i).append(')');
        }
        connection.execute(insert.toString()).close();
        return connection;
    }

    private static GrismDatabase open(LocalRay ray) {
        Map<String, String> settings = new HashMap<>(MiniCluster.settings(ray));
        settings.put("partitions", "2");
        return Grism.open(settings);
    }

    private static List<List<@Nullable Object>> rows(GrismConnection connection, String sql) {
        return TestRows.readAll(connection.execute(sql));
    }

    /** The processes of one cluster: this process may have started others as well, which are not to be broken. */
    private static List<ProcessHandle> processes(LocalRay ray, String program, String word) {
        String port = ray.address().substring(ray.address().indexOf(':') + 1);
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/" + program))
                .filter(process -> process.info().commandLine().orElse("").contains(port))
                .filter(process -> process.info().commandLine().orElse("").contains(word))
                .toList();
    }

    private static List<ProcessHandle> executors(LocalRay ray) {
        return processes(ray, "java", "DefaultWorker");
    }

    /** Does something once, when the progress of a query shows something. Keeps the last progress. */
    private static AtomicReference<List<StageProgress>> when(
            GrismConnection connection, Predicate<List<StageProgress>> shows, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<List<StageProgress>> last = new AtomicReference<>(List.of());
        connection.onQueryProgress(stages -> {
            if (!stages.isEmpty()) {
                last.set(stages);
                if (shows.test(stages) && done.compareAndSet(false, true)) {
                    action.run();
                }
            }
        });
        return last;
    }

    private static Predicate<List<StageProgress>> runs(int stage) {
        return stages -> stages.get(stage).running() > 0;
    }

    private static int begunAgain(List<StageProgress> stages) {
        return stages.stream()
                .mapToInt(stage -> stage.attempts() - stage.tasks())
                .sum();
    }

    private static void killOne(List<ProcessHandle> processes) {
        assertFalse(processes.isEmpty(), "nothing to kill");
        assertTrue(processes.get(0).destroyForcibly());
    }

    @Test
    void executorsMayDieInEachStage() {
        try (LocalRay ray = MiniCluster.fresh(2);
                GrismDatabase database = open(ray);
                GrismConnection connection = connect(database)) {
            List<List<@Nullable Object>> counts = rows(connection, COUNTS);
            List<List<@Nullable Object>> many = rows(connection, MANY);
            connection.set("runtime", "ray");
            AtomicReference<List<StageProgress>> progress = when(connection, stages -> false, () -> {});
            assertEquals(counts, rows(connection, COUNTS));
            assertEquals(0, begunAgain(progress.get()));
            int stages = progress.get().size();
            for (int stage = 0; stage < stages; stage++) {
                progress = when(connection, runs(stage), () -> killOne(executors(ray)));
                assertEquals(counts, rows(connection, COUNTS), "killed in stage " + stage);
            }
            progress = when(connection, RayQueryFaultTest::isCounting, () -> killOne(executors(ray)));
            assertEquals(counts, rows(connection, COUNTS));
            assertTrue(begunAgain(progress.get()) > 0, progress.get().toString());

            connection.onQueryProgress(null);
            assertEquals(many, killedWhileRowsCome(ray, connection));
        }
    }

    /** Whether the pairs are being counted: a stage runs on both executors, for long. */
    private static boolean isCounting(List<StageProgress> stages) {
        return stages.stream().anyMatch(stage -> stage.running() > 1);
    }

    private static List<List<@Nullable Object>> killedWhileRowsCome(LocalRay ray, GrismConnection connection) {
        GrismResult result = connection.execute(MANY);
        Batch first = result.next();
        assertNotNull(first);
        executors(ray).forEach(ProcessHandle::destroyForcibly);
        List<List<@Nullable Object>> rows = new ArrayList<>(TestRows.readAll(new OneBatch(result.schema(), first)));
        rows.addAll(TestRows.readAll(result));
        return rows;
    }

    @Test
    void tasksMayFailAndTheClusterGoesOn() {
        try (LocalRay ray = MiniCluster.fresh(2);
                GrismDatabase database = open(ray);
                GrismConnection connection = connect(database)) {
            List<List<@Nullable Object>> counts = rows(connection, COUNTS);
            connection.set("runtime", "ray");

            AtomicReference<List<StageProgress>> progress = when(connection, stages -> false, () -> {});
            assertEquals(
                    ErrorCode.DIVISION_BY_ZERO,
                    failure(connection, "SELECT SUM(1 / (x - 1999)) FROM n").code());
            assertTrue(
                    progress.get().stream().allMatch(stage -> stage.attempts() <= stage.tasks()),
                    "an error of the query is not tried again");

            GrismException full = failure(connection, "SELECT MAX(REPEAT('ab', 1000000000 - x)) FROM n");
            assertEquals(ErrorCode.OUT_OF_MEMORY, full.code(), full::getMessage);
            assertEquals(counts, rows(connection, COUNTS), "after a task without memory");

            for (int stage = 0; stage < progress.get().size(); stage++) {
                assertEquals(
                        ErrorCode.CANCELLED, cancelled(connection, runs(stage)).code(), "cancelled in " + stage);
            }
            connection.onQueryProgress(null);
            assertEquals(counts, rows(connection, COUNTS), "after cancels");

            connection.onQueryProgress(stages -> {
                if (isCounting(stages)) {
                    executors(ray).forEach(ProcessHandle::destroyForcibly);
                }
            });
            GrismException poisoned = failure(connection, COUNTS);
            assertEquals(ErrorCode.EXECUTOR_LOST, poisoned.code(), poisoned::getMessage);
            assertTrue(poisoned.getMessage().contains("stage"), poisoned.getMessage());
            connection.onQueryProgress(null);
            assertEquals(counts, rows(connection, COUNTS), "after a task that took its executors with it");

            killOne(processes(ray, "raylet", "node_ip_address=127.0.0.2"));
            assertEquals(ErrorCode.CLUSTER_LOST, lost(connection, LONG_MAX).code(), "without the node of the driver");
        }
    }

    /** The error that ends one of the next queries. */
    private static GrismException lost(GrismConnection connection, String sql) {
        return assertThrows(GrismException.class, () -> {
            for (int i = 0; i < 60; i++) {
                rows(connection, sql);
            }
        });
    }

    private static GrismException failure(GrismConnection connection, String sql) {
        return assertThrows(GrismException.class, () -> rows(connection, sql));
    }

    private static GrismException cancelled(GrismConnection connection, Predicate<List<StageProgress>> at) {
        return assertThrows(GrismException.class, () -> {
            try (var statement = connection.prepare(COUNTS)) {
                when(connection, at, statement::cancel);
                TestRows.readAll(statement.execute());
            }
        });
    }

    @Test
    void aNodeMayDieAndTheHeadMayNot() {
        try (LocalRay ray = MiniCluster.fresh(2);
                GrismDatabase database = open(ray);
                GrismConnection connection = connect(database)) {
            List<List<@Nullable Object>> counts = rows(connection, COUNTS);
            List<List<@Nullable Object>> longMax = rows(connection, LONG_MAX);
            connection.set("runtime", "ray");
            assertEquals(counts, rows(connection, COUNTS));
            AtomicReference<List<StageProgress>> progress = when(
                    connection, RayQueryFaultTest::isCounting, () -> killOne(processes(ray, "raylet", "127.0.0.3")));
            assertEquals(longMax, rows(connection, LONG_MAX));
            assertTrue(begunAgain(progress.get()) > 0, progress.get().toString());
            assertEquals(counts, rows(connection, COUNTS), "one node is enough");

            when(
                    connection,
                    stages -> stages.stream().anyMatch(stage -> stage.running() > 0),
                    () -> killOne(processes(ray, "gcs_server", "")));
            GrismException lost = lost(connection, COUNTS);
            assertEquals(ErrorCode.CLUSTER_LOST, lost.code(), lost::getMessage);
            connection.set("runtime", "local");
            assertEquals(counts, rows(connection, COUNTS), "the session goes on");
        }
    }
}
