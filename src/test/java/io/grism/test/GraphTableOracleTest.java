package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.graph.NaiveMatcher;
import io.grism.exec.graph.RandomGraph;
import io.grism.exec.graph.RandomPattern;
import io.grism.exec.test.Seeds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random patterns written as GRAPH_TABLE over random graphs written as SQL, against a matcher that tries everything. */
final class GraphTableOracleTest {
    private static final int GRAPHS = 250;
    private static final int PATTERNS = 8;

    @Test
    void graphTableGivesTheMatchesOfTheDefinition() throws SQLException {
        long base = Seeds.first();
        int matches = 0;
        for (int run = 0; run < GRAPHS; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomGraph graph = RandomGraph.create(random, 6);
            String url = "jdbc:grism:threads=" + (1 + random.nextInt(3))
                    + (random.nextBoolean() ? ";batch.seed=" + (1 + random.nextInt(1_000)) : "")
                    + (random.nextBoolean() ? ";runtime=stages;partitions=" + (1 + random.nextInt(5)) : "");
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                List<String> script = script(graph);
                for (String sql : script) {
                    statement.execute(sql);
                }
                for (int p = 0; p < PATTERNS; p++) {
                    RandomPattern pattern = pattern(graph, random);
                    int least = random.nextInt(4);
                    String query = query(pattern, least, random);
                    List<String> expected = expected(graph, pattern, least);
                    List<String> actual = rows(statement, query);
                    assertEquals(
                            expected,
                            actual,
                            "seed " + seed + "L, " + url + "\n" + String.join(";\n", script) + ";\n" + query);
                    matches += expected.size();
                }
            }
        }
        assertTrue(matches > GRAPHS * PATTERNS, "the patterns hardly ever match: " + matches);
    }

    /** A pattern in which each element has some table: a property needs one. */
    private static RandomPattern pattern(RandomGraph graph, Random random) {
        while (true) {
            RandomPattern pattern = RandomPattern.create(graph, RandomPattern.Shape.ANY, random);
            if (pattern.vertexTables().stream().noneMatch(List::isEmpty)
                    && pattern.edges().stream().noneMatch(edge -> edge.tables().isEmpty())) {
                return pattern;
            }
        }
    }

    private static List<String> script(RandomGraph graph) {
        List<String> script = new ArrayList<>();
        List<String> vertices = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        for (int table = 0; table < graph.vertices().size(); table++) {
            String name = "v" + table;
            script.add("CREATE TABLE " + name + " (id BIGINT PRIMARY KEY, x INTEGER, s VARCHAR(9))");
            vertices.add(name + " LABEL " + name + " PROPERTIES (id, x, s) LABEL v PROPERTIES (id, x, s)");
        }
        for (int table = 0; table < graph.edges().size(); table++) {
            String name = "e" + table;
            script.add("CREATE TABLE " + name + " (src BIGINT, dst BIGINT, w INTEGER)");
            edges.add(name + " SOURCE KEY (src) REFERENCES v" + graph.sources().get(table)
                    + " (id) DESTINATION KEY (dst) REFERENCES v"
                    + graph.destinations().get(table) + " (id) LABEL " + name
                    + " PROPERTIES (w) LABEL e PROPERTIES (w)");
        }
        script.add("CREATE PROPERTY GRAPH g VERTEX TABLES (" + String.join(", ", vertices) + ") EDGE TABLES ("
                + String.join(", ", edges) + ")");
        insert(script, "v", graph.vertices());
        insert(script, "e", graph.edges());
        return script;
    }

    private static void insert(List<String> script, String prefix, List<List<List<@Nullable Object>>> tables) {
        for (int table = 0; table < tables.size(); table++) {
            List<List<@Nullable Object>> rows = tables.get(table);
            if (!rows.isEmpty()) {
                script.add("INSERT INTO " + prefix + table + " VALUES "
                        + rows.stream().map(GraphTableOracleTest::row).collect(Collectors.joining(", ")));
            }
        }
    }

    private static String row(List<@Nullable Object> row) {
        return row.stream()
                .map(value -> value instanceof String ? "'" + value + "'" : String.valueOf(value))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The pattern edge by edge, or joined to longer paths where one ends where the next starts; the condition stands in a vertex or after all. */
    private static String query(RandomPattern pattern, int least, Random random) {
        int vertices = pattern.vertexTables().size();
        boolean inVertex = random.nextBoolean();
        boolean[] shown = new boolean[vertices];
        List<String> paths = new ArrayList<>();
        int last = -1;
        for (int e = 0; e < pattern.edges().size(); e++) {
            RandomPattern.Edge edge = pattern.edges().get(e);
            String step = step(e, edge, random);
            String to = edge.from() == edge.to() ? "(v" + edge.to() + ")" : null;
            if (last == edge.from()) {
                int at = paths.size() - 1;
                paths.set(
                        at,
                        paths.get(at) + step + (to == null ? vertex(pattern, edge.to(), shown, inVertex, least) : to));
            } else {
                String from = vertex(pattern, edge.from(), shown, inVertex, least);
                paths.add(from + step + (to == null ? vertex(pattern, edge.to(), shown, inVertex, least) : to));
            }
            last = edge.to();
        }
        for (int v = 0; v < vertices; v++) {
            if (!shown[v]) {
                paths.add(vertex(pattern, v, shown, inVertex, least));
            }
        }
        List<String> columns = new ArrayList<>();
        for (int v = 0; v < vertices; v++) {
            columns.add("v" + v + ".id AS id" + v + ", v" + v + ".x AS x" + v + ", v" + v + ".s AS s" + v);
        }
        for (int e = 0; e < pattern.edges().size(); e++) {
            columns.add("e" + e + ".w AS w" + e);
        }
        return "SELECT * FROM GRAPH_TABLE (g MATCH " + String.join(", ", paths)
                + (inVertex ? "" : " WHERE v0.x >= " + least) + " COLUMNS (" + String.join(", ", columns) + "))";
    }

    /** An edge as an arrow, as a step from role to role, or by its incidences: all the same. */
    private static String step(int ordinal, RandomPattern.Edge edge, Random random) {
        int form = random.nextInt(3);
        String inside = edge(ordinal, edge) + (form == 1 ? " FROM source TO destination" : "");
        return switch (edge.direction()) {
            case OUT -> form == 2 ? "<-[IS source]-(" + inside + ")-[IS destination]->" : "-[" + inside + "]->";
            case IN -> form == 2 ? "<-[IS destination]-(" + inside + ")-[IS source]->" : "<-[" + inside + "]-";
            case ANY -> random.nextBoolean() ? "-[" + inside + "]-" : "<-[" + inside + "]->";
        };
    }

    private static String edge(int ordinal, RandomPattern.Edge edge) {
        return "e" + ordinal + " IS " + labels("e", edge.tables());
    }

    private static String vertex(RandomPattern pattern, int vertex, boolean[] shown, boolean inVertex, int least) {
        if (shown[vertex]) {
            return "(v" + vertex + ")";
        }
        shown[vertex] = true;
        String condition = inVertex && vertex == 0 ? " WHERE v0.x >= " + least : "";
        return "(v" + vertex + " IS " + labels("v", pattern.vertexTables().get(vertex)) + condition + ")";
    }

    private static String labels(String prefix, List<Integer> tables) {
        return tables.stream().map(table -> prefix + table).collect(Collectors.joining("|"));
    }

    private static List<String> expected(RandomGraph graph, RandomPattern pattern, int least) {
        int vertices = pattern.vertexTables().size();
        List<String> rows = new ArrayList<>();
        for (List<Long> match : NaiveMatcher.match(graph, pattern)) {
            List<String> row = new ArrayList<>();
            for (int element = 0; element < match.size(); element++) {
                boolean vertex = element < vertices;
                int table = (int) (match.get(element) >> 40)
                        - (vertex ? 0 : graph.vertices().size());
                int position = match.get(element).intValue();
                List<@Nullable Object> values =
                        (vertex ? graph.vertices() : graph.edges()).get(table).get(position);
                (vertex ? values : values.subList(2, 3)).forEach(value -> row.add(String.valueOf(value)));
            }
            String x = row.get(1);
            if (!x.equals("null") && Integer.parseInt(x) >= least) {
                rows.add(String.join("|", row));
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", row));
            }
        }
        Collections.sort(rows);
        return rows;
    }
}
