package io.grism.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program does wrong with java.sql objects: each mistake has an SQLSTATE, a code and a message of Grism's own. */
final class MisuseTest {
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:grism:;threads=2");
        statement = connection.createStatement();
    }

    @AfterEach
    void closeWithoutLeak() throws SQLException {
        statement.close();
        assertEquals(
                0, connection.unwrap(GrismConnection.class).allocator().getAllocatedMemory(), "leaked Arrow memory");
        connection.close();
    }

    private static void assertFails(String state, String message, Executable action) {
        SQLException failure = assertThrows(SQLException.class, action);
        assertEquals(state, failure.getSQLState(), failure.getMessage());
        assertTrue(failure.getErrorCode() > 0, "no code: " + failure.getMessage());
        assertEquals(message, failure.getMessage());
    }

    private ResultSet row(String sql) throws SQLException {
        ResultSet rows = statement.executeQuery(sql);
        assertTrue(rows.next());
        return rows;
    }

    @Test
    void aNumberThatTheJavaTypeCannotHoldIsAnError() throws SQLException {
        ResultSet row =
                row("SELECT 5000000000 AS big, 1e30 AS huge, 12345678901234567890 AS exact, -300.9 AS x, '17' AS t");
        assertFails(
                "22003",
                "Cannot read column 1 (big, BIGINT): 5000000000. The Java type holds -2147483648 to 2147483647",
                () -> row.getInt("big"));
        assertFails(
                "22003",
                "Cannot read column 4 (x, DECIMAL): -300.9. The Java type holds -128 to 127",
                () -> row.getByte(4));
        assertFails(
                "22003",
                "Cannot read column 2 (huge, DOUBLE): 1.0E30. The Java type holds -9223372036854775808 to 9223372036854775807",
                () -> row.getLong(2));
        assertFails(
                "22003",
                "Cannot read column 3 (exact, DECIMAL): 12345678901234567890. The Java type holds -9223372036854775808 to 9223372036854775807",
                () -> row.getLong(3));
        assertEquals(5_000_000_000L, row.getLong(1));
        assertEquals(-300, row.getInt(4), "the fraction is cut");
        assertEquals(17, row.getInt("t"));
    }

    @Test
    void aValueOfAnotherTypeIsAnErrorThatNamesTheColumn() throws SQLException {
        ResultSet row = row("SELECT 'word' AS w, TRUE AS b");
        assertFails("22018", "Cannot read column 1 (w, CHAR) as a number: 'word'", () -> row.getInt(1));
        assertFails("22018", "Cannot read column 1 (w, CHAR) as a date", () -> row.getDate("w"));
        assertFails("22018", "Cannot read column 2 (b, BOOLEAN) as a timestamp", () -> row.getTimestamp(2));
        assertFails("07009", "Cannot read column 3: the result has 2", () -> row.getString(3));
        assertFails("42S22", "Cannot find column: nope in the result", () -> row.getString("nope"));
    }

    @Test
    void aResultSetIsReadOnARowAndWhileOpen() throws SQLException {
        ResultSet rows = statement.executeQuery("VALUES 1");
        String nowhere = "Cannot read a column: the result set is not on a row. Call next() first";
        assertFails("24000", nowhere, () -> rows.getInt(1));
        assertTrue(rows.next());
        assertEquals(1, rows.getInt(1));
        assertEquals(false, rows.next());
        assertFails("24000", nowhere, () -> rows.getInt(1));
        rows.close();
        rows.close();
        assertFails("24000", "Cannot use the result set: it is closed", rows::next);
    }

    @Test
    void whatBelongsToAClosedConnectionIsClosed() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:grism:;threads=1");
        Statement use = other.createStatement();
        ResultSet rows = use.executeQuery("VALUES 1, 2");
        other.close();
        other.close();
        assertFails("24000", "Cannot use the result set: it is closed", rows::next);
        String closed = "Cannot use the connection: it is closed";
        assertFails("08003", closed, () -> use.executeQuery("VALUES 1"));
        assertFails("08003", closed, other::createStatement);
        assertFails("08003", closed, () -> other.prepareStatement("VALUES 1"));
        assertFails("08003", closed, other::getMetaData);
    }

    @Test
    void aClosedStatementRunsNothingAndMayBeCancelled() throws SQLException {
        Statement other = connection.createStatement();
        other.close();
        other.close();
        other.cancel();
        assertFails("HY010", "Cannot use the statement: it is closed", () -> other.executeQuery("VALUES 1"));
    }

    @Test
    void whatTheDriverCannotDoIsNamed() {
        assertFails(
                "0A000",
                "Cannot use scrollable result sets: it is not supported",
                () -> connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY));
        assertFails(
                "0A000",
                "Cannot use updatable result sets: it is not supported",
                () -> connection.prepareStatement("VALUES 1", ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE));
        assertFails(
                "0A000", "Cannot use procedures: it is not supported", () -> connection.prepareCall("{call nothing}"));
        assertFails(
                "0A000",
                "Cannot use generated keys: it is not supported",
                () -> statement.executeUpdate("VALUES 1", Statement.RETURN_GENERATED_KEYS));
        assertFails("HY000", "Cannot run a statement that is null", () -> statement.execute(null));
        assertFails(
                "HY000",
                "Cannot set the query timeout: -1. It is 0 or more seconds",
                () -> statement.setQueryTimeout(-1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT MOD(i + 1, 1000) FROM n) SELECT COUNT(*) FROM n",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT COUNT(*) FROM n"
            })
    void aRecursionWithoutEndStopsAtTheSettingsTimeout(String endless) throws SQLException {
        statement.execute("SET statement_timeout = 200");
        String message = "Cannot finish the query: it ran longer than its timeout";
        assertFails("HYT00", message, () -> statement.executeQuery(endless).next());
        statement.execute("RESET statement_timeout");
        statement.setQueryTimeout(1);
        assertFails("HYT00", message, () -> statement.executeQuery(endless).next());
        statement.setQueryTimeout(0);
        assertEquals(1, row("VALUES 1").getInt(1), "the connection goes on");
    }
}
