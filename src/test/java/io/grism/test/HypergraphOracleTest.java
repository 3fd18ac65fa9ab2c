package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random questions about 1,000 random hypergraphs, with one thread and with several, rows cut at random, against a matcher that tries everything; and so for the joins that EXPLAIN REWRITE writes. */
final class HypergraphOracleTest {
    private static final int GRAPHS = Integer.getInteger("hypergraph.runs", 1_000);
    private static final int PATTERNS = 2;

    /** One graph of so many is asked by joins too; -Dhypergraph.joins=1 asks all of them. */
    private static final int JOINS = Integer.getInteger("hypergraph.joins", 10);

    @Test
    void hyperedgesGiveTheMatchesOfTheDefinition() throws SQLException {
        long base = Long.getLong("hypergraph.seed", System.nanoTime());
        long matches = 0;
        int rewritten = 0;
        for (int run = 0; run < GRAPHS; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            RandomHypergraph graph = RandomHypergraph.create(random);
            NaiveHypergraph naive = new NaiveHypergraph(graph);
            List<String> script = graph.script();
            try (Connection connection = DriverManager.getConnection("jdbc:grism:");
                    Statement statement = connection.createStatement()) {
                for (String sql : script) {
                    statement.execute(sql);
                }
                for (int p = 0; p < PATTERNS; p++) {
                    RandomHyperpattern pattern = RandomHyperpattern.create(graph, naive, random);
                    String query = pattern.query();
                    String where = "seed " + seed + "L\n" + String.join(";\n", script) + ";\n" + query + ";\n";
                    List<String> expected = pattern.expected();
                    statement.execute("SET threads = 1");
                    assertEquals(expected, rows(statement, query, where), where);
                    statement.execute("SET threads = " + (2 + random.nextInt(3)));
                    statement.execute("SET batch.seed = " + (1 + random.nextInt(1_000)));
                    assertEquals(expected, rows(statement, query, where), where);
                    // Planning the joins takes longest by far.
                    String joins = p > 0 || run % JOINS > 0 ? null : rewrite(statement, query, where);
                    if (joins != null) {
                        assertEquals(expected, rows(statement, joins, where + joins), where + joins);
                        rewritten++;
                    }
                    matches += expected.size();
                }
            }
        }
        assertTrue(rewritten > GRAPHS / JOINS / 2, "few patterns are written as joins: " + rewritten);
        assertTrue(matches > (long) GRAPHS * PATTERNS, "the patterns hardly ever match: " + matches);
    }

    /** The query with joins, or null for hyperedges that play roles in each other in circles: their existence takes recursion. */
    private static @Nullable String rewrite(Statement statement, String query, String where) throws SQLException {
        StringBuilder sql = new StringBuilder();
        try (ResultSet lines = statement.executeQuery("EXPLAIN REWRITE " + query)) {
            while (lines.next()) {
                sql.append(lines.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            if (e.getMessage().contains("in circles")) {
                return null;
            }
            throw new SQLException(e.getMessage() + "\n" + where, e.getSQLState(), e);
        }
        return sql.toString();
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
        Collections.sort(rows);
        return rows;
    }
}
