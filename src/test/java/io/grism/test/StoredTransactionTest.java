package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of several statements on a database in a folder, of more rows than its segments and its cache hold. */
final class StoredTransactionTest {
    private static final int ROWS = 150_000;

    @TempDir
    private Path folder;

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = connect()) {
            run(
                    connection,
                    "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)",
                    "INSERT INTO t VALUES (1, 10), (2, 20)");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:grism:" + folder.resolve("db") + ";threads=2;cache=1MB");
    }

    private static void run(Connection connection, String... texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static void assertConflict(Connection connection, String sql) {
        assertEquals(
                "40001",
                assertThrows(SQLException.class, () -> run(connection, sql)).getSQLState());
    }

    private static String insert(int from, int rows) {
        return "INSERT INTO t WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n * 2 + b FROM r, (VALUES (0), (1)) AS x (b) WHERE n * 2 + b <= "
                + rows + ") SELECT n + " + (from - 1) + ", 1 FROM r";
    }

    @Test
    void whatIsCommittedLastsAndNothingElse() throws SQLException {
        try (Connection one = connect();
                Connection two = connect()) {
            one.setAutoCommit(false);
            run(one, insert(10, ROWS), "CREATE TABLE u AS SELECT MAX(id) AS m FROM t");
            assertEquals(String.valueOf(ROWS + 2), one(one, "SELECT COUNT(*) FROM t"));
            assertEquals("2", one(two, "SELECT COUNT(*) FROM t"));
            one.commit();
            assertEquals(String.valueOf(ROWS + 2), one(two, "SELECT COUNT(*) FROM t"));
            run(one, "DELETE FROM t", "DROP TABLE u", insert(10, ROWS));
            assertEquals(String.valueOf(ROWS), one(one, "SELECT COUNT(*) FROM t"));
        }
        try (Connection again = connect()) {
            assertEquals(String.valueOf(ROWS + 2), one(again, "SELECT COUNT(*) FROM t"));
            assertEquals(String.valueOf(ROWS + 9), one(again, "SELECT m FROM u"));
        }
    }

    @Test
    void aConflictIsRolledBackAndTriedAgain() throws SQLException {
        try (Connection one = connect();
                Connection two = connect()) {
            one.setAutoCommit(false);
            assertEquals("10", one(one, "SELECT v FROM t WHERE id = 1"));
            run(two, "UPDATE t SET v = 15 WHERE id = 1");
            assertEquals("10", one(one, "SELECT v FROM t WHERE id = 1"));
            assertConflict(one, "UPDATE t SET v = 11 WHERE id = 1");
            one.rollback();
            run(one, "UPDATE t SET v = v + 1 WHERE id = 1");
            run(two, "SET lock_timeout = 20");
            assertConflict(two, "DELETE FROM t");
            one.commit();
            assertEquals("16", one(two, "SELECT v FROM t WHERE id = 1"));
        }
    }

    /** Also when the files that they are in belong to no version of the database. */
    @Test
    void openResultsKeepTheRowsOfATransactionThatIsRolledBack() throws SQLException {
        try (Connection one = connect();
                Connection two = connect()) {
            one.setAutoCommit(false);
            run(one, insert(10, ROWS));
            try (Statement statement = one.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id FROM t WHERE v = 1")) {
                assertTrue(rows.next());
                one.rollback();
                run(two, "INSERT INTO t VALUES (3, 30)", "DELETE FROM t WHERE id = 3");
                int count = 1;
                while (rows.next()) {
                    count++;
                }
                assertEquals(ROWS, count);
            }
            assertEquals("2", one(one, "SELECT COUNT(*) FROM t"));
        }
    }

    @Test
    void aFailedStatementLeavesTheRowsBeforeIt() throws SQLException {
        try (Connection one = connect()) {
            one.setAutoCommit(false);
            run(one, insert(10, ROWS));
            assertThrows(SQLException.class, () -> run(one, insert(ROWS, ROWS)));
            run(one, insert(10 + ROWS, 5));
            one.commit();
        }
        try (Connection again = connect()) {
            assertEquals(String.valueOf(ROWS + 7), one(again, "SELECT COUNT(*) FROM t"));
            assertEquals(String.valueOf(ROWS + 14), one(again, "SELECT MAX(id) FROM t"));
        }
    }
}
