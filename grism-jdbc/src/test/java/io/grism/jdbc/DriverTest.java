package io.grism.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismConnection;
import io.grism.api.GrismStatement;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DriverTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:grism:;threads=2");
    }

    @AfterEach
    void closeWithoutLeak() throws SQLException {
        if (!connection.isClosed()) {
            assertEquals(
                    0,
                    connection.unwrap(GrismConnection.class).allocator().getAllocatedMemory(),
                    "leaked Arrow memory");
            connection.close();
        }
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            String value = rows.getString(1);
            assertFalse(rows.next());
            return value;
        }
    }

    @Test
    void aStatementTellsRowsFromCounts() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertFalse(statement.execute("CREATE TABLE t (i INTEGER)"));
            assertEquals(0, statement.getUpdateCount());
            assertEquals(3, statement.executeUpdate("INSERT INTO t VALUES (1), (2), (3)"));
            assertTrue(statement.execute("SELECT * FROM t"));
            assertEquals(-1, statement.getUpdateCount());
            assertThrows(SQLException.class, () -> statement.executeQuery("DELETE FROM t WHERE i = 3"));
            assertThrows(SQLException.class, () -> statement.executeUpdate("SELECT 1"));
        }
        assertEquals("2", one("SELECT COUNT(*) FROM t"));
    }

    @Test
    void everyTypeHasItsJavaObject() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT TRUE AS b, CAST(1 AS TINYINT) AS i1, CAST(2 AS SMALLINT) AS i2,"
                                + " 3 AS i4, CAST(4 AS BIGINT) AS i8, CAST(1.5 AS REAL) AS f4, CAST(2.5 AS DOUBLE) AS f8,"
                                + " CAST(12.34 AS DECIMAL(6, 2)) AS d, CAST('x' AS VARCHAR(5)) AS s, X'0102' AS bytes,"
                                + " DATE '2024-02-29' AS dt, TIME '12:34:56' AS tm, TIMESTAMP '2024-02-29 12:34:56.789' AS ts,"
                                + " CAST(NULL AS INTEGER) AS n, ARRAY[1, 2] AS a")) {
            assertTrue(row.next());
            assertEquals(true, row.getObject("b"));
            assertEquals(1, row.getByte("i1"));
            assertEquals(2, row.getShort("i2"));
            assertEquals(3, row.getObject("i4"));
            assertEquals(4L, row.getObject("i8"));
            assertEquals(1.5f, row.getObject("f4"));
            assertEquals(2.5, row.getObject("f8"));
            assertEquals(new BigDecimal("12.34"), row.getObject("d"));
            assertEquals("0.0000000000000", one("SELECT CAST(0 AS DECIMAL(20, 13))"));
            assertEquals("x", row.getObject("s"));
            assertArrayEquals(new byte[] {1, 2}, row.getBytes("bytes"));
            assertEquals(Date.valueOf("2024-02-29"), row.getObject("dt"));
            assertEquals(LocalDate.of(2024, 2, 29), row.getObject("dt", LocalDate.class));
            assertEquals(Time.valueOf("12:34:56"), row.getObject("tm"));
            assertEquals(Timestamp.valueOf("2024-02-29 12:34:56.789"), row.getObject("ts"));
            assertEquals(
                    LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000), row.getObject("ts", LocalDateTime.class));
            assertNull(row.getObject("n"));
            assertTrue(row.wasNull());
            assertEquals(0, row.getInt("n"));
            assertArrayEquals(new Object[] {1, 2}, (Object[]) row.getArray("a").getArray());
            ResultSetMetaData columns = row.getMetaData();
            assertEquals("d", columns.getColumnLabel(8));
            assertEquals(Types.DECIMAL, columns.getColumnType(8));
            assertEquals(6, columns.getPrecision(8));
            assertEquals(2, columns.getScale(8));
        }
    }

    @Test
    void parametersAreTypedAndReusable() throws SQLException {
        run("CREATE TABLE t (i INTEGER, s VARCHAR(10), d DECIMAL(8, 2), ts TIMESTAMP(3))");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?)")) {
            assertEquals(4, insert.getParameterMetaData().getParameterCount());
            assertEquals(Types.INTEGER, insert.getParameterMetaData().getParameterType(1));
            for (int i = 0; i < 5; i++) {
                insert.setInt(1, i);
                insert.setString(2, "s" + i);
                insert.setBigDecimal(3, new BigDecimal(i + ".50"));
                insert.setTimestamp(4, Timestamp.valueOf("2024-01-01 00:00:0" + i));
                assertEquals(1, insert.executeUpdate());
            }
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT s, ts FROM t WHERE i >= ? AND d < ? ORDER BY i")) {
            query.setInt(1, 2);
            query.setBigDecimal(2, new BigDecimal("4.00"));
            try (ResultSet rows = query.executeQuery()) {
                assertTrue(rows.next());
                assertEquals("s2", rows.getString(1));
                assertEquals(Timestamp.valueOf("2024-01-01 00:00:02"), rows.getTimestamp(2));
                assertTrue(rows.next());
                assertFalse(rows.next());
            }
            query.setLong(1, 4);
            query.setObject(2, 100);
            try (ResultSet rows = query.executeQuery()) {
                assertTrue(rows.next());
                assertEquals("s4", rows.getString(1));
            }
            query.clearParameters();
            assertEquals(
                    "07002",
                    assertThrows(SQLException.class, query::executeQuery).getSQLState());
            assertThrows(SQLException.class, () -> query.setInt(3, 1));
        }
    }

    @Test
    void batchesInsertAndTellWhereTheyFail() throws SQLException {
        run("CREATE TABLE t (i INTEGER PRIMARY KEY)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (int i = 0; i < 1000; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            assertEquals(1000, insert.executeBatch().length);
            insert.setInt(1, 1000);
            insert.addBatch();
            insert.setInt(1, 7);
            insert.addBatch();
            BatchUpdateException failure = assertThrows(BatchUpdateException.class, insert::executeBatch);
            assertEquals("23505", failure.getSQLState());
            assertArrayEquals(new int[] {1}, failure.getUpdateCounts());
        }
        assertEquals("1001", one("SELECT COUNT(*) FROM t"));
    }

    @Test
    void errorsCarryStateCodeAndPosition() throws SQLException {
        SQLException unknown = assertThrows(SQLSyntaxErrorException.class, () -> run("SELECT *\nFROM nowhere"));
        assertEquals("42S02", unknown.getSQLState());
        assertEquals(1003, unknown.getErrorCode());
        assertTrue(unknown.getMessage().contains("line 2, column 6"), unknown.getMessage());
        assertEquals(
                "42601",
                assertThrows(SQLSyntaxErrorException.class, () -> run("SELEC 1"))
                        .getSQLState());
        assertEquals(
                "22012",
                assertThrows(SQLDataException.class, () -> one("SELECT 1 / 0")).getSQLState());
        run("CREATE TABLE t (i INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        assertEquals(
                "23505",
                assertThrows(SQLIntegrityConstraintViolationException.class, () -> run("INSERT INTO t VALUES (1)"))
                        .getSQLState());
        assertThrows(SQLFeatureNotSupportedException.class, connection::setSavepoint);
        assertEquals("1", one("SELECT COUNT(*) FROM t"), "the connection goes on working");
    }

    @Test
    void connectionsShareANamedDatabaseAndAFreshOneIsFresh() throws SQLException {
        try (Connection one = DriverManager.getConnection("jdbc:grism:mem:shared");
                Connection two = DriverManager.getConnection("jdbc:grism:mem:shared");
                Statement a = one.createStatement();
                Statement b = two.createStatement()) {
            a.execute("CREATE TABLE t (i INTEGER)");
            b.execute("INSERT INTO t VALUES (1)");
            try (ResultSet rows = a.executeQuery("SELECT COUNT(*) FROM t")) {
                assertTrue(rows.next());
                assertEquals(1, rows.getInt(1));
            }
        }
        try (Connection again = DriverManager.getConnection("jdbc:grism:mem:shared");
                Statement statement = again.createStatement()) {
            assertThrows(
                    SQLException.class, () -> statement.execute("SELECT * FROM t"), "closed with its last connection");
        }
    }

    @Test
    void rowsStreamAndAnEarlyCloseReleasesThem() throws SQLException {
        run("CREATE TABLE n AS SELECT i FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (i)");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT a.i FROM n AS a, n AS b, n AS c, n AS d, n AS e, n AS f, n AS g, n AS h, n AS i, n AS j")) {
            for (int i = 0; i < 10_000; i++) {
                assertTrue(rows.next());
            }
        }
        assertEquals(0, connection.unwrap(GrismConnection.class).allocator().getAllocatedMemory());
    }

    @Test
    void aStatementCanBeCancelledWhileItIsPlanned() throws SQLException {
        try (GrismStatement statement = connection.unwrap(GrismConnection.class).prepare("VALUES (1)")) {
            Execution execution = new Execution();
            execution.begin();
            execution.cancel();
            assertEquals(
                    "57014",
                    assertThrows(SQLException.class, () -> execution.run(statement, 0, 0))
                            .getSQLState());
            execution.begin();
            Execution.Outcome outcome = execution.run(statement, 0, 0);
            assertEquals(-1, outcome.updateCount());
            execution.cancel();
        }
    }

    private static final String ENDLESS = "SELECT COUNT(*) FROM n AS a, n AS b, n AS c, n AS d, n AS e, n AS f, n AS g,"
            + " n AS h, n AS i, n AS j, n AS k WHERE a.i + b.i + c.i + d.i + e.i + f.i + g.i + h.i + i.i + j.i + k.i < 0";

    @Test
    void aRunningStatementCanBeCancelled() throws Exception {
        run("CREATE TABLE n AS SELECT i FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (i)");
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure =
                    CompletableFuture.supplyAsync(() -> assertThrows(SQLException.class, () -> {
                        try (ResultSet rows = statement.executeQuery(ENDLESS)) {
                            rows.next();
                        }
                    }));
            while (!failure.isDone()) {
                Thread.sleep(50);
                statement.cancel();
            }
            assertEquals("57014", failure.get(60, TimeUnit.SECONDS).getSQLState());
        }
        assertEquals("10", one("SELECT COUNT(*) FROM n"));
    }

    @Test
    void aQueryTimeoutEndsTheStatement() throws SQLException {
        run("CREATE TABLE n AS SELECT i FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (i)");
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThrows(SQLTimeoutException.class, () -> {
                try (ResultSet rows = statement.executeQuery(ENDLESS)) {
                    rows.next();
                }
            });
        }
    }

    @Test
    void aMemoryBudgetIsKept() throws SQLException {
        connection.close();
        connection = DriverManager.getConnection("jdbc:grism:;memory=1MB");
        run("CREATE TABLE n AS SELECT i FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (i)");
        SQLException failure = assertThrows(
                SQLException.class,
                () -> one("SELECT COUNT(*) FROM (SELECT DISTINCT a.i, b.i, c.i, d.i, e.i, f.i"
                        + " FROM n AS a, n AS b, n AS c, n AS d, n AS e, n AS f) AS x (a, b, c, d, e, f)"));
        assertEquals("53200", failure.getSQLState());
        assertTrue(failure.getMessage().contains("memory"), failure.getMessage());
        assertEquals("10", one("SELECT COUNT(*) FROM n"));
    }

    @Test
    void maxRowsCutsTheResult() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            try (ResultSet rows = statement.executeQuery("VALUES 1, 2, 3")) {
                assertTrue(rows.next());
                assertTrue(rows.next());
                assertFalse(rows.next());
            }
        }
    }

    @Test
    void wrongUrlsAreRefusedWithAHint() {
        for (String url : new String[] {"jdbc:grism:nonsense", "jdbc:grism://host:1"}) {
            SQLException failure = assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
            assertTrue(failure.getMessage().contains("jdbc:grism:"), failure.getMessage());
        }
        SQLException failure =
                assertThrows(SQLException.class, () -> DriverManager.getConnection("jdbc:grism:;threads=many"));
        assertNotNull(failure.getSQLState());
        assertInstanceOf(SQLSyntaxErrorException.class, failure);
    }
}
