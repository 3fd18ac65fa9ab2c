package io.grism.calcite.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.calcite.rel.PatternEdge.Quantifier;
import io.grism.calcite.rule.PlanningProgram;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.NaiveMatcher;
import io.grism.exec.graph.RandomGraph;
import io.grism.exec.graph.RandomPattern;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Patterns with a walk over random graphs, planned, run, and held against the naive matcher of the patterns that they stand for. */
final class WalkTest {
    private static final int RUNS = 1_000;
    private static final int WIDTH = 5;
    private static final int MOST_WALKS = 3_000;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    /** What is asked of the matches: two columns. */
    private enum Form {
        ROWS,
        DISTINCT,
        COUNT_DISTINCT,
        GREATEST_BY_GROUP,
        COUNT_BY_GROUP;

        boolean ignoresRepetition() {
            return this != ROWS && this != COUNT_BY_GROUP;
        }

        RelNode of(RelNode rows) {
            RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(rows.getCluster(), null);
            builder.push(rows);
            return switch (this) {
                case ROWS -> rows;
                case DISTINCT ->
                    builder.aggregate(builder.groupKey(builder.fields())).build();
                case COUNT_DISTINCT ->
                    builder.aggregate(
                                    builder.groupKey(),
                                    builder.aggregateCall(SqlStdOperatorTable.COUNT, builder.field(0))
                                            .distinct()
                                            .as("d"))
                            .build();
                case GREATEST_BY_GROUP ->
                    builder.aggregate(builder.groupKey(0), builder.max("m", builder.field(1)))
                            .build();
                case COUNT_BY_GROUP ->
                    builder.aggregate(builder.groupKey(0), builder.countStar("n"))
                            .build();
            };
        }

        List<String> of(List<List<@Nullable Object>> rows) {
            return switch (this) {
                case ROWS -> rows.stream().map(List::toString).sorted().toList();
                case DISTINCT ->
                    List.copyOf(new TreeSet<>(rows.stream().map(List::toString).toList()));
                case COUNT_DISTINCT ->
                    List.of("["
                            + rows.stream()
                                    .map(row -> String.valueOf(row.get(0)))
                                    .filter(value -> !value.equals("null"))
                                    .distinct()
                                    .count()
                            + "]");
                case GREATEST_BY_GROUP ->
                    grouped(rows, (values, row) -> values.merge(row.get(0) + "", row.get(1) + "", Form::greater));
                case COUNT_BY_GROUP ->
                    grouped(
                            rows,
                            (values, row) -> values.merge(
                                    row.get(0) + "", "1", (a, b) -> Integer.toString(Integer.parseInt(a) + 1)));
            };
        }

        private static List<String> grouped(
                List<List<@Nullable Object>> rows, BiConsumer<Map<String, String>, List<@Nullable Object>> add) {
            Map<String, String> values = new TreeMap<>();
            rows.forEach(row -> add.accept(values, row));
            return values.entrySet().stream()
                    .map(entry -> "[" + entry.getKey() + ", " + entry.getValue() + "]")
                    .sorted()
                    .toList();
        }

        private static String greater(String a, String b) {
            if (a.equals("null") || b.equals("null")) {
                return a.equals("null") ? b : a;
            }
            return Long.parseLong(a) < Long.parseLong(b) ? b : a;
        }
    }

    @Test
    void walksEndWhereTheUnrolledPatternsEnd() {
        long base = Seeds.first();
        Map<Form, Integer> searches = new EnumMap<>(Form.class);
        for (int run = 0; run < RUNS; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 1 + random.nextInt(6));
            RandomPattern pattern = pattern(graph, random);
            int longest = longest(graph, pattern);
            int least = random.nextInt(longest + 1);
            int most = Math.max(1, least + random.nextInt(longest - least + 1));
            Quantifier quantifier = new Quantifier(least, most, null);
            List<NaiveMatcherTest.Condition> conditions = conditions(pattern, random);
            int columns = pattern.vertexTables().size() * WIDTH;
            // the last of the two is a number
            List<Integer> asked = List.of(
                    random.nextInt(columns),
                    random.nextInt(columns / WIDTH) * WIDTH
                            + List.of(0, 1, 2, 4).get(random.nextInt(4)));
            Form form = Form.values()[random.nextInt(Form.values().length)];
            List<String> expected = form.of(expected(graph, pattern, quantifier, conditions, asked));
            Set<Optimisation> without = NaiveMatcherTest.some(random);
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                RelNode plan;
                try (Snapshot snapshot = store.snapshot()) {
                    RelNode rows = NaiveMatcherTest.question(
                            Planning.cluster(),
                            snapshot,
                            graph,
                            pattern,
                            edge -> edge == 0 ? quantifier : null,
                            conditions,
                            asked);
                    plan = PlanningProgram.local(PlanningProgram.logical(form.of(rows)), without);
                }
                String text = RelOptUtil.toString(plan);
                assertEquals(
                        expected,
                        NaiveMatcherTest.run(store, plan, leaks.allocator(), random),
                        "seed " + seed + "L: " + form + " of " + asked + " of " + pattern + quantifier + " where "
                                + conditions + " in " + graph + "\n" + text);
                boolean searched = text.contains("GrismReach");
                assertTrue(
                        !searched || form.ignoresRepetition() && !without.contains(Optimisation.REACHABILITY),
                        "seed " + seed + "L: searched\n" + text);
                searches.merge(form, searched ? 1 : 0, Integer::sum);
            }
        }
        for (Form form : Form.values()) {
            assertTrue(
                    !form.ignoresRepetition() || searches.getOrDefault(form, 0) > RUNS / 40,
                    form + " is hardly ever searched for: " + searches);
        }
    }

    /** The edges of a walk of which there are not too many to try them all. */
    private static int longest(RandomGraph graph, RandomPattern pattern) {
        int edges = 2;
        for (int table : pattern.edges().get(0).tables()) {
            edges += graph.edges().get(table).size();
        }
        int longest = 1;
        while (longest < 4 && Math.pow(edges, longest + 1) < MOST_WALKS) {
            longest++;
        }
        return longest;
    }

    /** A walk between two vertices, either way; at times an edge at one of its ends, or between both. */
    private static RandomPattern pattern(RandomGraph graph, Random random) {
        boolean turned = random.nextBoolean();
        List<List<Integer>> vertices = new ArrayList<>();
        for (int v = 0; v < 2; v++) {
            vertices.add(tables(graph.vertices().size(), random));
        }
        List<RandomPattern.Edge> edges = new ArrayList<>();
        edges.add(edge(graph, turned ? 1 : 0, turned ? 0 : 1, random));
        int more = random.nextInt(6);
        if (more < 2) {
            vertices.add(tables(graph.vertices().size(), random));
            edges.add(edge(graph, more, 2, random));
        } else if (more == 2) {
            edges.add(edge(graph, 0, 1, random));
        }
        return new RandomPattern(vertices, edges);
    }

    private static RandomPattern.Edge edge(RandomGraph graph, int from, int to, Random random) {
        Direction direction = Direction.values()[random.nextInt(3)];
        return new RandomPattern.Edge(from, to, direction, tables(graph.edges().size(), random));
    }

    private static List<Integer> tables(int count, Random random) {
        boolean all = random.nextInt(3) > 0;
        List<Integer> tables = new ArrayList<>(IntStream.range(0, count)
                .filter(table -> all || random.nextBoolean())
                .boxed()
                .toList());
        return tables.isEmpty() ? List.of(random.nextInt(count)) : tables;
    }

    private static List<NaiveMatcherTest.Condition> conditions(RandomPattern pattern, Random random) {
        List<NaiveMatcherTest.Condition> conditions = new ArrayList<>();
        for (int v = 0; v < pattern.vertexTables().size(); v++) {
            if (random.nextInt(3) == 0) {
                String operator = List.of("=", "<>", "<").get(random.nextInt(3));
                int other = random.nextInt(4) == 0
                        ? random.nextInt(pattern.vertexTables().size())
                        : -1;
                conditions.add(new NaiveMatcherTest.Condition(v, 1, operator, other, random.nextInt(4)));
            }
        }
        return conditions;
    }

    private static List<List<@Nullable Object>> expected(
            RandomGraph graph,
            RandomPattern pattern,
            Quantifier quantifier,
            List<NaiveMatcherTest.Condition> conditions,
            List<Integer> asked) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        int vertices = pattern.vertexTables().size();
        for (int length = quantifier.least(); length <= quantifier.most(); length++) {
            Chain chain = Chain.of(graph, pattern, length);
            for (List<Long> match : NaiveMatcher.match(graph, chain.pattern)) {
                List<List<@Nullable Object>> elements = new ArrayList<>();
                List<@Nullable Object> row = new ArrayList<>();
                for (int v = 0; v < vertices; v++) {
                    long id = match.get(chain.places.get(v));
                    int table = (int) (id >> 40);
                    List<@Nullable Object> properties =
                            new ArrayList<>(graph.vertices().get(table).get((int) id));
                    Object x = properties.get(1);
                    properties.add(table % 2 == 0 && x != null ? (Integer) x + 1 : null);
                    elements.add(properties);
                    row.add(id);
                    row.addAll(properties);
                }
                if (conditions.stream().allMatch(condition -> condition.holds(elements))) {
                    List<@Nullable Object> chosen = new ArrayList<>();
                    asked.forEach(column -> chosen.add(row.get(column)));
                    rows.add(chosen);
                }
            }
        }
        return rows;
    }

    /** A pattern with so many edges in place of the walk, and where the vertices of the pattern with the walk are in it. */
    private record Chain(RandomPattern pattern, List<Integer> places) {
        static Chain of(RandomGraph graph, RandomPattern walk, int length) {
            RandomPattern.Edge step = walk.edges().get(0);
            List<List<Integer>> vertices = new ArrayList<>(walk.vertexTables());
            List<Integer> places =
                    new ArrayList<>(IntStream.range(0, vertices.size()).boxed().toList());
            List<RandomPattern.Edge> edges = new ArrayList<>();
            if (length == 0) {
                List<Integer> both = vertices.get(0).stream()
                        .filter(vertices.get(1)::contains)
                        .toList();
                vertices.set(0, both);
                places.set(1, 0);
                // a vertex that is no longer there takes the place of the other for good
                vertices.remove(1);
                places.replaceAll(place -> place > 1 ? place - 1 : place);
            }
            int left = step.from();
            for (int i = 0; i < length; i++) {
                int right = step.to();
                if (i + 1 < length) {
                    right = vertices.size();
                    vertices.add(
                            IntStream.range(0, graph.vertices().size()).boxed().toList());
                }
                edges.add(new RandomPattern.Edge(left, right, step.direction(), step.tables()));
                left = right;
            }
            for (RandomPattern.Edge edge : walk.edges().subList(1, walk.edges().size())) {
                edges.add(new RandomPattern.Edge(
                        places.get(edge.from()), places.get(edge.to()), edge.direction(), edge.tables()));
            }
            return new Chain(new RandomPattern(vertices, edges), places);
        }
    }
}
