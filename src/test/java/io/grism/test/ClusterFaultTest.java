package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.remote.FakeClusterProvider;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SQL on a cluster that loses executors, nodes and blocks: the rows are the same, or the error is named. */
final class ClusterFaultTest {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR, city VARCHAR)",
            "CREATE TABLE knows (a INTEGER, b INTEGER, since INTEGER)",
            "CREATE PROPERTY GRAPH g VERTEX TABLES (person LABEL person PROPERTIES (id, name, city))"
                    + " EDGE TABLES (knows SOURCE KEY (a) REFERENCES person (id)"
                    + " DESTINATION KEY (b) REFERENCES person (id) LABEL knows PROPERTIES (since))");

    private static final List<String> QUERIES = List.of(
            "SELECT city, COUNT(*), MIN(name) FROM person GROUP BY city",
            "SELECT p.name, k.since FROM person p JOIN knows k ON p.id = k.a ORDER BY k.since, p.name, k.b",
            "SELECT COUNT(DISTINCT city), AVG(id) FROM person",
            "SELECT a, c FROM GRAPH_TABLE (g MATCH (x IS person)-[IS knows]->(y)-[IS knows]->(z)"
                    + " COLUMNS (x.id AS a, z.id AS c))",
            "SELECT id, RANK() OVER (PARTITION BY city ORDER BY name, id) FROM person",
            "SELECT name FROM person WHERE id IN (SELECT b FROM knows WHERE since > 3) ORDER BY id LIMIT 5 OFFSET 2",
            "SELECT city FROM person EXCEPT SELECT name FROM person");

    @AfterEach
    void driversDoNothingWrong() {
        assertEquals(List.of(), FakeClusterProvider.violations());
    }

    private static Connection connect(String settings) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:grism:" + settings);
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            List<String> people = new ArrayList<>();
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                people.add("(" + i + ", 'n" + i * 7 % 10 + "', 'c" + i * i % 9 + "')");
                pairs.add("(" + i + ", " + i * 13 % 60 + ", " + i % 7 + ")");
            }
            statement.execute("INSERT INTO person VALUES " + String.join(", ", people));
            statement.execute("INSERT INTO knows VALUES " + String.join(", ", pairs));
        }
        return connection;
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(result.getString(i)).append(' ');
                }
                rows.add(row.toString());
            }
        }
        if (sql.lastIndexOf("ORDER BY") <= sql.lastIndexOf(')')) {
            Collections.sort(rows);
        }
        return rows;
    }

    @Test
    void losesNothingAndNobodyNotices() throws SQLException {
        List<List<String>> expected = new ArrayList<>();
        try (Connection local = connect("runtime=local")) {
            for (String sql : QUERIES) {
                expected.add(rows(local, sql));
            }
        }
        for (String action : List.of("DIE", "DIE_AFTER", "LOSE_NODE", "LOSE_BLOCK")) {
            for (String request : List.of("Table", "Feed", "Run", "Take", "Stream", "Next")) {
                for (int at : new int[] {0, 5}) {
                    String fault = action + " " + request + " " + at;
                    // The fault comes with the queries, not with the INSERTs before.
                    try (Connection cluster = connect("runtime=local;partitions=3")) {
                        try (Statement statement = cluster.createStatement()) {
                            statement.execute("SET fake.fault = '" + fault + "'");
                            statement.execute("SET runtime = 'fake'");
                        }
                        for (int i = 0; i < QUERIES.size(); i++) {
                            String sql = QUERIES.get(i);
                            assertEquals(expected.get(i), rows(cluster, sql), () -> fault + ": " + sql);
                        }
                    }
                }
            }
        }
    }

    /** More rows than are asked for at a time, of a task that dies when some of them were delivered. */
    private static List<String> interrupted(String expression, String fault) throws SQLException {
        try (Connection cluster = connect("runtime=local;partitions=1")) {
            try (Statement statement = cluster.createStatement()) {
                statement.execute("SET fake.fault = '" + fault + "'");
                statement.execute("SET runtime = 'fake'");
            }
            // What is above the window is done where the rows are read.
            return rows(
                    cluster,
                    "SELECT a, " + expression + " FROM (SELECT p.id AS a, COUNT(*) OVER () AS n"
                            + " FROM person p, person q, person r WHERE p.id < 20 AND q.name <> 'n3')");
        }
    }

    @Test
    void rowsThatWereDeliveredAreNotDeliveredAgain() throws SQLException {
        List<String> expected = interrupted("n", "DIE Next 1000");
        assertEquals(20 * 54 * 60, expected.size());
        assertEquals(expected, interrupted("n", "DIE Next 3"));
    }

    @Test
    void rowsThatCannotBeMadeAgainEndTheQuery() {
        String expression = "n, GEN_RANDOM_UUID()";
        SQLException e = assertThrows(SQLException.class, () -> interrupted(expression, "DIE Next 3 again"));
        assertEquals("40001", e.getSQLState());
        assertTrue(e.getMessage().contains("Run the query again"), e.getMessage());
    }

    @Test
    void randomRowsThatNobodyHasSeenAreMadeAgain() throws SQLException {
        try (Connection cluster = connect("runtime=local;partitions=3")) {
            try (Statement statement = cluster.createStatement()) {
                statement.execute("SET fake.fault = 'DIE Run 1'");
                statement.execute("SET runtime = 'fake'");
            }
            String sql = "SELECT COUNT(DISTINCT u) FROM (SELECT GEN_RANDOM_UUID() AS u FROM person)";
            assertEquals(List.of("60 "), rows(cluster, sql));
        }
    }

    @Test
    void anUnknownRuntimeIsRefused() {
        SQLException e =
                assertThrows(SQLException.class, () -> connect("runtime=moon").close());
        assertTrue(e.getMessage().contains("local, stages, fake"), e.getMessage());
    }
}
