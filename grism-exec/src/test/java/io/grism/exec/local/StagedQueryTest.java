package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.RandomGraph;
import io.grism.exec.graph.RandomPattern;
import io.grism.exec.graph.RandomSteps;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.Partitioning.Hash;
import io.grism.exec.plan.Partitioning.Range;
import io.grism.exec.plan.Partitioning.Single;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import io.grism.exec.plan.PlanNode.FileScanNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.plan.PlanText;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TestRows;
import io.grism.exec.task.NodeMetrics;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans with exchanges, held against the same plans without. */
final class StagedQueryTest {
    private static final int[] PARTITIONS = {1, 3, 7};
    private static final Schema TWO = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
    private static final SortKey[] BOTH = {new SortKey(0, false, false), new SortKey(1, true, true)};

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private Plans plans;
    private List<List<@Nullable Object>> rows;

    @BeforeEach
    void setUp() {
        plans = new Plans(leaks.allocator());
        rows = Plans.randomRows(TWO, 20_000, 1000, 0.1, new Random(1));
    }

    private PlanNode exchange(PlanNode input, Partitioning to, SortKey... order) {
        return new ExchangeNode(plans.id(), input, to, List.of(order));
    }

    private static String text(PlanNode plan) {
        return String.join("\n", PlanText.lines(plan, node -> null));
    }

    @Test
    void exchangesDoNotChangeWhatAPlanMeans() {
        long base = Seeds.first();
        int found = 0;
        // Random plans have hundreds of rows or none: as many as it takes to have compared some.
        for (int run = 0; run < 400 || run < 4_000 && found <= 4_000; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            plans = new Plans(leaks.allocator());
            PlanNode plan = new RandomPlan(plans, random).create(1 + random.nextInt(3));
            List<List<@Nullable Object>> expected = plans.run(plan);
            boolean gathered = random.nextBoolean();
            boolean ordered = gathered && plan instanceof SortNode;
            for (int partitions : PARTITIONS) {
                PlanNode staged = new RandomExchanges(random).place(plan, gathered);
                List<List<@Nullable Object>> actual =
                        plans.run(staged, partitions, settings -> settings.threads(1 + random.nextInt(4))
                                .batchRows(random.nextBoolean() ? 7 : 2048)
                                .batchSeed(random.nextBoolean() ? null : seed));
                assertEquals(
                        ordered ? expected : Plans.sorted(expected),
                        ordered ? actual : Plans.sorted(actual),
                        () -> "seed " + seed + "L, " + partitions + " partitions:\n" + text(staged));
            }
            found += expected.size();
        }
        assertTrue(found > 4_000, "the plans have hardly any rows: " + found);
    }

    @Test
    void exchangesDoNotChangeWhatAPatternMatches() {
        long base = Seeds.first();
        int found = 0;
        for (int run = 0; run < 120 || run < 1_200 && found <= 600; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = spread(RandomGraph.create(random, 6), random);
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.CONNECTED, random);
            PlanNode plan = new RandomSteps(graph, pattern, random).plan();
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                List<String> expected =
                        Plans.sorted(TestRows.readAll(LocalRuntime.shared().execute(plan, context(store, random))));
                for (int partitions : PARTITIONS) {
                    PlanNode staged = new RandomExchanges(random).place(plan, true);
                    List<String> actual = Plans.sorted(TestRows.readAll(
                            LocalRuntime.shared().execute(staged, context(store, random), partitions)));
                    assertEquals(
                            expected,
                            actual,
                            () -> "seed " + seed + "L, " + partitions + " partitions:\n" + text(staged));
                }
                found += expected.size();
            }
        }
        assertTrue(found > 600, "the patterns hardly ever match: " + found);
    }

    private QueryContext context(Store store, Random random) {
        return QueryContext.builder(leaks.allocator(), store.snapshot())
                .threads(1 + random.nextInt(3))
                .batchRows(random.nextBoolean() ? 5 : 2048)
                .batchSeed(random.nextBoolean() ? null : random.nextLong())
                .build();
    }

    /** The same edges, and further vertices without any, so that the vertices of edges belong to several partitions. */
    private static RandomGraph spread(RandomGraph graph, Random random) {
        List<List<List<@Nullable Object>>> vertices = new ArrayList<>();
        for (List<List<@Nullable Object>> table : graph.vertices()) {
            List<List<@Nullable Object>> more = new ArrayList<>(table);
            for (long i = random.nextInt(400); i > 0; i--) {
                more.add(TestRows.row(10_000 + i, random.nextInt(4), "s"));
            }
            Collections.shuffle(more, random);
            vertices.add(more);
        }
        return new RandomGraph(vertices, graph.edges(), graph.sources(), graph.destinations());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void movesAllRowsHoweverTheyAreSpread(int partitions) {
        List<String> expected = Plans.sorted(rows);
        for (Partitioning to : List.of(new Single(), new Hash(List.of(1, 0)), new Range(List.of(BOTH)))) {
            PlanNode plan = exchange(exchange(plans.scan(TWO, rows), to), new Single());
            for (int threads : new int[] {1, 4}) {
                assertEquals(
                        expected,
                        Plans.sorted(plans.run(plan, partitions, settings -> settings.threads(threads))),
                        () -> to + " on " + threads + " threads");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void sortsByRangesAndMerges(int partitions) {
        PlanNode scan = plans.scan(TWO, rows);
        List<List<@Nullable Object>> expected = plans.run(new SortNode(plans.id(), scan, List.of(BOTH), null, null));
        PlanNode ranges = exchange(scan, new Range(List.of(BOTH)));
        PlanNode sorted = new SortNode(plans.id(), ranges, List.of(BOTH), null, null);
        assertEquals(expected, plans.run(exchange(sorted, new Single(), BOTH), partitions, settings -> settings));
        // The last stage delivers its partitions one after the other.
        assertEquals(expected, plans.run(sorted, partitions, settings -> settings));
        PlanNode runs = new SortNode(plans.id(), scan, List.of(BOTH), null, null);
        assertEquals(expected, plans.run(exchange(runs, new Single(), BOTH), partitions, settings -> settings));
        PlanNode merged = exchange(runs, new Range(List.of(BOTH)), BOTH);
        assertEquals(expected, plans.run(exchange(merged, new Single(), BOTH), partitions, settings -> settings));
    }

    @Test
    void rangesHoldAboutAsManyRowsEach() {
        PlanNode ranges = exchange(plans.scan(TWO, rows), new Range(List.of(BOTH)));
        LimitNode few = new LimitNode(plans.id(), ranges, null, Plans.bigint(1_000));
        // Each of the five partitions has its thousand rows.
        assertEquals(
                5_000,
                plans.run(exchange(few, new Single()), 5, settings -> settings).size());
    }

    @Test
    void aLimitInAStageStopsItsScan() {
        FakeTable table = plans.table("big", TWO, rows);
        PlanNode limit = new LimitNode(plans.id(), plans.scan("big"), null, Plans.bigint(1));
        PlanNode plan = new LimitNode(plans.id(), exchange(limit, new Single()), null, Plans.bigint(1));
        assertEquals(
                1,
                plans.run(plan, 4, settings -> settings.threads(2).batchRows(10))
                        .size());
        assertTrue(table.batches.get() < 20, () -> table.batches.get() + " batches read");
    }

    @Test
    void aLimitAboveStopsTheStageThatItGathers() {
        FakeTable table = plans.table("big", TWO, rows);
        PlanNode plan = new LimitNode(plans.id(), exchange(plans.scan("big"), new Single()), null, Plans.bigint(25));
        for (int threads : new int[] {1, 4}) {
            table.batches.set(0);
            assertEquals(
                    25,
                    plans.run(plan, 4, settings -> settings.threads(threads).batchRows(10))
                            .size());
            assertTrue(table.batches.get() < 100, () -> table.batches.get() + " batches read");
        }
    }

    @Test
    void afterAnErrorThereAreNoRows() {
        FakeTable table = plans.table("broken", TWO, rows);
        table.failAt(10_000, new GrismException(ErrorCode.IO_ERROR, "Cannot read it"));
        PlanNode plan = exchange(exchange(plans.scan("broken"), new Hash(List.of(0))), new Single(), BOTH);
        LocalQuery query = plans.start(plan, 3, settings -> settings);
        try (query) {
            assertThrows(GrismException.class, query::next);
            assertNull(query.next());
        }
    }

    @Test
    void refusesNoPartitions() {
        GrismException e =
                assertThrows(GrismException.class, () -> plans.run(plans.scan(TWO, rows), 0, settings -> settings));
        assertEquals(ErrorCode.INTERNAL, e.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void filesAndConstantRowsAreReadOnce(int partitions, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, "c0,c1\n1,a\n2,b\n");
        PlanNode read = new FileScanNode(plans.id(), TWO, "csv", file.toString(), Map.of(), List.of(0, 1));
        PlanNode values = new ValuesNode(plans.id(), TWO, List.of(Plans.row(3L, "c")));
        PlanNode union = new UnionNode(plans.id(), TWO, List.of(plans.scan(TWO, rows.subList(0, 100)), read, values));
        List<List<@Nullable Object>> expected = new ArrayList<>(rows.subList(0, 100));
        expected.addAll(List.of(Plans.row(1L, "a"), Plans.row(2L, "b"), Plans.row(3L, "c")));
        assertEquals(Plans.sorted(expected), Plans.sorted(plans.run(union, partitions, settings -> settings)));
    }

    @Test
    void theResultStreams() {
        PlanNode plan = exchange(plans.scan(TWO, rows), new Single());
        LocalQuery query = plans.start(plan, 3, settings -> settings.batchRows(16));
        try (query) {
            Batch batch = query.next();
            assertNotNull(batch);
            assertEquals(16, batch.rowCount());
            query.close();
            assertNull(query.next());
            batch.close();
        }
    }

    @Test
    void closesBeforeItRuns() {
        plans.start(exchange(plans.scan(TWO, rows), new Single()), 3, settings -> settings)
                .close();
    }

    @Test
    void refusesMoreRowsThanTheBudgetHolds() {
        PlanNode plan = exchange(exchange(plans.scan(TWO, rows), new Hash(List.of(0))), new Single());
        GrismException e =
                assertThrows(GrismException.class, () -> plans.run(plan, 3, settings -> settings.memory(200_000)));
        assertEquals(ErrorCode.OUT_OF_MEMORY, e.code());
        assertTrue(e.getMessage().contains("Exchange"), e.getMessage());
    }

    @Test
    void countsWhatTheNodesOfAllPartitionsDo() {
        PlanNode scan = plans.scan(TWO, rows);
        PlanNode moved = exchange(scan, new Hash(List.of(0)));
        PlanNode sort = new SortNode(plans.id(), moved, List.of(BOTH), null, null);
        PlanNode plan = exchange(sort, new Single(), BOTH);
        LocalQuery query = plans.start(plan, 3, settings -> settings.metrics(QueryContext.Metrics.ON));
        try (query) {
            for (Batch batch = query.next(); batch != null; batch = query.next()) {
                batch.close();
            }
        }
        Map<Integer, NodeMetrics> metrics = query.metrics();
        for (PlanNode node : List.of(scan, moved, sort, plan)) {
            NodeMetrics counted = metrics.get(node.id());
            assertNotNull(counted, node::toString);
            assertEquals(rows.size(), counted.rows(), node::toString);
        }
        NodeMetrics exchanged = metrics.get(moved.id());
        assertNotNull(exchanged);
        assertTrue(exchanged.peakBytes() > 100_000 && exchanged.nanos() > 0, exchanged::toString);
        assertTrue(query.peakMemory() > 100_000, () -> query.peakMemory() + " bytes");
    }

    private enum Fault {
        ERROR,
        CANCEL,
        CLOSE,
        SHORT_OF_MEMORY
    }

    @Test
    void nothingIsLeftWhereverAPlanStops() {
        int stopped = 0;
        for (long seed = 1; seed <= 600; seed++) {
            Random random = new Random(seed);
            plans = new Plans(leaks.allocator());
            Fault fault = Fault.values()[(int) seed % 4];
            PlanNode plan = seed % 8 < 4 ? faulty(random) : new RandomPlan(plans, random).create(3);
            PlanNode staged = new RandomExchanges(random).place(plan, random.nextBoolean());
            stopped += stop(staged, fault, random, seed) ? 1 : 0;
            long left = leaks.allocator().getAllocatedMemory();
            if (left != 0 || plans.openStreams() != 0) {
                fail("seed " + seed + ", " + fault + ": " + left + " bytes and " + plans.openStreams()
                        + " streams are left");
            }
        }
        assertTrue(stopped > 200, "only so many were stopped: " + stopped);
    }

    /** A plan that reads many batches. */
    private PlanNode faulty(Random random) {
        PlanNode scan = plans.scan(TWO, Plans.randomRows(TWO, 600, 100, 0.05, random));
        return random.nextInt(3) == 0 ? scan : new SortNode(plans.id(), scan, List.of(BOTH), null, null);
    }

    /** Runs a plan until a fault, if it does not end before. Returns whether it ended with an error. */
    private boolean stop(PlanNode plan, Fault fault, Random random, long seed) {
        int at = 1 + random.nextInt(10);
        AtomicInteger batches = new AtomicInteger();
        CancelToken token = new CancelToken();
        GrismException error = new GrismException(ErrorCode.IO_ERROR, "Cannot read");
        plans.onBatch(() -> {
            if (batches.incrementAndGet() == at) {
                if (fault == Fault.ERROR) {
                    throw error;
                } else if (fault == Fault.CANCEL) {
                    token.cancel();
                }
            }
        });
        long memory = fault == Fault.SHORT_OF_MEMORY ? 1L << (10 + random.nextInt(5)) : 1L << 30;
        LocalQuery query = plans.start(plan, 1 + random.nextInt(7), settings -> settings.threads(1 + random.nextInt(4))
                .batchRows(1 + random.nextInt(20))
                .memory(memory)
                .cancelToken(token));
        int pulls = fault == Fault.CLOSE ? random.nextInt(20) : Integer.MAX_VALUE;
        try (query) {
            for (int i = 0; i < pulls; i++) {
                Batch batch = query.next();
                if (batch == null) {
                    return false;
                }
                batch.close();
            }
            return false;
        } catch (GrismException e) {
            switch (fault) {
                case ERROR -> assertSame(error, e, () -> "seed " + seed);
                case CANCEL -> assertEquals(ErrorCode.CANCELLED, e.code(), () -> "seed " + seed);
                case SHORT_OF_MEMORY -> assertEquals(ErrorCode.OUT_OF_MEMORY, e.code(), () -> "seed " + seed);
                case CLOSE -> throw e;
            }
            return true;
        }
    }

    @Test
    void cancelEndsAllPartitions() {
        CancelToken token = new CancelToken();
        FakeTable table = plans.table("t", TWO, rows);
        table.onBatch(() -> {
            if (table.batches.get() >= 20) {
                token.cancel();
            }
        });
        PlanNode plan = exchange(exchange(plans.scan("t"), new Hash(List.of(0))), new Single());
        GrismException e = assertThrows(
                GrismException.class,
                () -> plans.run(
                        plan, 3, settings -> settings.threads(3).batchRows(16).cancelToken(token)));
        assertEquals(ErrorCode.CANCELLED, e.code());
        assertTrue(table.batches.get() < 40, () -> table.batches.get() + " batches read");
    }
}
