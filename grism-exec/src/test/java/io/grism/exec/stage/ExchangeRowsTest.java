package io.grism.exec.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.ElementOwner;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.stage.ExecutionStage.Parallelism;
import io.grism.exec.test.FakeContext;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the rows of an exchange arrive. */
final class ExchangeRowsTest {
    private static final Field ID = TypeKind.BIGINT.field("id");
    private static final int SENDERS = 2;
    private static final int RECEIVERS = 3;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final MemoryBudget memory = new MemoryBudget(1 << 20);

    @AfterEach
    void theBudgetIsGivenBack() {
        assertEquals(0, memory.used());
    }

    private ExchangeRows exchange(Partitioning partitioning, SortKey... order) {
        PlanNode plan = new ValuesNode(0, new Schema(List.of(ID)), List.of());
        return new ExchangeRows(
                new ExecutionStage(0, plan, List.of(), Parallelism.PARTITIONED, partitioning, List.of(order)),
                SENDERS,
                RECEIVERS,
                memory);
    }

    /** Sends the values in batches of ten, in turns, and returns what arrives at each receiver. */
    private List<List<@Nullable Object>> send(
            List<@Nullable Long> values, Partitioning partitioning, SortKey... order) {
        try (ExchangeRows exchange = exchange(partitioning, order)) {
            for (int from = 0; from < values.size(); from += 10) {
                List<@Nullable Long> some = values.subList(from, Math.min(values.size(), from + 10));
                exchange.sender(from / 10 % SENDERS)
                        .accept(new Batch(some.size(), Samples.vector(ID, some, leaks.allocator())));
            }
            for (int parts = exchange.nextRound(); parts > 0; parts = exchange.nextRound()) {
                for (int part = 0; part < parts; part++) {
                    exchange.work(part, () -> {});
                }
            }
            List<List<@Nullable Object>> arrived = new ArrayList<>();
            for (int receiver = 0; receiver < RECEIVERS; receiver++) {
                List<@Nullable Object> once = read(exchange, receiver);
                assertEquals(once, read(exchange, receiver), "read again");
                arrived.add(once);
            }
            return arrived;
        }
    }

    private List<@Nullable Object> read(ExchangeRows exchange, int receiver) {
        List<@Nullable Object> rows = new ArrayList<>();
        try (Operator operator = exchange.source(receiver).open(new FakeContext(leaks.allocator(), memory, 16))) {
            for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
                rows.addAll(Samples.values(batch.column(0)));
                batch.close();
            }
        }
        return rows;
    }

    private static List<@Nullable Long> numbers(int count) {
        List<@Nullable Long> values = new ArrayList<>();
        LongStream.range(0, count).forEach(values::add);
        return values;
    }

    private static <T> Set<T> union(List<? extends List<T>> lists) {
        Set<T> all = new HashSet<>();
        for (List<T> list : lists) {
            list.forEach(value -> assertTrue(all.add(value), () -> value + " arrived twice"));
        }
        return all;
    }

    @Test
    void allRowsGoToTheFirstOfASingleExchange() {
        List<List<@Nullable Object>> arrived = send(numbers(95), new Partitioning.Single());
        assertEquals(Set.copyOf(numbers(95)), Set.copyOf(arrived.get(0)));
        assertEquals(List.of(List.of(), List.of()), arrived.subList(1, 3));
    }

    @Test
    void allRowsGoEverywhereInABroadcast() {
        for (List<@Nullable Object> rows : send(numbers(95), new Partitioning.Broadcast())) {
            assertEquals(95, rows.size());
            assertEquals(Set.copyOf(numbers(95)), Set.copyOf(rows));
        }
    }

    @Test
    void equalKeysMeet() {
        List<@Nullable Long> values = numbers(95);
        values.addAll(numbers(95));
        values.add(null);
        values.add(null);
        List<List<@Nullable Object>> arrived = send(values, new Partitioning.Hash(List.of(0)));
        Set<@Nullable Object> seen = new HashSet<>();
        for (List<@Nullable Object> rows : arrived) {
            assertTrue(rows.size() > 20, () -> rows.size() + " rows");
            Set<@Nullable Object> here = new HashSet<>(rows);
            assertEquals(rows.size(), 2 * here.size());
            assertTrue(here.stream().noneMatch(seen::contains));
            seen.addAll(here);
        }
        assertEquals(96, seen.size());
    }

    @Test
    void elementsGoToTheirOwners() {
        List<@Nullable Long> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i += 7) {
            ids.add(GraphTables.elementId(i % 4, i));
        }
        List<List<@Nullable Object>> arrived = send(ids, new Partitioning.Owner(0));
        assertEquals(Set.copyOf(ids), union(arrived));
        for (int receiver = 0; receiver < RECEIVERS; receiver++) {
            for (Object id : arrived.get(receiver)) {
                assertEquals(receiver, ElementOwner.of((Long) id, RECEIVERS));
            }
        }
        List<@Nullable Long> none = new ArrayList<>();
        none.add(null);
        assertEquals(List.of(none, List.of(), List.of()), send(none, new Partitioning.Owner(0)));
    }

    @Test
    void rangesFollowEachOther() {
        SortKey descending = new SortKey(0, true, false);
        List<@Nullable Long> values = numbers(900);
        Collections.shuffle(values, new Random(3));
        List<List<@Nullable Object>> arrived = send(values, new Partitioning.Range(List.of(descending)));
        assertEquals(Set.copyOf(values), union(arrived));
        long before = Long.MAX_VALUE;
        for (List<@Nullable Object> rows : arrived) {
            assertEquals(300, rows.size(), 60);
            long greatest = rows.stream().mapToLong(row -> (Long) row).max().orElseThrow();
            assertTrue(greatest < before);
            before = rows.stream().mapToLong(row -> (Long) row).min().orElseThrow();
        }
    }

    @Test
    void runsAreMerged() {
        SortKey ascending = new SortKey(0, false, false);
        List<List<@Nullable Object>> arrived =
                send(numbers(900), new Partitioning.Range(List.of(ascending)), ascending);
        List<@Nullable Object> all = new ArrayList<>();
        arrived.forEach(all::addAll);
        assertEquals(numbers(900), all);
    }

    @Test
    void holdsNoMoreThanTheBudget() {
        try (ExchangeRows exchange = exchange(new Partitioning.Hash(List.of(0)))) {
            GrismException e = assertThrows(GrismException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    exchange.sender(0).accept(new Batch(1000, Samples.vector(ID, numbers(1000), leaks.allocator())));
                }
            });
            assertEquals(ErrorCode.OUT_OF_MEMORY, e.code());
        }
    }
}
