package io.grism.calcite.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternEdge.Quantifier;
import io.grism.calcite.rel.PatternVertex;
import io.grism.calcite.rule.PlanningProgram;
import io.grism.calcite.translate.PlanTranslator;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.NaiveMatcher;
import io.grism.exec.graph.RandomGraph;
import io.grism.exec.graph.RandomPattern;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.QueryContext;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random patterns with random conditions over random graphs, planned, run, and held against the naive matcher. */
final class NaiveMatcherTest {
    private static final int RUNS = 2_000;
    private static final int AGGREGATES = 1_500;
    private static final int EXISTENCES = 300;
    private static final int LIMITS = 300;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    /** Properties that are a column; vertices have one more, which tables of even ordinal compute and others lack. */
    private static final List<String> VERTEX_PROPERTIES = List.of("id", "x", "s");

    private static final List<String> EDGE_PROPERTIES = List.of("w");
    private static final int FIRST_EDGE_PROPERTY = 2;

    @Test
    void thePlanGivesTheMatchesOfTheDefinition() {
        long base = Seeds.first();
        int matches = 0;
        int intersections = 0;
        for (int run = 0; run < RUNS; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 6);
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.ANY, random);
            List<Condition> conditions = conditions(pattern, random);
            List<Integer> columns = columns(pattern, random);
            List<String> expected = expected(graph, pattern, conditions, columns);
            matches += expected.size();
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                RelNode plan;
                try (Snapshot snapshot = store.snapshot()) {
                    plan = PlanningProgram.local(
                            PlanningProgram.logical(
                                    question(Planning.cluster(), snapshot, graph, pattern, conditions, columns)),
                            some(random));
                }
                assertEquals(
                        expected,
                        run(store, plan, random),
                        "seed " + seed + "L: " + pattern + " where " + conditions + "\n" + RelOptUtil.toString(plan));
                intersections += RelOptUtil.toString(plan).contains("ExpandIntersect") ? 1 : 0;
            }
        }
        assertTrue(matches > RUNS, "the patterns hardly ever match: " + matches);
        assertTrue(intersections > RUNS / 50, "hardly any cycle is closed by intersection: " + intersections);
    }

    /** Aggregates before the steps and after them only, against counts of the matches. */
    @Test
    void anAggregateIsThatOfTheMatches() {
        long base = Seeds.first();
        int pushed = 0;
        int counted = 0;
        for (int run = 0; run < AGGREGATES; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            // few vertices have many edges each
            RandomGraph graph = RandomGraph.create(random, 1 + random.nextInt(4));
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.ANY, random);
            List<Condition> conditions = random.nextBoolean() ? List.of() : conditions(pattern, random);
            int elements = pattern.vertexTables().size() * 5;
            List<Integer> columns = IntStream.generate(() -> random.nextInt(elements))
                    .limit(1 + random.nextInt(2))
                    .distinct()
                    .boxed()
                    .toList();
            Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
            if (shape == Shape.SUMS) {
                // the id of a vertex, or a property of the type INTEGER, behind the group
                columns = List.of(columns.get(0), 5 * random.nextInt(elements / 5) + 2 * random.nextInt(2));
            }
            List<String> rows = expected(graph, pattern, conditions, columns);
            List<String> expected = shape.expected(rows);
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                Set<Optimisation> without = some(random);
                RelNode plan;
                try (Snapshot snapshot = store.snapshot()) {
                    RelNode matches = question(Planning.cluster(), snapshot, graph, pattern, conditions, columns);
                    plan = PlanningProgram.local(PlanningProgram.logical(shape.aggregate(matches)), without);
                }
                String text = RelOptUtil.toString(plan);
                assertEquals(
                        expected,
                        run(store, plan, random),
                        "seed " + seed + "L: " + pattern + " where " + conditions + "\n" + text);
                pushed += text.indexOf("Aggregate") < text.lastIndexOf("Aggregate") ? 1 : 0;
                counted += text.contains("ExpandCount") ? 1 : 0;
            }
        }
        assertTrue(pushed > 50, "hardly any aggregate went below a step: " + pushed);
        assertTrue(counted > AGGREGATES / 10, "hardly any step was only counted: " + counted);
    }

    /** What is computed of the matches, and the same of their rows as texts. */
    private enum Shape {
        /** COUNT(*) by all columns. */
        GROUPS {
            @Override
            RelNode aggregate(RelBuilder builder) {
                return builder.aggregate(builder.groupKey(builder.fields()), builder.countStar("n"))
                        .build();
            }

            @Override
            List<String> expected(List<String> rows) {
                Map<String, Long> counts = new TreeMap<>();
                rows.forEach(row -> counts.merge(row.substring(1, row.length() - 1), 1L, Long::sum));
                return counts.entrySet().stream()
                        .map(group -> "[" + group.getKey() + ", " + group.getValue() + "]")
                        .sorted()
                        .toList();
            }
        },
        /** COUNT(*), COUNT and COUNT(DISTINCT) of the first column. */
        COUNTS {
            @Override
            RelNode aggregate(RelBuilder builder) {
                RelBuilder.AggCall count = builder.aggregateCall(SqlStdOperatorTable.COUNT, builder.field(0));
                return builder.aggregate(
                                builder.groupKey(),
                                builder.countStar("n"),
                                count.as("c"),
                                count.distinct().as("d"))
                        .build();
            }

            @Override
            List<String> expected(List<String> rows) {
                List<String> values = column(rows, 0);
                long distinct = values.stream().distinct().count();
                return List.of("[" + rows.size() + ", " + values.size() + ", " + distinct + "]");
            }
        },
        /** The different rows. */
        DISTINCT {
            @Override
            RelNode aggregate(RelBuilder builder) {
                return builder.distinct().build();
            }

            @Override
            List<String> expected(List<String> rows) {
                return rows.stream().distinct().sorted().toList();
            }
        },
        /** SUM, SUM(DISTINCT), MIN and COUNT of a number by the first column. */
        SUMS {
            @Override
            RelNode aggregate(RelBuilder builder) {
                RexNode number = builder.field(builder.fields().size() - 1);
                RelBuilder.AggCall sum = builder.aggregateCall(SqlStdOperatorTable.SUM, number);
                return builder.aggregate(
                                builder.groupKey(0),
                                sum.as("s"),
                                sum.distinct().as("d"),
                                builder.aggregateCall(SqlStdOperatorTable.MIN, number)
                                        .as("m"),
                                builder.aggregateCall(SqlStdOperatorTable.COUNT, number)
                                        .as("c"))
                        .build();
            }

            @Override
            List<String> expected(List<String> rows) {
                Map<String, List<String>> groups = new TreeMap<>();
                rows.forEach(
                        row -> groups.computeIfAbsent(row.substring(1).split("[,\\]]", 2)[0], key -> new ArrayList<>())
                                .add(row));
                List<String> expected = new ArrayList<>();
                groups.forEach((key, own) -> {
                    int last = own.get(0).split(", ", -1).length - 1;
                    List<Long> values =
                            column(own, last).stream().map(Long::valueOf).toList();
                    Object sum = values.isEmpty()
                            ? null
                            : values.stream().mapToLong(v -> v).sum();
                    Object distinct = values.isEmpty()
                            ? null
                            : values.stream().mapToLong(v -> v).distinct().sum();
                    Object least = values.isEmpty() ? null : Collections.min(values);
                    expected.add("[" + key + ", " + sum + ", " + distinct + ", " + least + ", " + values.size() + "]");
                });
                return expected.stream().sorted().toList();
            }
        };

        abstract RelNode aggregate(RelBuilder builder);

        abstract List<String> expected(List<String> rows);

        RelNode aggregate(RelNode matches) {
            return aggregate(RelFactories.LOGICAL_BUILDER
                    .create(matches.getCluster(), null)
                    .push(matches));
        }

        /** What a column holds that is not NULL. */
        private static List<String> column(List<String> rows, int column) {
            return rows.stream()
                    .map(row -> row.substring(1, row.length() - 1).split(", ", -1)[column])
                    .filter(value -> !value.equals("null"))
                    .toList();
        }
    }

    /** As many of the matches as are wanted, whichever. */
    @Test
    void aLimitGivesSomeOfTheMatches() {
        long base = Seeds.first();
        int limited = 0;
        for (int run = 0; run < LIMITS || run < 10 * LIMITS && limited <= LIMITS / 10; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 6);
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.ANY, random);
            List<Condition> conditions = conditions(pattern, random);
            List<Integer> columns = columns(pattern, random);
            List<String> expected = new ArrayList<>(expected(graph, pattern, conditions, columns));
            int limit = random.nextInt(10);
            int size = Math.min(limit, expected.size());
            limited += size < expected.size() ? 1 : 0;
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                RelNode plan;
                try (Snapshot snapshot = store.snapshot()) {
                    RelNode matches = question(Planning.cluster(), snapshot, graph, pattern, conditions, columns);
                    RelNode first = RelFactories.LOGICAL_BUILDER
                            .create(matches.getCluster(), null)
                            .push(matches)
                            .limit(0, limit)
                            .build();
                    plan = PlanningProgram.local(PlanningProgram.logical(first), some(random));
                }
                String where =
                        "seed " + seed + "L: " + pattern + " where " + conditions + "\n" + RelOptUtil.toString(plan);
                List<String> rows = run(store, plan, random);
                assertEquals(size, rows.size(), where);
                rows.forEach(row -> assertTrue(expected.remove(row), () -> row + " is too many: " + where));
            }
        }
        assertTrue(limited > LIMITS / 10, "hardly any limit cuts rows off: " + limited);
    }

    /** The vertices at which some match starts: a semi-join, or a join with their groups. */
    @Test
    void existenceIsThatOfAMatch() {
        long base = Seeds.first();
        int found = 0;
        int semiJoins = 0;
        for (int run = 0; run < EXISTENCES; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 8);
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.ANY, random);
            List<Condition> conditions = random.nextBoolean() ? List.of() : conditions(pattern, random);
            RandomPattern any = new RandomPattern(
                    List.of(IntStream.range(0, graph.vertices().size()).boxed().toList()), List.of());
            Set<String> starts = Set.copyOf(expected(graph, pattern, conditions, List.of(0)));
            List<String> expected = expected(graph, any, List.of(), List.of(0)).stream()
                    .filter(starts::contains)
                    .toList();
            found += expected.size();
            try (Store store = new MemoryStore()) {
                graph.write(store, leaks.allocator());
                RelNode plan;
                try (Snapshot snapshot = store.snapshot()) {
                    RelOptCluster cluster = Planning.cluster();
                    RelNode vertices = question(cluster, snapshot, graph, any, List.of(), List.of(0));
                    RelNode matches = question(cluster, snapshot, graph, pattern, conditions, List.of(0));
                    plan = PlanningProgram.local(PlanningProgram.logical(existing(vertices, matches)), some(random));
                }
                String text = RelOptUtil.toString(plan);
                assertEquals(
                        expected,
                        run(store, plan, random),
                        "seed " + seed + "L: " + pattern + " where " + conditions + "\n" + text);
                semiJoins += text.contains("joinType=[semi]") ? 1 : 0;
            }
        }
        assertTrue(found > EXISTENCES / 2, "the patterns hardly ever match: " + found);
        assertTrue(semiJoins > EXISTENCES / 4, "hardly any join is a semi-join: " + semiJoins);
    }

    /** The rows of {@code vertices} whose only column is among those of {@code matches}. */
    private static RelNode existing(RelNode vertices, RelNode matches) {
        RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(vertices.getCluster(), null);
        builder.push(vertices).push(matches).distinct();
        return builder.join(JoinRelType.INNER, builder.equals(builder.field(2, 0, 0), builder.field(2, 1, 0)))
                .project(builder.field(0))
                .build();
    }

    /** The optimisations to do without: none half of the time. */
    static Set<Optimisation> some(Random random) {
        Set<Optimisation> some = EnumSet.noneOf(Optimisation.class);
        boolean all = random.nextBoolean();
        for (Optimisation optimisation : Optimisation.values()) {
            if (!all && random.nextBoolean()) {
                some.add(optimisation);
            }
        }
        return some;
    }

    /** A comparison of a property of an element with one of another, or with a constant when {@code other} is -1. */
    record Condition(int element, int property, String operator, int other, Object value) {
        boolean holds(List<List<@Nullable Object>> match) {
            Object left = match.get(element).get(property);
            Object right = other < 0 ? value : match.get(other).get(property);
            if (operator.equals("null")) {
                return left == null;
            }
            if (left == null || right == null) {
                return false;
            }
            int order = left instanceof String text
                    ? text.compareTo((String) right)
                    : Long.compare(((Number) left).longValue(), ((Number) right).longValue());
            return switch (operator) {
                case "=" -> order == 0;
                case "<>" -> order != 0;
                default -> order < 0;
            };
        }

        RexNode rex(LogicalMatch match, RexBuilder rex) {
            RexNode left = column(match, element);
            RexNode right = other >= 0
                    ? column(match, other)
                    : value instanceof String text
                            ? rex.makeLiteral(text)
                            : rex.makeLiteral(new BigDecimal(value.toString()), left.getType(), false);
            return switch (operator) {
                case "null" -> rex.makeCall(SqlStdOperatorTable.IS_NULL, left);
                case "=" -> rex.makeCall(SqlStdOperatorTable.EQUALS, left, right);
                case "<>" -> rex.makeCall(SqlStdOperatorTable.NOT_EQUALS, left, right);
                default -> rex.makeCall(SqlStdOperatorTable.LESS_THAN, left, right);
            };
        }

        private RexNode column(LogicalMatch match, int of) {
            int vertices = match.pattern().vertices().size();
            int id = of < vertices ? match.vertexColumn(of) : match.edgeColumn(of - vertices);
            return RexInputRef.of(id + 1 + (of < vertices ? property : 0), match.getRowType());
        }
    }

    private static List<Condition> conditions(RandomPattern pattern, Random random) {
        int vertices = pattern.vertexTables().size();
        int elements = vertices + pattern.edges().size();
        List<Condition> conditions = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            int element = random.nextInt(elements);
            boolean vertex = element < vertices;
            int property = vertex ? random.nextInt(4) : FIRST_EDGE_PROPERTY;
            int other = random.nextInt(vertex ? vertices : pattern.edges().size()) + (vertex ? 0 : vertices);
            Object value = vertex && property == 2 ? (Object) ("s" + random.nextInt(3)) : random.nextInt(4);
            String operator = List.of("=", "=", "<>", "<", "null").get(random.nextInt(5));
            conditions.add(new Condition(element, property, operator, random.nextInt(3) == 0 ? other : -1, value));
        }
        return conditions;
    }

    /** All columns of the match, or some. */
    private static List<Integer> columns(RandomPattern pattern, Random random) {
        int count = pattern.vertexTables().size() * 5 + pattern.edges().size() * 2;
        int part = 1 + random.nextInt(4);
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < count; column++) {
            if (part == 1 || random.nextInt(2 * part) == 0) {
                columns.add(column);
            }
        }
        return columns.isEmpty() ? List.of(0) : columns;
    }

    private static List<String> expected(
            RandomGraph graph, RandomPattern pattern, List<Condition> conditions, List<Integer> columns) {
        int vertices = pattern.vertexTables().size();
        List<String> rows = new ArrayList<>();
        for (List<Long> match : NaiveMatcher.match(graph, pattern)) {
            List<List<@Nullable Object>> elements = new ArrayList<>();
            List<@Nullable Object> row = new ArrayList<>();
            for (int element = 0; element < match.size(); element++) {
                int table = (int) (match.get(element) >> 40)
                        - (element < vertices ? 0 : graph.vertices().size());
                int position = match.get(element).intValue();
                List<List<List<@Nullable Object>>> tables = element < vertices ? graph.vertices() : graph.edges();
                List<@Nullable Object> properties =
                        new ArrayList<>(tables.get(table).get(position));
                if (element < vertices) {
                    Object x = properties.get(1);
                    properties.add(table % 2 == 0 && x != null ? (Integer) x + 1 : null);
                }
                elements.add(properties);
                row.add(match.get(element));
                row.addAll(element < vertices ? properties : properties.subList(2, 3));
            }
            if (conditions.stream().allMatch(condition -> condition.holds(elements))) {
                rows.add(columns.stream().map(row::get).toList().toString());
            }
        }
        return rows.stream().sorted().toList();
    }

    private static RelNode question(
            RelOptCluster cluster,
            Snapshot snapshot,
            RandomGraph graph,
            RandomPattern pattern,
            List<Condition> conditions,
            List<Integer> columns) {
        return question(cluster, snapshot, graph, pattern, edge -> null, conditions, columns);
    }

    /** Columns of the matches; edges with a quantifier are walks. */
    static RelNode question(
            RelOptCluster cluster,
            Snapshot snapshot,
            RandomGraph graph,
            RandomPattern pattern,
            IntFunction<@Nullable Quantifier> quantifiers,
            List<Condition> conditions,
            List<Integer> columns) {
        RelDataType vertexRow = cluster.getTypeFactory()
                .builder()
                .add("id", SqlTypeName.BIGINT)
                .nullable(true)
                .add("x", SqlTypeName.INTEGER)
                .nullable(true)
                .add("s", SqlTypeName.VARCHAR)
                .nullable(true)
                .build();
        RelDataType edgeRow = cluster.getTypeFactory()
                .builder()
                .add("src", SqlTypeName.BIGINT)
                .nullable(true)
                .add("dst", SqlTypeName.BIGINT)
                .nullable(true)
                .add("w", SqlTypeName.INTEGER)
                .nullable(true)
                .build();
        GraphTables tables = graph.tables();
        List<RelOptTable> vertexTables = new ArrayList<>();
        tables.vertices().forEach(table -> vertexTables.add(table(snapshot, table.table(), vertexRow, true)));
        List<RelOptTable> edgeTables = new ArrayList<>();
        tables.edges().forEach(table -> edgeTables.add(table(snapshot, table.table(), edgeRow, false)));
        List<PatternVertex> vertices = new ArrayList<>();
        for (int v = 0; v < pattern.vertexTables().size(); v++) {
            List<MatchProperty> properties = new ArrayList<>(properties(
                    VERTEX_PROPERTIES, 0, vertexRow, tables.vertices().size()));
            properties.add(computed(
                    cluster.getRexBuilder(), vertexRow, tables.vertices().size()));
            vertices.add(new PatternVertex("v" + v, pattern.vertexTables().get(v), properties));
        }
        List<PatternEdge> edges = new ArrayList<>();
        for (int e = 0; e < pattern.edges().size(); e++) {
            RandomPattern.Edge edge = pattern.edges().get(e);
            edges.add(new PatternEdge(
                    "e" + e,
                    edge.from(),
                    edge.to(),
                    edge.direction(),
                    edge.tables(),
                    quantifiers.apply(e) != null
                            ? List.of()
                            : properties(
                                    EDGE_PROPERTIES,
                                    FIRST_EDGE_PROPERTY,
                                    edgeRow,
                                    tables.edges().size()),
                    quantifiers.apply(e)));
        }
        MatchGraph matchGraph = new MatchGraph(tables, vertexTables, edgeTables);
        LogicalMatch match = LogicalMatch.create(cluster, matchGraph, new MatchPattern(vertices, edges));
        List<RexNode> rex = conditions.stream()
                .map(c -> c.rex(match, cluster.getRexBuilder()))
                .toList();
        RelNode filtered = rex.isEmpty()
                ? match
                : LogicalFilter.create(match, RexUtil.composeConjunction(cluster.getRexBuilder(), rex));
        if (columns.size() == match.getRowType().getFieldCount()) {
            return filtered;
        }
        List<RexNode> chosen = new ArrayList<>();
        columns.forEach(column -> chosen.add(RexInputRef.of(column, match.getRowType())));
        List<String> names = columns.stream().map(column -> "c" + column).toList();
        return LogicalProject.create(filtered, List.of(), chosen, names, Set.of());
    }

    private static RelOptTable table(Snapshot snapshot, ObjectName name, RelDataType row, boolean hasKey) {
        TableSnapshot table = Objects.requireNonNull(snapshot.table(name));
        return new TestTable(name, row, table, hasKey);
    }

    private static MatchProperty computed(RexBuilder rex, RelDataType row, int tables) {
        RexNode x = RexInputRef.of(1, row);
        Map<Integer, RexNode> byTable = new TreeMap<>();
        for (int table = 0; table < tables; table += 2) {
            byTable.put(
                    table,
                    rex.makeCall(
                            x.getType(),
                            SqlStdOperatorTable.PLUS,
                            List.of(x, rex.makeLiteral(BigDecimal.ONE, x.getType(), false))));
        }
        return new MatchProperty("y", x.getType(), byTable);
    }

    private static List<MatchProperty> properties(List<String> names, int firstColumn, RelDataType row, int tables) {
        List<MatchProperty> properties = new ArrayList<>();
        for (int p = 0; p < names.size(); p++) {
            Map<Integer, RexNode> byTable = new TreeMap<>();
            for (int table = 0; table < tables; table++) {
                byTable.put(table, RexInputRef.of(firstColumn + p, row));
            }
            RelDataType type = row.getFieldList().get(firstColumn + p).getType();
            properties.add(new MatchProperty(names.get(p), type, byTable));
        }
        return properties;
    }

    private List<String> run(Store store, RelNode plan, Random random) {
        return run(store, plan, leaks.allocator(), random);
    }

    /** The rows of a plan, in order of their text. */
    static List<String> run(Store store, RelNode plan, BufferAllocator allocator, Random random) {
        PlanTranslator translator = new PlanTranslator(
                plan.getCluster().getRexBuilder(), plan.getCluster().getMetadataQuery());
        List<Integer> fields =
                IntStream.range(0, plan.getRowType().getFieldCount()).boxed().toList();
        PlanNode node = translator
                .translate(plan, fields, plan.getRowType().getFieldNames())
                .root();
        int[] sizes = {1, 3, 7, 2048};
        QueryContext context = QueryContext.builder(allocator, store.snapshot())
                .threads(1 + random.nextInt(3))
                .batchRows(sizes[random.nextInt(sizes.length)])
                .batchSeed(random.nextBoolean() ? null : random.nextLong())
                .build();
        return TestRows.readAll(LocalRuntime.shared().execute(node, context)).stream()
                .map(List::toString)
                .sorted()
                .toList();
    }
}
