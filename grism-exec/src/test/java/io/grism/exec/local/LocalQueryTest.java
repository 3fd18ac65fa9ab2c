package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.SingleRowNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.task.NodeMetrics;
import io.grism.exec.test.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalQueryTest {
    private static final Schema TWO = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private Plans plans;
    private List<List<@Nullable Object>> rows;

    @BeforeEach
    void setUp() {
        plans = new Plans(leaks.allocator());
        rows = Plans.randomRows(TWO, 20_000, 1000, 0.1, new Random(1));
    }

    @Test
    void scansAllRowsOnce() {
        plans.assertRows(rows, plans.scan(TWO, rows), 17);
    }

    @Test
    void scansAnEmptyTable() {
        plans.assertRows(List.of(), plans.scan(TWO, List.of()), 17);
    }

    @Test
    void keepsTheOrderOfValues() {
        List<List<@Nullable Object>> values = rows.subList(0, 5000);
        plans.runAll(new ValuesNode(plans.id(), TWO, values), 3, actual -> assertEquals(values, actual));
    }

    @Test
    void deliversRowsWithoutColumns() {
        PlanNode plan = new ValuesNode(plans.id(), new Schema(List.of()), List.of(List.of(), List.of()));
        assertEquals(List.of(List.of(), List.of()), plans.run(plan));
    }

    @Test
    void projectsAColumnTwice() {
        PlanNode plan = new ProjectNode(
                plans.id(),
                Plans.concat(TWO, TWO),
                plans.scan(TWO, rows),
                List.of(Plans.column(TWO, 1), Plans.column(TWO, 0), Plans.column(TWO, 1)));
        plans.assertRows(
                rows.stream()
                        .map(row -> Plans.row(row.get(1), row.get(0), row.get(1)))
                        .toList(),
                plan,
                5);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2047, 2048, 2049, 12_345, 20_000, Long.MAX_VALUE})
    void limitsExactly(long fetch) {
        PlanNode scan = plans.scan(TWO, rows);
        for (long offset : new long[] {0, 1, 5000, 20_000, 30_000}) {
            PlanNode plan = new LimitNode(plans.id(), scan, Plans.bigint(offset), Plans.bigint(fetch));
            long expected = Math.min(fetch, Math.max(0, rows.size() - offset));
            for (int threads : new int[] {1, 4}) {
                assertEquals(
                        expected,
                        plans.run(plan, settings -> settings.threads(threads).batchRows(500))
                                .size());
            }
        }
        PlanNode few = new LimitNode(plans.id(), plans.scan(TWO, rows.subList(0, 2100)), null, Plans.bigint(fetch));
        plans.runAll(few, 1, actual -> assertEquals(Math.min(fetch, 2100), actual.size()));
    }

    @Test
    void limitKeepsTheOrderOfAnOrderedInput() {
        List<List<@Nullable Object>> values = rows.subList(0, 5000);
        PlanNode plan =
                new LimitNode(plans.id(), new ValuesNode(plans.id(), TWO, values), Plans.bigint(10), Plans.bigint(99));
        plans.runAll(plan, 3, actual -> assertEquals(values.subList(10, 109), actual));
    }

    @Test
    void limitStopsTheScan() {
        FakeTable table = plans.table("big", TWO, rows);
        plans.run(new LimitNode(plans.id(), plans.scan("big"), null, Plans.bigint(1)), settings -> settings.threads(1)
                .batchRows(10));
        assertTrue(table.batches.get() < 5, () -> table.batches.get() + " batches read");
    }

    @Test
    void refusesANegativeLimit() {
        PlanNode plan = new LimitNode(plans.id(), plans.scan(TWO, rows), null, Plans.bigint(-1));
        GrismException e = assertThrows(GrismException.class, () -> plans.run(plan));
        assertEquals(ErrorCode.INVALID_PARAMETER, e.code());
    }

    @Test
    void unitesAllInputs() {
        PlanNode ordered = new ValuesNode(plans.id(), TWO, rows.subList(0, 3000));
        PlanNode empty = plans.scan(TWO, List.of());
        PlanNode plan = new UnionNode(
                plans.id(),
                TWO,
                List.of(
                        plans.scan(TWO, rows),
                        ordered,
                        empty,
                        new LimitNode(plans.id(), plans.scan(TWO, rows), null, Plans.bigint(0)),
                        plans.scan(TWO, rows)));
        List<List<@Nullable Object>> expected = new ArrayList<>(rows);
        expected.addAll(rows.subList(0, 3000));
        expected.addAll(rows);
        plans.assertRows(expected, plan, 9);
    }

    @Test
    void checksASingleRowInsideOfAUnion() {
        PlanNode one = new SingleRowNode(plans.id(), new ValuesNode(plans.id(), TWO, rows.subList(0, 1)));
        PlanNode two = new SingleRowNode(plans.id(), new ValuesNode(plans.id(), TWO, rows.subList(0, 2)));
        PlanNode big = plans.scan(TWO, rows);
        List<List<@Nullable Object>> expected = new ArrayList<>(rows);
        expected.addAll(rows.subList(0, 1));
        plans.assertRows(expected, new UnionNode(plans.id(), TWO, List.of(big, one)), 9);
        for (int threads : new int[] {1, 4}) {
            GrismException e = assertThrows(
                    GrismException.class,
                    () -> plans.run(
                            new UnionNode(plans.id(), TWO, List.of(big, two)),
                            settings -> settings.threads(threads).batchSeed(5L)));
            assertEquals(ErrorCode.SUBQUERY_MULTIPLE_ROWS, e.code());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void reportsTheFirstErrorAndReleasesEverything(int threads) {
        FakeTable table = plans.table("broken", TWO, rows);
        GrismException error = new GrismException(ErrorCode.IO_ERROR, "Cannot read it");
        table.failAt(10_000, error);
        PlanNode plan = plans.scan("broken");
        assertSame(
                error,
                assertThrows(GrismException.class, () -> plans.run(plan, settings -> settings.threads(threads))));
        table.failAt(15_000, new IllegalStateException("boom"));
        GrismException internal =
                assertThrows(GrismException.class, () -> plans.run(plan, settings -> settings.threads(threads)));
        assertEquals(ErrorCode.INTERNAL, internal.code());
        assertTrue(internal.getMessage().contains("TableScan"), internal.getMessage());
        assertEquals(0, table.openStreams.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void closesEarly(int threads) {
        FakeTable table = plans.table("t", TWO, rows);
        LocalQuery query = plans.start(
                plans.scan("t"), settings -> settings.threads(threads).batchRows(64));
        try (query) {
            Batch batch = query.next();
            assertNotNull(batch);
            query.close();
            assertNull(query.next());
            batch.close();
        }
        assertEquals(0, table.openStreams.get());
    }

    @Test
    void closesBeforeItRuns() {
        plans.start(plans.scan(TWO, rows), settings -> settings).close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void cancels(int threads) {
        CancelToken token = new CancelToken();
        FakeTable table = plans.table("t", TWO, rows);
        table.onBatch(() -> {
            if (table.batches.get() >= 5) {
                token.cancel();
            }
        });
        GrismException e = assertThrows(
                GrismException.class,
                () -> plans.run(
                        plans.scan("t"),
                        settings -> settings.threads(threads).batchRows(16).cancelToken(token)));
        assertEquals(ErrorCode.CANCELLED, e.code());
        assertEquals(0, table.openStreams.get());
    }

    @Test
    void timesOut() {
        GrismException e = assertThrows(
                GrismException.class,
                () -> plans.run(plans.scan(TWO, rows), settings -> settings.timeout(Duration.ofNanos(1))));
        assertEquals(ErrorCode.TIMEOUT, e.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void namesOperatorBudgetAndSettingWhenMemoryIsShort(int threads) {
        GrismException e = assertThrows(
                GrismException.class,
                () -> plans.run(plans.scan(TWO, rows), settings -> settings.threads(threads)
                        .memory(4096)));
        assertEquals(ErrorCode.OUT_OF_MEMORY, e.code());
        assertTrue(e.getMessage().contains("TableScan"), e.getMessage());
        assertTrue(e.getMessage().contains("4 KiB"), e.getMessage());
        assertTrue(e.getMessage().contains("SET memory"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void countsWhatEachNodeDoes(int threads) {
        PlanNode scan = plans.scan(TWO, rows);
        PlanNode limit = new LimitNode(plans.id(), scan, null, Plans.bigint(15_000));
        LocalQuery query =
                plans.start(limit, settings -> settings.threads(threads).metrics(QueryContext.Metrics.ON));
        try (query) {
            for (Batch batch = query.next(); batch != null; batch = query.next()) {
                batch.close();
            }
        }
        NodeMetrics scanned = query.metrics().get(scan.id());
        NodeMetrics limited = query.metrics().get(limit.id());
        assertNotNull(scanned);
        assertNotNull(limited);
        assertEquals(15_000, limited.rows());
        assertTrue(scanned.rows() >= 15_000, scanned::toString);
        assertTrue(scanned.nanos() > 0 && limited.nanos() >= 0, scanned::toString);
        assertEquals(threads, scanned.drivers());
    }
}
