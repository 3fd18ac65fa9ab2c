package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.graph.RandomGraph;
import io.grism.exec.graph.RandomPattern;
import io.grism.exec.graph.RandomSteps;
import io.grism.exec.local.CancelToken;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.Plans;
import io.grism.exec.local.QueryContext;
import io.grism.exec.local.RandomExchanges;
import io.grism.exec.local.RandomPlan;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanText;
import io.grism.exec.remote.FakeCluster.Action;
import io.grism.exec.remote.Requests.Feed;
import io.grism.exec.remote.Requests.Next;
import io.grism.exec.remote.Requests.Request;
import io.grism.exec.remote.Requests.Run;
import io.grism.exec.remote.Requests.Stream;
import io.grism.exec.remote.Requests.Table;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TestRows;
import io.grism.exec.task.NodeMetrics;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans on a cluster of two nodes and three executors, held against the same plans in this process. */
final class RemoteQueryTest {
    private static final int[] PARTITIONS = {1, 3, 7};

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private RemoteFixture remote;

    @BeforeEach
    void setUp() {
        remote = new RemoteFixture(leaks.allocator(), 2, 1);
    }

    @AfterEach
    void tearDown() {
        remote.close();
    }

    private static String text(PlanNode plan) {
        return String.join("\n", PlanText.lines(plan, node -> null));
    }

    @Test
    void aClusterDoesNotChangeWhatAPlanMeans() {
        remote.cluster.answerInAnyOrder(600);
        long base = Seeds.first();
        int found = 0;
        // Random plans have hundreds of rows or none: as many as it takes to have compared some.
        for (int run = 0; run < 60 || run < 600 && found <= 600; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            Plans plans = new Plans(leaks.allocator());
            PlanNode plan = new RandomPlan(plans, random).create(1 + random.nextInt(3));
            List<List<@Nullable Object>> expected = plans.run(plan);
            boolean gathered = random.nextBoolean();
            boolean ordered = gathered && plan instanceof SortNode;
            for (int partitions : PARTITIONS) {
                PlanNode staged = new RandomExchanges(random).place(plan, gathered);
                List<List<@Nullable Object>> actual = plans.run(
                        context -> remote.runtime.execute(staged, context, partitions),
                        settings -> settings.batchRows(random.nextBoolean() ? 7 : 2048)
                                .batchSeed(random.nextBoolean() ? null : seed));
                assertEquals(
                        ordered ? expected : Plans.sorted(expected),
                        ordered ? actual : Plans.sorted(actual),
                        () -> "seed " + seed + "L, " + partitions + " partitions:\n" + text(staged));
            }
            found += expected.size();
        }
        assertTrue(found > 600, "the plans have hardly any rows: " + found);
        assertEquals(3, remote.cluster.started());
    }

    @Test
    void aClusterDoesNotChangeWhatAPatternMatches() {
        long base = Seeds.first();
        int found = 0;
        // Random patterns match thousands of times or never.
        for (int run = 0; run < 25 || run < 250 && found <= 100; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 6);
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.CONNECTED, random);
            PlanNode plan = new RandomSteps(graph, pattern, random).plan();
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                List<String> expected =
                        Plans.sorted(TestRows.readAll(LocalRuntime.shared().execute(plan, context(store))));
                for (int partitions : PARTITIONS) {
                    PlanNode staged = new RandomExchanges(random).place(plan, true);
                    List<String> actual =
                            Plans.sorted(TestRows.readAll(remote.runtime.execute(staged, context(store), partitions)));
                    assertEquals(
                            expected,
                            actual,
                            () -> "seed " + seed + "L, " + partitions + " partitions:\n" + text(staged));
                }
                found += expected.size();
            }
        }
        assertTrue(found > 100, "the patterns hardly ever match: " + found);
    }

    private QueryContext context(Store store) {
        return QueryContext.builder(leaks.allocator(), store.snapshot()).build();
    }

    /** Counts calls by what they ask for. */
    private Map<String, Integer> count() {
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        remote.cluster.onCall((executor, number, request) -> {
            counts.merge(name(request), 1, Integer::sum);
            return Action.GO_ON;
        });
        return counts;
    }

    private static String name(Request request) {
        if (request instanceof Run run) {
            return "run " + run.stage() + "." + run.partition();
        } else if (request instanceof Stream stream) {
            return "stream " + stream.partition();
        }
        return request.getClass().getSimpleName();
    }

    @Test
    void eachTaskRunsOnce() {
        PlanNode plan = remote.manyStages(2_000);
        List<List<@Nullable Object>> expected = remote.expected(plan);
        Map<String, Integer> counts = count();
        assertEquals(expected, remote.run(plan, 4));
        Map<String, Integer> begun = new TreeMap<>(counts);
        begun.keySet().removeIf(name -> !name.startsWith("run") && !name.startsWith("stream"));
        Map<String, Integer> once = new TreeMap<>();
        for (int partition = 0; partition < 4; partition++) {
            for (int stage = 0; stage < 4; stage++) {
                once.put("run " + stage + "." + partition, 1);
            }
            once.put("stream " + partition, 1);
        }
        assertEquals(once, begun);
    }

    @Test
    void tablesAreSentOnceToEachExecutor() {
        try (Store store = new MemoryStore()) {
            Random random = new Random(3);
            RandomGraph graph = RandomGraph.create(random, 6);
            graph.write(store, leaks.allocator());
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.CONNECTED, random);
            PlanNode plan = new RandomExchanges(random).place(new RandomSteps(graph, pattern, random).plan(), true);
            Map<String, Integer> counts = count();
            TestRows.readAll(remote.runtime.execute(plan, context(store), 3));
            int sent = counts.getOrDefault("Table", 0);
            assertTrue(sent > 0, counts::toString);
            TestRows.readAll(remote.runtime.execute(plan, context(store), 3));
            assertEquals(sent, counts.get("Table"));
        }
    }

    @Test
    void whatNobodyReadsIsNotSent() {
        PlanNode plan = remote.exchange(
                remote.plans.scan(RemoteFixture.TWO, RemoteFixture.rows(20_000)), new Partitioning.Single());
        Map<String, Integer> counts = count();
        RemoteQuery query = remote.runtime.execute(plan, remote.plans.context(settings -> settings.batchRows(16)), 3);
        try (query) {
            Batch batch = query.next();
            assertNotNull(batch);
            batch.close();
        }
        assertNull(query.next());
        assertTrue(counts.getOrDefault("Next", 0) <= 3, counts::toString);
    }

    @Test
    void tellsHowFarItIs() {
        PlanNode plan = remote.manyStages(2_000);
        List<List<StageProgress>> told = new ArrayList<>();
        RemoteQuery query = remote.runtime.execute(
                plan, remote.plans.context(settings -> settings.metrics(QueryContext.Metrics.ON)), 4, told::add);
        int rows = 0;
        try (query) {
            for (Batch batch = query.next(); batch != null; batch = query.next()) {
                rows += batch.rowCount();
                batch.close();
            }
        }
        assertTrue(told.size() > 4, told::toString);
        assertEquals(List.of(), told.get(told.size() - 1));
        assertEquals(5, told.get(0).size());
        List<StageProgress> progress = query.progress();
        assertEquals(5, progress.size());
        for (StageProgress stage : progress) {
            assertEquals(4, stage.tasks());
            assertEquals(4, stage.done(), stage::toString);
            assertEquals(0, stage.running(), stage::toString);
            assertEquals(4, stage.attempts(), stage::toString);
        }
        assertEquals(2_000, progress.get(0).rows());
        assertEquals(rows, progress.get(4).rows());
        NodeMetrics sort = query.metrics().get(plan.id());
        assertNotNull(sort);
        assertEquals(rows, sort.rows());
        assertTrue(query.peakMemory() > 0);
    }

    @Test
    void anErrorOfATaskIsTheQuerysAndIsNotTriedAgain() {
        PlanNode scan = remote.plans.scan(RemoteFixture.TWO, RemoteFixture.rows(1_000));
        Expression zero = Plans.bigint(0);
        Expression division = new Expression.Call(Function.DIVIDE, List.of(Plans.bigint(1), zero), zero.type());
        PlanNode divides = new ProjectNode(
                remote.plans.id(), RemoteFixture.TWO, scan, List.of(division, Plans.column(RemoteFixture.TWO, 1)));
        PlanNode plan =
                remote.exchange(remote.exchange(divides, new Partitioning.Hash(List.of(1))), new Partitioning.Single());
        Map<String, Integer> counts = count();
        RemoteQuery query = remote.runtime.execute(plan, remote.plans.context(settings -> settings), 2);
        try (query) {
            GrismException e = assertThrows(GrismException.class, query::next);
            assertEquals(ErrorCode.DIVISION_BY_ZERO, e.code());
            assertNull(query.next());
        }
        counts.keySet().removeIf(name -> !name.startsWith("run"));
        // the other task may have failed before the last one was begun
        assertEquals(Set.of(1), Set.copyOf(counts.values()), counts::toString);
    }

    @Test
    void cancelStopsEachKindOfCall() {
        PlanNode plan = remote.manyStages(2_000);
        remote.run(plan, 4);
        int started = remote.cluster.started();
        for (Class<? extends Request> kind : List.of(Table.class, Feed.class, Run.class, Stream.class, Next.class)) {
            for (int at = 0; at < 2; at++) {
                CancelToken token = new CancelToken();
                int when = at;
                AtomicInteger seen = new AtomicInteger();
                remote.cluster.onCall((executor, number, request) -> {
                    if (kind.isInstance(request) && seen.getAndIncrement() == when) {
                        token.cancel();
                    }
                    return Action.GO_ON;
                });
                GrismException e = assertThrows(
                        GrismException.class,
                        () -> remote.run(
                                plan, 4, settings -> settings.batchRows(16).cancelToken(token)));
                assertEquals(ErrorCode.CANCELLED, e.code(), () -> kind.getSimpleName());
            }
        }
        assertEquals(started, remote.cluster.started(), "executors were replaced");
    }

    @Test
    void anExecutorThatDoesNotStopIsReplaced() {
        PlanNode plan = remote.manyStages(2_000);
        CancelToken token = new CancelToken();
        remote.cluster.onCall((executor, number, request) -> {
            if (request instanceof Run run && run.stage() == 2) {
                token.cancel();
                return Action.HANG;
            }
            return Action.GO_ON;
        });
        GrismException e = assertThrows(
                GrismException.class,
                () -> remote.run(plan, 1, settings -> settings.batchRows(16).cancelToken(token)));
        assertEquals(ErrorCode.CANCELLED, e.code());
        int before = remote.cluster.started();
        assertEquals(0, remote.cluster.blocksLeft());
        remote.cluster.onCall((executor, number, request) -> Action.GO_ON);
        assertEquals(remote.expected(plan), remote.run(plan, 3));
        assertEquals(before + 3, remote.cluster.started(), "one was replaced, and two more were needed");
    }

    @Test
    @Timeout(60)
    void anExecutorThatDoesNotComeUpIsReplacedForTheNextQuery() {
        PlanNode plan = remote.manyStages(200);
        remote.cluster.onCall((executor, number, request) -> {
            executor.fail(new GrismException(ErrorCode.EXECUTOR_LOST, "Cannot start an executor"));
            return Action.HANG;
        });
        GrismException e = assertThrows(GrismException.class, () -> remote.run(plan, 1));
        assertEquals(ErrorCode.EXECUTOR_LOST, e.code());
        remote.cluster.onCall((executor, number, request) -> Action.GO_ON);
        for (int i = 0; i < 3; i++) {
            assertEquals(remote.expected(plan), remote.run(plan, 1), "executors take turns");
        }
    }

    @Test
    void timesOut() {
        remote.cluster.onCall((executor, number, request) -> request instanceof Run ? pause() : Action.GO_ON);
        GrismException e = assertThrows(
                GrismException.class,
                () -> remote.run(remote.manyStages(500), 4, settings -> settings.timeout(Duration.ofMillis(50))));
        assertEquals(ErrorCode.TIMEOUT, e.code());
    }

    private static Action pause() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Action.GO_ON;
    }

    @Test
    void refusesAnUnknownTable() {
        PlanNode plan = new Plans(leaks.allocator()).scan(RemoteFixture.TWO, List.of());
        GrismException e = assertThrows(GrismException.class, () -> remote.run(plan, 2));
        assertEquals(ErrorCode.UNKNOWN_TABLE, e.code());
    }

    @Test
    void severalQueriesShareTheExecutors() throws InterruptedException {
        PlanNode plan = remote.manyStages(1_000);
        List<List<@Nullable Object>> expected = remote.expected(plan);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    RemoteQuery query = remote.runtime.execute(plan, remote.plans.context(settings -> settings), 3);
                    List<List<@Nullable Object>> rows = TestRows.readAll(query);
                    assertEquals(Plans.sorted(expected), Plans.sorted(rows));
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void deliversManyRowsInOrderWhateverTheOrderOfAnswers() {
        remote.cluster.answerInAnyOrder(20_000);
        PlanNode scan = remote.plans.scan(RemoteFixture.TWO, RemoteFixture.rows(60_000));
        PlanNode ranges = remote.exchange(scan, new Partitioning.Range(RemoteFixture.BOTH));
        PlanNode plan = new SortNode(remote.plans.id(), ranges, RemoteFixture.BOTH, null, null);
        List<List<@Nullable Object>> expected = remote.expected(plan);
        for (int run = 0; run < 4; run++) {
            assertEquals(expected, remote.run(plan, 3));
        }
    }

    @Test
    void ordersRowsThatAreMerged() {
        PlanNode scan = remote.plans.scan(RemoteFixture.TWO, RemoteFixture.rows(3_000));
        SortKey[] order = RemoteFixture.BOTH.toArray(new SortKey[0]);
        PlanNode sorted = new SortNode(remote.plans.id(), scan, RemoteFixture.BOTH, null, null);
        List<List<@Nullable Object>> expected = remote.expected(sorted);
        for (int partitions : PARTITIONS) {
            assertEquals(expected, remote.run(remote.exchange(sorted, new Partitioning.Single(), order), partitions));
        }
    }
}
