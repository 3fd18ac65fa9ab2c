package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a database, as SQL reads them; what needs no time is in the golden scripts. */
final class TimeTravelTest {
    @TempDir
    private Path folder;

    private String url = "";

    @BeforeEach
    void fill() throws SQLException {
        url = "jdbc:grism:" + folder.resolve("db") + ";timezone=Europe/Oslo";
        try (Connection connection = DriverManager.getConnection(url)) {
            run(connection, "CREATE TABLE t (x INTEGER PRIMARY KEY)");
            for (int i = 1; i <= 4; i++) {
                run(connection, "INSERT INTO t VALUES (" + i + ")");
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        return rows(connection, sql).get(0).get(0);
    }

    private static SQLException fails(Connection connection, String sql) {
        return assertThrows(SQLException.class, () -> run(connection, sql));
    }

    @Test
    void timesOfVersionsAreReadBackAsTheyAreShown() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<List<String>> versions = rows(connection, "SHOW VERSIONS");
            assertTrue(versions.size() >= 5, versions::toString);
            for (List<String> version : versions) {
                if (version.get(2).contains("INSERT")) {
                    String count = value(connection, "SELECT COUNT(*) FROM t FOR VERSION AS OF " + version.get(0));
                    assertEquals(
                            count,
                            value(
                                    connection,
                                    "SELECT COUNT(*) FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '" + version.get(1) + "'"));
                    run(connection, "SET read_version = TIMESTAMP '" + version.get(1) + "'");
                    assertEquals(count, value(connection, "SELECT COUNT(*) FROM t"));
                    run(connection, "RESET read_version");
                }
            }
            assertEquals("4", value(connection, "SELECT COUNT(*) FROM t FOR SYSTEM_TIME AS OF '2999-01-01 00:00:00'"));
            SQLException error =
                    fails(connection, "SELECT * FROM t FOR TIMESTAMP AS OF TIMESTAMP '2001-01-01 00:00:00'");
            assertEquals("42704", error.getSQLState());
            error = fails(
                    connection, "SELECT * FROM t FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP - INTERVAL '100000' DAY");
            assertEquals("42704", error.getSQLState());
        }
    }

    @Test
    void plansThatAreKeptTellVersionsApart() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            long first = Long.parseLong(rows(connection, "SHOW VERSIONS").get(0).get(0)) - 3;
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 4; i++) {
                    assertEquals(
                            Integer.toString(i + 1),
                            value(connection, "SELECT COUNT(*) FROM t FOR VERSION AS OF " + (first + i)));
                }
            }
            String tagged = "SELECT COUNT(*) FROM t FOR VERSION AS OF 'a'";
            run(connection, "CREATE TAG a AS OF VERSION " + first);
            run(connection, "CREATE TAG \"A\" AS OF VERSION " + (first + 2));
            try (PreparedStatement prepared = connection.prepareStatement(tagged)) {
                assertEquals("1", only(prepared));
                run(connection, "DROP TAG a");
                run(connection, "CREATE TAG a AS OF VERSION " + (first + 1));
                assertEquals("2", only(prepared));
                run(connection, "DROP TAG a");
                assertThrows(SQLException.class, () -> only(prepared));
            }
            assertEquals(
                    "3", value(connection, "SELECT COUNT(*) FROM t JOIN t FOR VERSION AS OF 'A' AS o ON t.x = o.x"));
        }
    }

    private static String only(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            assertTrue(result.next());
            return result.getString(1);
        }
    }

    @Test
    void aVersionIsKeptWhileItIsReadAndGoesWhenItIsNot() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + ";batch.rows=1;threads=1");
                Connection other = DriverManager.getConnection(url)) {
            long first = Long.parseLong(rows(connection, "SHOW VERSIONS").get(0).get(0)) - 1;
            try (Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery("SELECT x FROM t FOR VERSION AS OF " + first + " ORDER BY x")) {
                assertTrue(result.next());
                run(other, "VACUUM RETAIN 0 SECONDS");
                assertTrue(result.next());
                assertTrue(result.next());
            }
            String again = "SELECT COUNT(*) FROM t FOR VERSION AS OF " + first;
            assertEquals("3", value(connection, again));
            run(other, "VACUUM RETAIN 0 SECONDS");
            assertEquals("42704", fails(connection, again).getSQLState());
            assertEquals(1, rows(other, "SHOW VERSIONS").size());
        }
    }

    @Test
    void aViewOfAVersionThatIsGoneTellsSo() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement kept = prepared(connection)) {
            assertEquals("2", only(kept));
            run(connection, "VACUUM RETAIN 0 SECONDS");
            for (String sql : List.of(
                    "SELECT * FROM two",
                    "SELECT COUNT(*) FROM t WHERE EXISTS (SELECT * FROM two WHERE two.x = t.x)",
                    "SELECT * FROM two FOR VERSION AS OF 'now'",
                    "INSERT INTO t SELECT x + 10 FROM two")) {
                SQLException error = fails(connection, sql);
                assertEquals("42704", error.getSQLState(), sql);
                assertTrue(error.getMessage().contains("version 3"), error::getMessage);
            }
            assertEquals(
                    "42704", assertThrows(SQLException.class, () -> only(kept)).getSQLState());
            assertEquals("4", value(connection, "SELECT COUNT(*) FROM t"));
            run(connection, "CREATE OR REPLACE VIEW two AS SELECT * FROM t FOR VERSION AS OF 'now'");
            assertEquals("4", value(connection, "SELECT COUNT(*) FROM two"));
        }
    }

    private static PreparedStatement prepared(Connection connection) throws SQLException {
        run(connection, "CREATE VIEW two AS SELECT * FROM t FOR VERSION AS OF 3");
        run(connection, "CREATE TAG now");
        return connection.prepareStatement("SELECT COUNT(*) FROM two");
    }

    @Test
    void aSessionMayReadAnotherVersionFromItsStart() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + ";read_version=2")) {
            assertEquals("1", value(connection, "SELECT COUNT(*) FROM t"));
            assertEquals("25000", fails(connection, "DELETE FROM t").getSQLState());
            assertEquals("25000", fails(connection, "OPTIMIZE").getSQLState());
            assertEquals("42704", fails(connection, "SET read_version = 99").getSQLState());
            assertEquals("2", value(connection, "SHOW read_version"));
            run(connection, "RESET ALL");
            assertEquals("4", value(connection, "SELECT COUNT(*) FROM t"));
        }
    }

    @Test
    void maintenanceIsNotDoneInTransactions() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            for (String sql :
                    List.of("VACUUM", "OPTIMIZE t", "RESTORE TO VERSION AS OF 1", "CREATE TAG x", "DROP TAG x")) {
                run(connection, "BEGIN");
                run(connection, "DELETE FROM t");
                assertEquals("25000", fails(connection, sql).getSQLState(), sql);
                run(connection, "ROLLBACK");
            }
            assertEquals("4", value(connection, "SELECT COUNT(*) FROM t"));
        }
    }

    @Test
    void databasesInMemoryKeepNoVersions() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:grism:")) {
            run(connection, "CREATE TABLE t (x INTEGER)");
            for (String sql : List.of(
                    "SELECT * FROM t FOR VERSION AS OF 1",
                    "SHOW VERSIONS",
                    "CREATE TAG x",
                    "DROP TAG IF EXISTS x",
                    "SET read_version = 1",
                    "RESTORE TO VERSION AS OF 1",
                    "VACUUM",
                    "OPTIMIZE")) {
                SQLException error = fails(connection, sql);
                assertEquals("0A000", error.getSQLState(), sql);
                assertTrue(error.getMessage().contains("jdbc:grism:/path"), error::getMessage);
            }
        }
    }
}
