package io.grism.exec.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.QueryContext;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The graph operators against the naive matcher, and what keeps the indexes up to date. */
final class GraphOperatorsTest {
    private static final int RUNS = 2_000;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @Test
    void everyOrderOfStepsGivesTheMatchesOfTheDefinition() {
        long base = Seeds.first();
        int matches = 0;
        for (int run = 0; run < RUNS; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 6);
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.CONNECTED, random);
            List<String> expected = expected(graph, pattern);
            List<String> actual;
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                actual = run(store, new RandomSteps(graph, pattern, random).plan(), random);
            }
            assertEquals(expected, actual, "seed " + seed + "L: " + pattern + " in " + graph);
            matches += expected.size();
        }
        assertTrue(matches > RUNS, "the patterns hardly ever match: " + matches);
    }

    private static List<String> expected(RandomGraph graph, RandomPattern pattern) {
        int vertices = pattern.vertexTables().size();
        return NaiveMatcher.match(graph, pattern).stream()
                .map(match -> {
                    List<@Nullable Object> row = new ArrayList<>(match);
                    for (int element = 0; element < match.size(); element++) {
                        int table = (int) (match.get(element) >> 40);
                        int position = match.get(element).intValue();
                        row.add(
                                element < vertices
                                        ? graph.vertices()
                                                .get(table)
                                                .get(position)
                                                .get(1)
                                        : graph.edges()
                                                .get(table - graph.vertices().size())
                                                .get(position)
                                                .get(2));
                    }
                    return row.toString();
                })
                .sorted()
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

    /** v0 with keys 1, 4, 7; e0 from v0 to v0 as given. */
    private Store store(List<List<@Nullable Object>> edges) {
        RandomGraph graph = new RandomGraph(
                List.of(List.of(TestRows.row(1L, 0, "a"), TestRows.row(4L, 1, "b"), TestRows.row(7L, 2, "c"))),
                List.of(edges),
                List.of(0),
                List.of(0));
        Store store = new MemoryStore();
        graph.write(store, leaks.allocator());
        return store;
    }

    /** A row of {@link #expand}: the rows of the vertices and of the edge between. */
    private static String step(long from, long edge, long to) {
        return List.of(from, GraphTables.elementId(LOOP.elementOfEdge(0), edge), to)
                .toString();
    }

    private static final GraphTables LOOP =
            new RandomGraph(List.of(List.of()), List.of(List.of()), List.of(0), List.of(0)).tables();

    private static PlanNode expand(Direction direction) {
        Schema start = TestRows.schema(TypeKind.BIGINT.field("a.$id"));
        Schema end = TestRows.schema(
                TypeKind.BIGINT.field("a.$id"), TypeKind.BIGINT.field("e.$id"), TypeKind.BIGINT.field("b.$id"));
        PlanNode scan = new PlanNode.NodeScanNode(0, start, LOOP, List.of(0));
        return new PlanNode.ExpandNode(1, end, scan, LOOP, 0, direction, List.of(0), List.of(0));
    }

    @Test
    void aSelfLoopMatchesOnceInAnyDirection() {
        try (Store store = store(List.of(TestRows.row(1L, 1L, 0), TestRows.row(1L, 4L, 0)))) {
            assertEquals(
                    List.of(step(0, 0, 0), step(0, 1, 1), step(1, 1, 0)),
                    run(store, expand(Direction.ANY), new Random(1)));
        }
    }

    @Test
    void aDanglingEdgeIsNoneAndIsReported() {
        try (Store store = store(List.of(
                        TestRows.row(1L, 4L, 0),
                        TestRows.row(1L, 5L, 0),
                        TestRows.row(1L, null, 0),
                        TestRows.row(6L, 5L, 0)));
                Snapshot snapshot = store.snapshot()) {
            assertEquals(List.of(step(0, 0, 1)), run(store, expand(Direction.OUT), new Random(1)));
            assertEquals(
                    List.of(
                            new GraphCheck.Dangling(0, 0, GraphCheck.End.PLAYER, 1, 3, List.of(6L)),
                            new GraphCheck.Dangling(0, 1, GraphCheck.End.PLAYER, 2, 1, List.of(5L))),
                    GraphCheck.danglingEdges(LOOP, snapshot, leaks.allocator()));
        }
    }

    @Test
    @SuppressWarnings("try")
    void aNewVersionOfEitherTableIsSeen() {
        try (Store store = store(List.of(TestRows.row(1L, 4L, 0), TestRows.row(1L, 9L, 0)))) {
            assertEquals(List.of(step(0, 0, 1)), run(store, expand(Direction.OUT), new Random(1)));
            ObjectName vertices = RandomGraph.vertexTable(0);
            ObjectName edges = RandomGraph.edgeTable(0);
            try (Snapshot before = store.snapshot(); // held while the store changes
                    WriteTransaction write = store.begin()) {
                write.append(
                        vertices,
                        TestRows.stream(
                                RandomGraph.VERTEX_SCHEMA, List.of(TestRows.row(9L, 0, "d")), 1, leaks.allocator()));
                write.commit();
            }
            assertEquals(List.of(step(0, 0, 1), step(0, 1, 3)), run(store, expand(Direction.OUT), new Random(1)));
            try (WriteTransaction write = store.begin()) {
                write.append(
                        edges,
                        TestRows.stream(
                                RandomGraph.EDGE_SCHEMA, List.of(TestRows.row(7L, 1L, 0)), 1, leaks.allocator()));
                write.commit();
            }
            assertEquals(
                    List.of(step(0, 0, 1), step(0, 1, 3), step(2, 2, 0)),
                    run(store, expand(Direction.OUT), new Random(1)));
        }
    }
}
