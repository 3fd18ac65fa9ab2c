package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.test.Seeds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random questions about 1,000 random hypergraphs, with one thread, with several, and in stages, rows cut at random, against a matcher that tries everything; so for the joins that EXPLAIN REWRITE writes, and for counts and distinct ends of the matches, which are made below the steps.
 */
final class HypergraphOracleTest {
    private static final int GRAPHS = Integer.getInteger("hypergraph.runs", 1_000);
    /** One graph of so many is asked for aggregates of the matches of a second pattern. */
    private static final int AGGREGATES = 4;
    /** One graph of so many is asked in stages, too. */
    private static final int STAGED = Integer.getInteger("hypergraph.staged", 5);

    private final AtomicLong matches = new AtomicLong();

    @Test
    void hyperedgesGiveTheMatchesOfTheDefinition() {
        long base = Seeds.first();
        LongStream.range(base, base + GRAPHS).parallel().forEach(this::ask);
        assertTrue(matches.get() > GRAPHS, "the patterns hardly ever match: " + matches);
    }

    /** Asks about the graph of a seed. */
    private void ask(long seed) {
        Random random = new Random(seed);
        RandomHypergraph graph = RandomHypergraph.create(random);
        NaiveHypergraph naive = new NaiveHypergraph(graph);
        List<String> script = graph.script();
        try (Connection connection = DriverManager.getConnection("jdbc:grism:");
                Statement statement = connection.createStatement()) {
            for (String sql : script) {
                statement.execute(sql);
            }
            for (int p = 0; p < (seed % AGGREGATES == 0 ? 2 : 1); p++) {
                RandomHyperpattern pattern = RandomHyperpattern.create(graph, naive, random);
                String query = pattern.query();
                String where = "seed " + seed + "L\n" + String.join(";\n", script) + ";\n" + query + ";\n";
                List<String> expected = pattern.expected();
                statement.execute("SET threads = 1");
                assertEquals(expected, sorted(statement, query, where), where);
                statement.execute("SET threads = " + (2 + random.nextInt(3)));
                statement.execute("SET batch.seed = " + (1 + random.nextInt(1_000)));
                assertEquals(expected, sorted(statement, query, where), where);
                if (p == 0) {
                    String joins = String.join("\n", rows(statement, "EXPLAIN REWRITE " + query, where));
                    assertEquals(expected, sorted(statement, joins, where), where + joins);
                } else {
                    aggregate(statement, query, expected, where);
                }
                if (seed % STAGED == 0) {
                    statement.execute("SET runtime = 'stages'");
                    statement.execute("SET partitions = " + (1 + random.nextInt(5)));
                    assertEquals(expected, sorted(statement, query, where), () -> "in stages: " + where);
                    aggregate(statement, query, expected, where);
                    statement.execute("RESET runtime");
                }
                matches.addAndGet(expected.size());
            }
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Counts by the first variable, and its elements without repetition. */
    private static void aggregate(Statement statement, String query, List<String> expected, String where)
            throws SQLException {
        String matched = query.substring(query.indexOf("FROM"));
        Map<String, Long> counts = expected.stream()
                .collect(Collectors.groupingBy(row -> row.split("\\|", 2)[0], TreeMap::new, Collectors.counting()));
        List<String> groups = new ArrayList<>();
        counts.forEach((first, count) -> groups.add(first + "|" + count));
        Collections.sort(groups);
        assertEquals(groups, sorted(statement, "SELECT i0, COUNT(*) AS n " + matched + " GROUP BY i0", where), where);
        assertEquals(List.copyOf(counts.keySet()), sorted(statement, "SELECT DISTINCT i0 " + matched, where), where);
        assertEquals(
                List.of(String.valueOf(expected.size())),
                sorted(statement, "SELECT COUNT(*) AS n " + matched, where),
                where);
    }

    private static List<String> sorted(Statement statement, String query, String where) throws SQLException {
        List<String> rows = rows(statement, query, where + query);
        Collections.sort(rows);
        return rows;
    }

    private static List<String> rows(Statement statement, String query, String where) throws SQLException {
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
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + "\n" + where, e.getSQLState(), e);
        }
        return rows;
    }
}
