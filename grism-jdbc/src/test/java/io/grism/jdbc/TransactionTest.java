package io.grism.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismConnection;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions of several statements, of connections that share a database. */
final class TransactionTest {
    private static final String URL = "jdbc:grism:mem:transactions;threads=2";

    private Connection one;
    private Connection two;

    @BeforeEach
    void connect() throws SQLException {
        one = DriverManager.getConnection(URL);
        two = DriverManager.getConnection(URL);
        run(one, "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)", "INSERT INTO t VALUES (1, 10), (2, 20)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        for (Connection connection : List.of(one, two)) {
            if (!connection.isClosed()) {
                assertEquals(
                        0, connection.unwrap(GrismConnection.class).allocator().getAllocatedMemory());
                connection.close();
            }
        }
    }

    private static void run(Connection connection, String... texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    private static String rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(String.join(" ", row));
            }
            return String.join(", ", all);
        }
    }

    private static String t(Connection connection) throws SQLException {
        return rows(connection, "SELECT * FROM t ORDER BY id");
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void assertState(String state, int code, Work work) {
        SQLException error = assertThrows(SQLException.class, work::run);
        assertEquals(state + " " + code, error.getSQLState() + " " + error.getErrorCode(), error.getMessage());
    }

    private static void assertConflict(Work work) {
        assertState("40001", 4004, work);
    }

    private static void assertWrongState(Work work) {
        assertState("25000", 1020, work);
    }

    @Test
    void aTransactionSeesOneVersionAndItsOwnChanges() throws SQLException {
        one.setAutoCommit(false);
        assertEquals("1 10, 2 20", t(one));
        run(two, "UPDATE t SET v = 11 WHERE id = 1", "CREATE TABLE other (i INTEGER)");
        assertEquals("1 10, 2 20", t(one), "the version of its first query");
        assertState("42S02", 1003, () -> run(one, "SELECT * FROM other"));
        assertEquals("1 11, 2 20", t(two));
        one.commit();
        assertEquals("1 11, 2 20", t(one));
        one.rollback();
        run(one, "INSERT INTO t VALUES (3, 30)");
        assertEquals("1 11, 2 20, 3 30", t(one));
        assertEquals("1 11, 2 20", t(two));
        one.rollback();
        assertEquals("1 11, 2 20", t(one));
        run(one, "INSERT INTO t VALUES (4, 40)");
        one.commit();
        assertEquals("1 11, 2 20, 4 40", t(two));
    }

    @Test
    void metadataIsThatOfTheTransaction() throws SQLException {
        run(one, "BEGIN", "CREATE TABLE made (i INTEGER)");
        try (ResultSet tables = one.getMetaData().getTables(null, null, "made", null)) {
            assertTrue(tables.next());
        }
        try (ResultSet tables = two.getMetaData().getTables(null, null, "made", null)) {
            assertFalse(tables.next());
        }
        assertTrue(rows(one, "SHOW TABLES").contains("made"));
        run(one, "ROLLBACK");
        assertFalse(rows(one, "SHOW TABLES").contains("made"));
    }

    @Test
    void aConflictEndsWithARollbackAndCanBeTriedAgain() throws SQLException {
        one.setAutoCommit(false);
        assertEquals("10", rows(one, "SELECT v FROM t WHERE id = 1"));
        run(two, "UPDATE t SET v = 15 WHERE id = 1");
        assertConflict(() -> run(one, "UPDATE t SET v = 11 WHERE id = 1"));
        assertWrongState(() -> t(one));
        assertWrongState(() -> run(one, "DELETE FROM t"));
        assertWrongState(() -> run(one, "SELECT * FROM nowhere"));
        run(two, "UPDATE t SET v = 16 WHERE id = 1"); // the writer is free again
        one.rollback();
        assertEquals("16", rows(one, "SELECT v FROM t WHERE id = 1"));
        run(one, "UPDATE t SET v = v + 1 WHERE id = 1");
        one.commit();
        assertEquals("1 17, 2 20", t(two));
    }

    @Test
    void aTransactionInConflictCannotBeCommitted() throws SQLException {
        run(two, "CREATE TABLE u (i INTEGER)");
        one.setAutoCommit(false);
        t(one);
        run(one, "INSERT INTO u VALUES (1)");
        assertWaits(() -> run(two, "UPDATE t SET v = 0"));
        one.rollback();
        t(one);
        run(two, "UPDATE t SET v = 0");
        run(one, "INSERT INTO u VALUES (1)");
        assertConflict(() -> run(one, "UPDATE t SET v = 1"));
        assertConflict(one::commit);
        assertEquals("", rows(two, "SELECT * FROM u"));
        assertEquals("1 0, 2 0", t(one), "another transaction");
        one.commit();
    }

    /** Of a write that finds another one running. */
    private void assertWaits(Work work) throws SQLException {
        run(two, "SET lock_timeout = 20");
        assertConflict(work);
        run(two, "RESET lock_timeout");
    }

    @Test
    void aTransactionThatBeginsWithAChangeWaitsAndHasNoConflict() throws Exception {
        one.setAutoCommit(false);
        two.setAutoCommit(false);
        run(one, "UPDATE t SET v = v + 1 WHERE id = 1");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> second = thread.submit(() -> {
                run(two, "UPDATE t SET v = v + 1 WHERE id = 1");
                two.commit();
                return null;
            });
            one.commit();
            second.get(20, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        assertEquals("1 12, 2 20", t(one));
        one.commit();
    }

    @Test
    void waitingEndsWithTheLockTimeout() throws SQLException {
        run(one, "START TRANSACTION", "DELETE FROM t WHERE id = 2");
        run(two, "SET lock_timeout = 20");
        assertConflict(() -> run(two, "INSERT INTO t VALUES (5, 5)"));
        assertConflict(() -> run(two, "CREATE TABLE u (i INTEGER)"));
        run(two, "BEGIN");
        assertConflict(() -> run(two, "INSERT INTO t VALUES (5, 5)"));
        run(two, "ROLLBACK");
        assertEquals("1 10, 2 20", t(two), "reading does not wait");
        run(one, "COMMIT");
        run(two, "INSERT INTO t VALUES (5, 5)");
        assertEquals("1 10, 5 5", t(two));
        assertState("42000", 1017, () -> run(two, "SET lock_timeout = -1"));
    }

    @Test
    void cancelAndTimeoutEndTheWait() throws Exception {
        run(one, "BEGIN", "DELETE FROM t WHERE id = 2");
        run(two, "SET lock_timeout = 0");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Statement waiting = two.createStatement()) {
            CountDownLatch started = new CountDownLatch(1);
            Future<?> change = thread.submit(() -> {
                started.countDown();
                assertState("57014", 4002, () -> waiting.execute("DELETE FROM t"));
                assertFalse(Thread.currentThread().isInterrupted());
            });
            started.await();
            while (!change.isDone()) { // it may not have begun
                waiting.cancel();
                TimeUnit.MILLISECONDS.sleep(5);
            }
            change.get(20, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        run(two, "SET statement_timeout = 50");
        assertState("HYT00", 4003, () -> run(two, "DELETE FROM t"));
        run(two, "RESET statement_timeout");
        run(one, "COMMIT");
        run(two, "DELETE FROM t");
        assertEquals("", t(one));
    }

    /** Threads read a number and write it with one more; all that was committed is counted. */
    @Test
    void noUpdateIsLost() throws Exception {
        int threads = 4;
        int times = 25;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    try (Connection own = DriverManager.getConnection(URL)) {
                        own.setAutoCommit(false);
                        start.await();
                        return count(own, times);
                    }
                }));
            }
            start.countDown();
            for (Future<Integer> each : all) {
                assertEquals(times, each.get(60, TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(String.valueOf(10 + threads * times), rows(one, "SELECT v FROM t WHERE id = 1"));
    }

    private static int count(Connection own, int times) throws SQLException {
        int done = 0;
        try (PreparedStatement read = own.prepareStatement("SELECT v FROM t WHERE id = 1");
                PreparedStatement write = own.prepareStatement("UPDATE t SET v = ? WHERE id = 1")) {
            while (done < times) {
                try {
                    int value;
                    try (ResultSet rows = read.executeQuery()) {
                        assertTrue(rows.next());
                        value = rows.getInt(1);
                    }
                    write.setInt(1, value + 1);
                    assertEquals(1, write.executeUpdate());
                    own.commit();
                    done++;
                } catch (SQLTransactionRollbackException e) {
                    own.rollback();
                }
            }
        }
        return done;
    }

    /** Money moves between two tables; who reads them one after the other in a transaction always finds all of it. */
    @Test
    void whoReadsTwoTablesSeesOneVersionOfBoth() throws Exception {
        run(one, "CREATE TABLE u (v INTEGER)", "INSERT INTO u VALUES (0)");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> moves = thread.submit(() -> {
                two.setAutoCommit(false);
                for (int i = 0; i < 50; i++) {
                    run(two, "UPDATE t SET v = v - 1 WHERE id = 1", "UPDATE u SET v = v + 1");
                    if (i % 5 == 0) {
                        two.rollback();
                    } else {
                        two.commit();
                    }
                }
                return null;
            });
            one.setAutoCommit(false);
            do {
                int first = Integer.parseInt(rows(one, "SELECT SUM(v) FROM t"));
                int second = Integer.parseInt(rows(one, "SELECT SUM(v) FROM u"));
                assertEquals(30, first + second);
                one.commit();
            } while (!moves.isDone());
            moves.get(20, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        assertEquals("40", rows(one, "SELECT v FROM u"));
        one.commit();
    }

    @Test
    void snapshotsAllowTwoTransactionsToReadWhatTheOtherWrites() throws SQLException {
        run(one, "CREATE TABLE u (v INTEGER)", "INSERT INTO u VALUES (0)");
        one.setAutoCommit(false);
        two.setAutoCommit(false);
        t(one);
        t(two);
        run(one, "UPDATE t SET v = (SELECT MAX(v) FROM u)");
        one.commit();
        run(two, "UPDATE u SET v = (SELECT MAX(v) FROM t)");
        two.commit();
        assertEquals("1 0, 2 0", t(one));
        assertEquals("20", rows(one, "SELECT v FROM u"));
        one.commit();
    }

    @Test
    void aFailedStatementLeavesTheTransactionAsItWas() throws SQLException {
        one.setAutoCommit(false);
        run(one, "INSERT INTO t VALUES (3, 30)");
        assertState("23505", 2009, () -> run(one, "INSERT INTO t VALUES (4, 40), (3, 31)"));
        assertState("22012", 2003, () -> run(one, "CREATE TABLE u AS SELECT 1 / (id - 3) AS x FROM t"));
        assertState("42601", 1001, () -> run(one, "SELEC"));
        assertEquals("1 10, 2 20, 3 30", t(one));
        assertState("42S02", 1003, () -> run(one, "SELECT * FROM u"));
        run(one, "UPDATE t SET v = 31 WHERE id = 3", "INSERT INTO t VALUES (4, 40)");
        one.commit();
        assertEquals("1 10, 2 20, 3 31, 4 40", t(two));
    }

    @Test
    void aBatchIsPartOfTheTransaction() throws SQLException {
        one.setAutoCommit(false);
        try (PreparedStatement insert = one.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int id : new int[] {3, 4, 4, 5}) {
                insert.setInt(1, id);
                insert.setInt(2, id);
                insert.addBatch();
            }
            assertThrows(BatchUpdateException.class, insert::executeBatch);
        }
        assertEquals("1 10, 2 20", t(two));
        one.rollback();
        assertEquals("1 10, 2 20", t(one));
        one.commit();
    }

    @Test
    void definitionsAreRolledBack() throws SQLException {
        run(one, "BEGIN", "DROP TABLE t", "CREATE TABLE t (word VARCHAR(5))", "INSERT INTO t VALUES ('x')");
        run(one, "CREATE SCHEMA s", "CREATE TABLE s.u AS SELECT * FROM t", "CREATE VIEW w AS SELECT word FROM s.u");
        assertEquals("x", rows(one, "SELECT * FROM t"));
        assertEquals("x", rows(one, "SELECT * FROM w"));
        assertEquals("1 10, 2 20", rows(two, "SELECT * FROM t"));
        run(one, "ROLLBACK");
        assertEquals("1 10, 2 20", rows(one, "SELECT * FROM t"));
        assertState("42S02", 1003, () -> run(one, "SELECT * FROM w"));
        assertFalse(rows(one, "SHOW SCHEMAS").contains("s,"));
    }

    /** A plan that is kept must fit what the transaction sees, before, in and after it. */
    @Test
    void preparedStatementsFollowTheTransaction() throws SQLException {
        try (PreparedStatement query = one.prepareStatement("SELECT * FROM t WHERE id > ? ORDER BY id");
                PreparedStatement insert = one.prepareStatement("INSERT INTO t VALUES (?, 1)")) {
            one.setAutoCommit(false);
            query.setInt(1, 1);
            assertEquals("2 20", all(query));
            run(one, "DROP TABLE t", "CREATE TABLE t (v VARCHAR(9), id INTEGER)", "INSERT INTO t VALUES ('own', 7)");
            assertEquals("own 7", all(query));
            one.rollback();
            assertEquals("2 20", all(query));
            insert.setInt(1, 8);
            assertEquals(1, insert.executeUpdate());
            assertEquals("2 20, 8 1", all(query));
            one.rollback();
            assertEquals("2 20", all(query));
            one.commit();
        }
    }

    private static String all(PreparedStatement query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                all.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return String.join(", ", all);
    }

    @Test
    void openResultsKeepTheirRows() throws SQLException {
        run(one, "CREATE TABLE big AS SELECT a.id * 1000 AS n FROM t a");
        for (int i = 0; i < 12; i++) {
            run(one, "INSERT INTO big SELECT n + 1 FROM big");
        }
        for (boolean commits : new boolean[] {true, false}) {
            one.setAutoCommit(false);
            run(one, "INSERT INTO big VALUES (-1)");
            try (Statement statement = one.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT n FROM big")) {
                assertTrue(rows.next());
                run(one, "DELETE FROM big WHERE n > 0");
                if (commits) {
                    run(one, "INSERT INTO big SELECT id FROM t");
                    one.rollback();
                } else {
                    one.commit();
                }
                int count = 1;
                while (rows.next()) {
                    count++;
                }
                assertEquals(2 * (1 << 12) + 1, count);
            }
            one.commit();
        }
        assertEquals("1", rows(two, "SELECT COUNT(*) FROM big"));
    }

    @Test
    void theModesAreAsJdbcSays() throws SQLException {
        assertTrue(one.getAutoCommit());
        assertWrongState(one::commit);
        assertWrongState(one::rollback);
        one.setAutoCommit(false);
        assertFalse(one.getAutoCommit());
        one.commit();
        one.rollback();
        run(one, "INSERT INTO t VALUES (3, 30)");
        one.setAutoCommit(false);
        assertEquals("1 10, 2 20", t(two), "no change of the mode commits nothing");
        one.setAutoCommit(true);
        assertEquals("1 10, 2 20, 3 30", t(two));
        run(one, "INSERT INTO t VALUES (4, 40)");
        assertEquals("1 10, 2 20, 3 30, 4 40", t(two));
        one.setAutoCommit(false);
        run(one, "DELETE FROM t", "ROLLBACK", "DELETE FROM t WHERE id > 2", "COMMIT");
        assertEquals("1 10, 2 20", t(two));
    }

    @Test
    void aReadOnlyConnectionChangesNothing() throws SQLException {
        one.setReadOnly(true);
        assertTrue(one.isReadOnly());
        assertWrongState(() -> run(one, "DELETE FROM t"));
        one.setAutoCommit(false);
        assertWrongState(() -> run(one, "CREATE TABLE u (i INTEGER)"));
        assertEquals("1 10, 2 20", t(one));
        assertWrongState(() -> one.setReadOnly(false));
        one.rollback();
        run(one, "START TRANSACTION READ WRITE", "DELETE FROM t WHERE id = 1");
        one.commit();
        one.setReadOnly(false);
        run(one, "DELETE FROM t");
        one.commit();
        assertEquals("", t(two));
    }

    @Test
    void closingAConnectionRollsBack() throws SQLException {
        one.setAutoCommit(false);
        run(one, "DELETE FROM t");
        one.close();
        assertEquals("1 10, 2 20", t(two));
        run(two, "INSERT INTO t VALUES (3, 30)");
    }

    @Test
    void theDriverTellsWhatIsTrue() throws SQLException {
        DatabaseMetaData data = one.getMetaData();
        assertTrue(data.supportsTransactions());
        assertTrue(data.supportsDataDefinitionAndDataManipulationTransactions());
        assertFalse(data.dataDefinitionCausesTransactionCommit());
        assertEquals(Connection.TRANSACTION_REPEATABLE_READ, data.getDefaultTransactionIsolation());
        assertTrue(data.supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ));
        assertFalse(data.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE));
        assertEquals(ResultSet.HOLD_CURSORS_OVER_COMMIT, data.getResultSetHoldability());
        assertEquals(ResultSet.HOLD_CURSORS_OVER_COMMIT, one.getHoldability());
        assertTrue(data.supportsOpenCursorsAcrossRollback());
        one.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertEquals(Connection.TRANSACTION_REPEATABLE_READ, one.getTransactionIsolation());
        assertThrows(
                SQLFeatureNotSupportedException.class,
                () -> one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
        assertThrows(
                SQLFeatureNotSupportedException.class, () -> one.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT));
        assertThrows(SQLFeatureNotSupportedException.class, one::setSavepoint);
    }
}
