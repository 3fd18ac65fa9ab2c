package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.graph.RandomGraph;
import io.grism.exec.graph.RandomPattern;
import io.grism.exec.graph.RandomSteps;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.Plans;
import io.grism.exec.local.QueryContext;
import io.grism.exec.local.RandomExchanges;
import io.grism.exec.local.RandomPlan;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.Partitioning.Hash;
import io.grism.exec.plan.Partitioning.Range;
import io.grism.exec.plan.Partitioning.Single;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.AggregateNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import io.grism.exec.plan.PlanNode.NestedLoopJoinNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanText;
import io.grism.exec.remote.Requests.Cancel;
import io.grism.exec.remote.Requests.Done;
import io.grism.exec.remote.Requests.Open;
import io.grism.exec.remote.Requests.Opened;
import io.grism.exec.remote.Requests.Ping;
import io.grism.exec.remote.Requests.Run;
import io.grism.exec.remote.Requests.Status;
import io.grism.exec.remote.Requests.Table;
import io.grism.exec.remote.Requests.TableRef;
import io.grism.exec.stage.StageSplitter;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans run by executors, held against the same plans run here. */
final class StageExecutorTest {
    private static final Schema TWO = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
    private static final SortKey[] BOTH = {new SortKey(0, false, false), new SortKey(1, true, true)};

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final List<StageExecutor> executors = new ArrayList<>();
    private Plans plans;

    @BeforeEach
    void setUp() {
        plans = new Plans(leaks.allocator());
        executors.add(new StageExecutor());
        executors.add(new StageExecutor());
    }

    /** Fails when they hold memory. */
    @AfterEach
    void closeExecutors() {
        executors.forEach(StageExecutor::close);
    }

    private static String text(PlanNode plan) {
        return String.join("\n", PlanText.lines(plan, node -> null));
    }

    private QueryContext context(UnaryOperator<QueryContext.Builder> settings) {
        return settings.apply(QueryContext.builder(leaks.allocator(), plans.snapshot()))
                .build();
    }

    private PlanNode exchange(PlanNode input, Partitioning to, SortKey... order) {
        return new ExchangeNode(plans.id(), input, to, List.of(order));
    }

    @Test
    void executorsGiveTheRowsOfRandomPlans() {
        long base = Seeds.first();
        int found = 0;
        int again = 0;
        // Random plans have hundreds of rows or none: as many as it takes to have compared some.
        for (int run = 0; run < 200 || run < 2_000 && found <= 2_000; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            plans = new Plans(leaks.allocator());
            PlanNode plan = new RandomPlan(plans, random).create(1 + random.nextInt(3));
            List<List<@Nullable Object>> expected = plans.run(plan);
            boolean gathered = random.nextBoolean();
            boolean ordered = gathered && plan instanceof SortNode;
            for (int partitions : new int[] {1, 3, 7}) {
                PlanNode staged = new RandomExchanges(random).place(plan, gathered);
                SmallDriver driver = new SmallDriver(executors, leaks.allocator(), random);
                QueryContext context = context(settings -> settings.threads(1 + random.nextInt(3))
                        .batchRows(random.nextBoolean() ? 7 : 2048)
                        .batchSeed(random.nextBoolean() ? null : seed));
                List<List<@Nullable Object>> actual = driver.run(staged, partitions, context, "run" + seed);
                assertEquals(
                        ordered ? expected : Plans.sorted(expected),
                        ordered ? actual : Plans.sorted(actual),
                        () -> "seed " + seed + "L, " + partitions + " partitions:\n" + text(staged));
                again += driver.runAgain;
            }
            found += expected.size();
        }
        assertTrue(found > 2_000, "the plans have hardly any rows: " + found);
        assertTrue(again > 50, "hardly any task ran twice: " + again);
    }

    @Test
    void executorsKnowElementsAsTheDriverDoes() {
        long base = Seeds.first();
        int found = 0;
        for (int run = 0; run < 80 || run < 800 && found <= 400; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 6);
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.CONNECTED, random);
            PlanNode plan = new RandomSteps(graph, pattern, random).plan();
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                List<String> expected = Plans.sorted(TestRows.readAll(LocalRuntime.shared()
                        .execute(
                                plan,
                                QueryContext.builder(leaks.allocator(), store.snapshot())
                                        .build())));
                for (int partitions : new int[] {1, 3, 7}) {
                    PlanNode staged = new RandomExchanges(random).place(plan, true);
                    QueryContext context = QueryContext.builder(leaks.allocator(), store.snapshot())
                            .batchRows(random.nextBoolean() ? 5 : 2048)
                            .build();
                    List<List<@Nullable Object>> actual = new SmallDriver(executors, leaks.allocator(), random)
                            .run(staged, partitions, context, "run" + seed);
                    assertEquals(
                            expected,
                            Plans.sorted(actual),
                            () -> "seed " + seed + "L, " + partitions + " partitions:\n" + text(staged));
                }
                found += expected.size();
            }
        }
        assertTrue(found > 400, "the patterns hardly ever match: " + found);
    }

    private List<List<@Nullable Object>> rows(int count) {
        return Plans.randomRows(TWO, count, 1000, 0.1, new Random(1));
    }

    @Test
    void manyRowsTakeSeveralBlocks() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 30_000; i++) {
            rows.add(Plans.row(i, ("text " + i + " ").repeat(200)));
        }
        PlanNode plan = exchange(exchange(plans.scan(TWO, rows), new Range(List.of(BOTH))), new Single());
        List<List<@Nullable Object>> actual = new SmallDriver(executors, leaks.allocator(), new Random(1))
                .run(plan, 3, context(settings -> settings), "many");
        assertEquals(Plans.sorted(rows), Plans.sorted(actual));
    }

    @Test
    void tablesComeOnceAndStay() {
        PlanNode plan = exchange(plans.scan(TWO, rows(10_000)), new Single());
        int[] sent = new int[3];
        for (int run = 0; run < sent.length; run++) {
            SmallDriver driver = new SmallDriver(executors, leaks.allocator(), new Random(run));
            // The last one is of another database.
            assertEquals(
                    10_000,
                    driver.run(plan, 2, context(settings -> settings), run < 2 ? "a" : "b")
                            .size());
            sent[run] = driver.tablesSent;
        }
        assertEquals(List.of(2, 0, 2), List.of(sent[0], sent[1], sent[2]));
    }

    @Test
    void tablesBeyondTheBudgetGo() {
        List<StageExecutor> small = List.of(new StageExecutor(100, null));
        PlanNode plan = exchange(plans.scan(TWO, rows(1_000)), new Single());
        for (int run = 0; run < 2; run++) {
            SmallDriver driver = new SmallDriver(small, leaks.allocator(), new Random(run));
            driver.run(plan, 2, context(settings -> settings), "a");
            assertEquals(1, driver.tablesSent);
        }
        Status status = Requests.answer(small.get(0).control(Requests.bytes(new Ping())), Status.class);
        assertEquals(0, status.memory());
        small.get(0).close();
    }

    @Test
    void refusesATableThatIsNotWhole() {
        PlanNode plan = exchange(plans.scan(TWO, rows(100)), new Single());
        TableSnapshot table = plans.snapshot().tables().iterator().next();
        StageExecutor executor = executors.get(0);
        Open open = open("q", plan, List.of(new TableRef("t", table.definition(), 150, null)));
        assertEquals(List.of("t"), call(executor, open, Opened.class).missing());
        Run run = new Run("q", 0, 0, 0, List.of());
        GrismException e = assertThrows(GrismException.class, () -> call(executor, run, Requests.Ran.class));
        assertTrue(e.getMessage().contains("tables have not come: [t]"), e.getMessage());
        try (TableBlocks blocks = new TableBlocks(table, leaks.allocator())) {
            byte[] block = blocks.next();
            assertFalse(blocks.hasNext());
            for (Table part : List.of(
                    new Table("q", "t", 1, true), new Table("q", "other", 0, true), new Table("q", "t", 0, true))) {
                GrismException wrong = assertThrows(
                        GrismException.class,
                        () -> Requests.answer(executor.call(Requests.bytes(part), ByteBuffer.wrap(block)), Done.class));
                assertTrue(wrong.getMessage().startsWith("Cannot take block"), wrong.getMessage());
            }
        }
        assertEquals(List.of("t"), call(executor, open, Opened.class).missing(), "what came in part is not kept");
    }

    @Test
    void sessionsAreTheDriversOwn() {
        Schema schema = Plans.schema(TypeKind.BIGINT);
        Expression parameter = new Expression.Parameter(0, TypeKind.BIGINT.field("p"));
        PlanNode scan = plans.scan(TWO, rows(10));
        PlanNode plan = exchange(new ProjectNode(plans.id(), schema, scan, List.of(parameter)), new Single());
        List<List<@Nullable Object>> actual = new SmallDriver(executors, leaks.allocator(), new Random(1))
                .run(plan, 2, context(settings -> settings.parameters(List.of(42L))), "a");
        assertEquals(10, actual.size());
        actual.forEach(row -> assertEquals(List.of(42L), row));
    }

    @Test
    void errorsOfTheQueryComeAsTheyAre() {
        PlanNode plan = exchange(exchange(plans.scan(TWO, rows(20_000)), new Hash(List.of(0))), new Single());
        GrismException memory =
                assertThrows(GrismException.class, () -> new SmallDriver(executors, leaks.allocator(), new Random(1))
                        .run(plan, 3, context(settings -> settings.memory(200_000)), "a"));
        assertEquals(ErrorCode.OUT_OF_MEMORY, memory.code());
        assertTrue(memory.getMessage().contains("memory budget"), memory.getMessage());
        Expression parameter = new Expression.Parameter(3, TypeKind.BIGINT.field("p"));
        PlanNode project = exchange(
                new ProjectNode(
                        plans.id(), Plans.schema(TypeKind.BIGINT), plans.scan(TWO, rows(10)), List.of(parameter)),
                new Single());
        GrismException missing =
                assertThrows(GrismException.class, () -> new SmallDriver(executors, leaks.allocator(), new Random(1))
                        .run(project, 2, context(settings -> settings), "b"));
        assertEquals(ErrorCode.INVALID_PARAMETER, missing.code());
    }

    private Open open(String query, PlanNode plan) {
        return open(query, plan, List.of());
    }

    private static Open open(String query, PlanNode plan, List<TableRef> tables) {
        return new Open(
                query, StageSplitter.split(plan), 2, List.of(), 0, "UTC", "", 2048, 1 << 24, 1, null, false, tables);
    }

    private static <T extends Record> T call(StageExecutor executor, Requests.Request request, Class<T> type) {
        return Requests.answer(executor.call(Requests.bytes(request), null), type);
    }

    @Test
    void aTaskWithoutAllOfItsRowsDoesNotRun() {
        PlanNode values = new PlanNode.ValuesNode(plans.id(), TWO, List.of(Plans.row(1L, "a")));
        PlanNode plan = exchange(exchange(values, new Hash(List.of(0))), new Single());
        StageExecutor executor = executors.get(0);
        assertEquals(List.of(), call(executor, open("q", plan), Opened.class).missing());
        Run run = new Run("q", 1, 0, 0, List.of(new Requests.Fed(0, 1)));
        GrismException e = assertThrows(GrismException.class, () -> call(executor, run, Requests.Ran.class));
        assertEquals(ErrorCode.INTERNAL, e.code());
        assertTrue(e.getMessage().contains("0 rows of stage 0, not 1"), e.getMessage());
    }

    @Test
    void aBlockIsTakenOnce() {
        PlanNode values = new PlanNode.ValuesNode(plans.id(), TWO, List.of(Plans.row(1L, "a"), Plans.row(2L, "b")));
        PlanNode plan = exchange(exchange(values, new Hash(List.of(0))), new Single());
        StageExecutor executor = executors.get(0);
        call(executor, open("q", plan), Opened.class);
        Requests.Ran ran = call(executor, new Run("q", 0, 0, 0, List.of()), Requests.Ran.class);
        assertEquals(1, ran.blocks().size(), "small receivers share a block");
        assertEquals(2, ran.rows());
        byte[] take = Requests.bytes(new Requests.Take("q", 0, 0, 0));
        byte[] frame = executor.call(take, null);
        ByteBuffer rows = Requests.rows(ByteBuffer.wrap(frame));
        assertTrue(rows != null && rows.remaining() > 0);
        byte[] error = executor.call(take, null);
        // An error in place of a block is passed on by those that it is fed to.
        GrismException e = assertThrows(
                GrismException.class,
                () -> Requests.answer(
                        executor.call(
                                Requests.bytes(new Requests.Feed("q", 0, 0, 0, 0, List.of(0))), ByteBuffer.wrap(error)),
                        Done.class));
        assertTrue(e.getMessage().startsWith("Cannot take block 0"), e.getMessage());
    }

    @Test
    void cancelStopsWhatRuns() throws Exception {
        List<List<@Nullable Object>> many = new ArrayList<>();
        for (long i = 0; i < 6_000; i++) {
            many.add(Plans.row(i, "x"));
        }
        PlanNode left = new PlanNode.ValuesNode(plans.id(), TWO, many);
        PlanNode right = new PlanNode.ValuesNode(plans.id(), TWO, many);
        PlanNode third = new PlanNode.ValuesNode(plans.id(), TWO, many);
        PlanNode join = new NestedLoopJoinNode(
                plans.id(),
                Plans.concat(Plans.concat(TWO, TWO), TWO),
                new NestedLoopJoinNode(plans.id(), Plans.concat(TWO, TWO), left, right, JoinType.INNER, null),
                third,
                JoinType.INNER,
                null);
        AggregateCall count = new AggregateCall(
                AggregateFunction.COUNT, List.of(), false, -1, List.of(), "", TypeKind.BIGINT.field("c0"));
        PlanNode counted = new AggregateNode(
                plans.id(), Plans.schema(TypeKind.BIGINT), join, List.of(), List.of(List.of()), List.of(count));
        PlanNode plan = exchange(exchange(counted, new Hash(List.of(0))), new Single());
        StageExecutor executor = executors.get(0);
        call(executor, open("q", plan), Opened.class);
        byte[] run = Requests.bytes(new Run("q", 0, 0, 0, List.of()));
        CompletableFuture<byte[]> running = CompletableFuture.supplyAsync(() -> executor.call(run, null));
        byte[] ping = Requests.bytes(new Ping());
        while (Requests.answer(executor.control(ping), Status.class).query() == null) {
            assertTrue(!running.isDone());
            Thread.sleep(1);
        }
        Requests.answer(executor.control(Requests.bytes(new Cancel("q"))), Done.class);
        GrismException e = assertThrows(GrismException.class, () -> Requests.answer(running.get(), Requests.Ran.class));
        assertEquals(ErrorCode.CANCELLED, e.code());
        assertNull(Requests.answer(executor.control(ping), Status.class).query());
    }

    @Test
    void aQueryCancelledBeforeItCameDoesNotRun() {
        PlanNode values = new PlanNode.ValuesNode(plans.id(), TWO, List.of(Plans.row(1L, "a")));
        PlanNode plan = exchange(exchange(values, new Hash(List.of(0))), new Single());
        StageExecutor executor = executors.get(0);
        executor.control(Requests.bytes(new Cancel("q")));
        call(executor, open("q", plan), Opened.class);
        GrismException e = assertThrows(
                GrismException.class, () -> call(executor, new Run("q", 0, 0, 0, List.of()), Requests.Ran.class));
        assertEquals(ErrorCode.CANCELLED, e.code());
        call(executor, new Requests.Close("q"), Done.class);
        call(executor, open("q", plan), Opened.class);
        assertEquals(
                1,
                call(executor, new Run("q", 0, 0, 0, List.of()), Requests.Ran.class)
                        .rows());
    }

    @Test
    void answersWhateverItIsTold() {
        StageExecutor executor = executors.get(0);
        byte[] ping = Requests.bytes(new Ping());
        byte[] broken = ping.clone();
        broken[broken.length - 1] ^= 1;
        for (byte[] request : List.of(new byte[0], new byte[1000], broken, ping)) {
            assertThrows(GrismException.class, () -> Requests.answer(executor.call(request, null), Done.class));
        }
        GrismException unknown = assertThrows(
                GrismException.class, () -> call(executor, new Run("q", 0, 0, 0, List.of()), Requests.Ran.class));
        assertTrue(unknown.getMessage().contains("it is not open here"), unknown.getMessage());
        call(executor, new Requests.Close("q"), Done.class);
    }
}
