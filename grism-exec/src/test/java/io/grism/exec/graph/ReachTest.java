package io.grism.exec.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.local.CancelToken;
import io.grism.exec.local.LocalQuery;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.QueryContext;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TestRows;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Searches for the ends of walks, against sets of ends by length. */
final class ReachTest {
    private static final int RUNS = 2_000;
    private static final int LONG_PATH = 5_000;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @Test
    void theEndsAreThoseOfTheWalks() {
        long base = Seeds.first();
        int ends = 0;
        // A graph has about one end; as many as it takes to have compared some.
        for (int run = 0; run < RUNS || run < 10 * RUNS && ends <= RUNS; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 1 + random.nextInt(9));
            int least = random.nextInt(4);
            Question question = new Question(
                    Direction.values()[random.nextInt(3)],
                    tables(graph.edges().size(), random),
                    least,
                    Math.max(1, least + random.nextInt(4)),
                    tables(graph.vertices().size(), random),
                    tables(graph.vertices().size(), random),
                    Starts.values()[random.nextInt(2)]);
            List<String> expected = question.expected(graph);
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                assertEquals(
                        expected,
                        run(store, question.plan(graph.tables()), random),
                        "seed " + seed + "L: " + question + " in " + graph);
            }
            ends += expected.size();
        }
        assertTrue(ends > RUNS, "hardly anything is reached: " + ends);
    }

    private static List<Integer> tables(int count, Random random) {
        boolean all = random.nextBoolean();
        return IntStream.range(0, count)
                .filter(table -> all || random.nextBoolean())
                .boxed()
                .toList();
    }

    private List<String> run(Store store, PlanNode plan, Random random) {
        int[] sizes = {1, 2, 3, 7, 2048};
        QueryContext context = QueryContext.builder(leaks.allocator(), store.snapshot())
                .threads(1 + random.nextInt(3))
                .batchRows(sizes[random.nextInt(sizes.length)])
                .batchSeed(random.nextBoolean() ? null : random.nextLong())
                .build();
        return TestRows.readAll(LocalRuntime.shared().execute(plan, context)).stream()
                .map(List::toString)
                .sorted()
                .toList();
    }

    /** From the vertices of some tables to those of others. */
    private record Question(
            Direction direction,
            List<Integer> edges,
            int least,
            int most,
            List<Integer> from,
            List<Integer> to,
            Starts starts) {
        PlanNode plan(GraphTables graph) {
            Schema start = TestRows.schema(TypeKind.BIGINT.field("a.$id"));
            Schema end = starts == Starts.TOGETHER
                    ? TestRows.schema(TypeKind.BIGINT.field("b.$id"))
                    : TestRows.schema(TypeKind.BIGINT.field("a.$id"), TypeKind.BIGINT.field("b.$id"));
            PlanNode scan = new PlanNode.NodeScanNode(0, start, graph, from);
            return new PlanNode.ReachNode(1, end, scan, graph, 0, direction, edges, least, most, to, starts);
        }

        List<String> expected(RandomGraph graph) {
            List<Integer> all =
                    IntStream.range(0, graph.vertices().size()).boxed().toList();
            RandomPattern step =
                    new RandomPattern(List.of(all, all), List.of(new RandomPattern.Edge(0, 1, direction, edges)));
            List<List<Long>> steps = NaiveMatcher.match(graph, step);
            Set<String> rows = new TreeSet<>();
            for (int table : from) {
                for (int row = 0; row < graph.vertices().get(table).size(); row++) {
                    long start = GraphTables.elementId(table, row);
                    Set<Long> level = Set.of(start);
                    for (int length = 0; length <= most; length++) {
                        for (long end : level) {
                            if (length >= least && to.contains(GraphTables.tableOf(end))) {
                                rows.add((starts == Starts.TOGETHER ? List.of(end) : List.of(start, end)).toString());
                            }
                        }
                        Set<Long> next = new HashSet<>();
                        for (List<Long> pair : steps) {
                            if (level.contains(pair.get(0))) {
                                next.add(pair.get(1));
                            }
                        }
                        level = next;
                    }
                }
            }
            return List.copyOf(rows);
        }
    }

    /** A path of many vertices, so that a search is long. */
    private static RandomGraph path() {
        List<List<@Nullable Object>> vertices = new ArrayList<>();
        List<List<@Nullable Object>> edges = new ArrayList<>();
        for (long key = 0; key < LONG_PATH; key++) {
            vertices.add(TestRows.row(key, 0, "s"));
            edges.add(TestRows.row(key, (key + 1) % LONG_PATH, 0));
        }
        return new RandomGraph(List.of(vertices), List.of(edges), List.of(0), List.of(0));
    }

    private LocalQuery start(Store store, Starts starts, UnaryOperator<QueryContext.Builder> settings) {
        Question question = new Question(Direction.OUT, List.of(0), 2, LONG_PATH / 2, List.of(0), List.of(0), starts);
        QueryContext.Builder context = QueryContext.builder(leaks.allocator(), store.snapshot());
        return LocalRuntime.shared()
                .execute(question.plan(path().tables()), settings.apply(context).build());
    }

    @Test
    void nothingIsLeftOfASearchThatStops() {
        try (Store store = new MemoryStore()) {
            path().write(store, leaks.allocator());
            for (Starts starts : Starts.values()) {
                CancelToken token = new CancelToken();
                GrismException cancelled = assertThrows(GrismException.class, () -> {
                    try (LocalQuery query = start(
                            store, starts, context -> context.batchRows(16).cancelToken(token))) {
                        for (Batch batch = query.next(); batch != null; batch = query.next()) {
                            batch.close();
                            token.cancel();
                        }
                    }
                });
                assertEquals(ErrorCode.CANCELLED, cancelled.code());
                assertEquals(0, leaks.allocator().getAllocatedMemory(), starts + " cancelled");
                GrismException tooLarge = assertThrows(GrismException.class, () -> {
                    try (LocalQuery query = start(
                            store, starts, context -> context.batchRows(16).memory(12_000))) {
                        query.next();
                    }
                });
                assertEquals(ErrorCode.OUT_OF_MEMORY, tooLarge.code());
                assertTrue(tooLarge.getMessage().contains("Reach"), tooLarge.getMessage());
                assertEquals(0, leaks.allocator().getAllocatedMemory(), starts + " out of memory");
            }
        }
    }

    /** The ends of a search are cut into batches. */
    @Test
    void aBatchIsNotLongerThanAsked() {
        try (Store store = new MemoryStore()) {
            path().write(store, leaks.allocator());
            for (Starts starts : Starts.values()) {
                int rows = 0;
                try (LocalQuery query = start(store, starts, context -> context.batchRows(100))) {
                    for (int pulled = 0; pulled < 60; pulled++) {
                        try (Batch batch = query.next()) {
                            if (batch != null) {
                                assertTrue(batch.rowCount() <= 100, starts + ": " + batch.rowCount());
                                rows += batch.rowCount();
                            }
                        }
                    }
                }
                assertEquals(starts == Starts.EACH ? 6_000 : LONG_PATH, rows, starts.name());
            }
        }
    }
}
