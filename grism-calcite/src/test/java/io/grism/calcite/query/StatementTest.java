package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismConnection;
import io.grism.api.GrismMetadata;
import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions and statements: parameters, plans, limits, settings. */
class StatementTest {
    private final TestDatabase db = new TestDatabase();
    private final GrismConnection connection = db.connection;

    @BeforeEach
    void fill() {
        run("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(10), born DATE, amount DECIMAL(6, 2))");
        run("INSERT INTO t VALUES (1, 'a', DATE '2024-01-01', 1.5), (2, 'b', DATE '2024-02-01', 2.5)");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private long run(String sql) {
        try (GrismResult result = connection.execute(sql)) {
            return result.updateCount();
        }
    }

    private static ErrorCode codeOf(Runnable action) {
        return assertThrows(GrismException.class, action::run).code();
    }

    @Test
    void bindsParametersOfManyTypes() {
        try (GrismStatement statement =
                connection.prepare("SELECT id FROM t WHERE name = ? AND born >= ? AND amount < ?")) {
            assertEquals(3, statement.parameters().size());
            statement.bind(0, "b");
            statement.bind(1, LocalDate.of(2024, 1, 15));
            statement.bind(2, new BigDecimal("2.6"));
            assertEquals(List.of("2"), TestDatabase.rows(statement.execute()));
            statement.bind(0, "a");
            assertEquals(List.of(), TestDatabase.rows(statement.execute()));
        }
    }

    @Test
    void refusesAParameterThatDoesNotFit() {
        try (GrismStatement statement = connection.prepare("SELECT id FROM t WHERE id = ?")) {
            assertEquals(ErrorCode.INVALID_PARAMETER, codeOf(() -> statement.bind(0, "x")));
            assertEquals(ErrorCode.INVALID_PARAMETER, codeOf(() -> statement.bind(0, 1L << 40)));
            assertEquals(ErrorCode.INVALID_PARAMETER, codeOf(() -> statement.bind(1, 1)));
            assertEquals(ErrorCode.INVALID_PARAMETER, codeOf(statement::execute));
            statement.bind(0, null);
            assertEquals(List.of(), TestDatabase.rows(statement.execute()));
        }
    }

    @Test
    void takesParametersInLimitAndInsert() {
        try (GrismStatement insert = connection.prepare("INSERT INTO t (id, name) VALUES (?, ?)")) {
            for (int i = 3; i < 6; i++) {
                insert.bind(0, i);
                insert.bind(1, "n" + i);
                try (GrismResult result = insert.execute()) {
                    assertEquals(1, result.updateCount());
                }
            }
        }
        try (GrismStatement statement = connection.prepare("SELECT id FROM t ORDER BY id LIMIT ? OFFSET ?")) {
            statement.bind(0, 2);
            statement.bind(1, 3);
            assertEquals(List.of("4", "5"), TestDatabase.rows(statement.execute()));
        }
    }

    @Test
    void sharesThePlanOfEqualTextsUntilTheTableChanges() {
        String sql = "SELECT * FROM t WHERE id = 1";
        try (GrismStatement first = connection.prepare(sql);
                GrismStatement second = connection.prepare(sql)) {
            assertNotNull(first.plan());
            assertSame(first.plan(), second.plan());
            assertEquals(4, first.columns().size());
            run("DROP TABLE t");
            assertEquals(ErrorCode.UNKNOWN_TABLE, codeOf(first::execute));
            run("CREATE TABLE t (id INTEGER, other BOOLEAN)");
            run("INSERT INTO t VALUES (1, TRUE)");
            assertEquals(List.of("1|true"), TestDatabase.rows(first.execute()));
            assertEquals(2, first.columns().size());
        }
    }

    @Test
    void doesNotKeepTheTimeInAPlan() throws InterruptedException {
        try (GrismStatement statement = connection.prepare("SELECT CURRENT_TIMESTAMP")) {
            List<String> before = TestDatabase.rows(statement.execute());
            Thread.sleep(5);
            List<String> after = TestDatabase.rows(statement.execute());
            assertTrue(before.get(0).compareTo(after.get(0)) < 0, before + " " + after);
        }
    }

    @Test
    void limitsRowsAndTime() {
        try (GrismStatement statement = connection.prepare("SELECT id FROM t ORDER BY id")) {
            statement.setMaxRows(1);
            assertEquals(List.of("1"), TestDatabase.rows(statement.execute()));
        }
        String slow = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
                + " SELECT count(*) FROM n";
        try (GrismStatement statement = connection.prepare(slow)) {
            statement.setTimeout(50);
            assertEquals(ErrorCode.TIMEOUT, codeOf(() -> TestDatabase.rows(statement.execute())));
        }
        assertEquals(List.of("2"), db.rows("SELECT count(*) FROM t"));
    }

    @Test
    void cancelsARunningStatement() throws InterruptedException {
        String slow = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
                + " SELECT count(*) FROM n";
        try (GrismStatement statement = connection.prepare(slow)) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread canceller = new Thread(() -> {
                while (!ended.get()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                    statement.cancel();
                }
            });
            canceller.start();
            assertEquals(ErrorCode.CANCELLED, codeOf(() -> TestDatabase.rows(statement.execute())));
            ended.set(true);
            canceller.join();
        }
    }

    @Test
    void aResultMayBeClosedEarlyAndAStatementRunAgain() {
        try (GrismStatement statement =
                connection.prepare("SELECT x.id FROM t x, t y, t z, t u, t v, t w ORDER BY x.id")) {
            statement.execute().next().close();
            assertEquals(64, TestDatabase.rows(statement.execute()).size());
        }
    }

    @Test
    void checksSettings() {
        run("SET threads = 3");
        assertEquals(List.of("3"), db.rows("SHOW threads"));
        run("RESET threads");
        assertEquals(ErrorCode.INVALID_OPTION, codeOf(() -> run("SET threads = 0")));
        assertEquals(ErrorCode.INVALID_OPTION, codeOf(() -> run("SET thread = 1")));
        assertEquals(ErrorCode.INVALID_OPTION, codeOf(() -> connection.set("timezone", "Mars/Base")));
        assertEquals(ErrorCode.INVALID_OPTION, codeOf(() -> connection.set("memory", "lots")));
        connection.set("memory", "64MB");
        assertEquals("64MB", connection.settings().get("memory"));
    }

    @Test
    void anOffsetIsTheSameByAllItsNames() {
        String instant = "SELECT CAST(CAST('2024-01-01 12:00:00 UTC' AS TIMESTAMP WITH LOCAL TIME ZONE) AS VARCHAR)";
        for (String zone : List.of("+02:00", "+2", "GMT+2", "UTC+2", "UT+02:00", "Etc/GMT-2")) {
            connection.set("timezone", zone);
            assertEquals(List.of("2024-01-01 14:00:00 GMT+02:00"), db.rows(instant), zone);
        }
        assertEquals(ErrorCode.INVALID_OPTION, codeOf(() -> connection.set("timezone", "+02:00:30")));
    }

    @Test
    void constantsAreInTheTimeZoneOfTheSession() {
        run("CREATE TABLE z (x TIMESTAMP, s VARCHAR)");
        run("INSERT INTO z VALUES (TIMESTAMP '2024-01-01 12:00:00', '2024-01-01 12:00:00 UTC')");
        connection.set("timezone", "Europe/Oslo");
        String instant = "CAST(CAST(%s AS TIMESTAMP WITH TIME ZONE) AS VARCHAR)";
        String columns = String.format(instant, "x") + ", " + String.format(instant, "s");
        String constants = String.format(instant, "TIMESTAMP '2024-01-01 12:00:00'") + ", "
                + String.format(instant, "'2024-01-01 12:00:00 UTC'");
        assertEquals(
                List.of("2024-01-01 12:00:00 Europe/Oslo|2024-01-01 13:00:00 Europe/Oslo"),
                db.rows("SELECT " + constants));
        assertEquals(db.rows("SELECT " + columns + " FROM z"), db.rows("SELECT " + constants));
        assertEquals(
                List.of("1"),
                db.rows("SELECT count(*) FROM z WHERE CAST(x AS TIMESTAMP WITH TIME ZONE)"
                        + " = CAST(TIMESTAMP '2024-01-01 12:00:00' AS TIMESTAMP WITH TIME ZONE)"));
    }

    @Test
    void namesAreLookedUpInTheCurrentSchema() {
        run("CREATE SCHEMA s");
        run("CREATE TABLE s.u (a INTEGER)");
        assertEquals(ErrorCode.UNKNOWN_TABLE, codeOf(() -> run("SELECT * FROM u")));
        connection.setCurrentSchema("S");
        assertEquals("s", connection.currentSchema());
        assertEquals(List.of(), db.rows("SELECT * FROM u"));
        assertEquals(List.of("2"), db.rows("SELECT count(*) FROM main.t"));
        assertEquals(ErrorCode.UNKNOWN_SCHEMA, codeOf(() -> connection.setCurrentSchema("nope")));
    }

    @Test
    void describesWhatItHolds() {
        run("CREATE VIEW v AS SELECT id, name FROM t");
        run("CREATE TABLE e (a INTEGER, b INTEGER, FOREIGN KEY (a) REFERENCES t (id))");
        run("CREATE PROPERTY GRAPH g VERTEX TABLES (t LABEL thing PROPERTIES (name)) EDGE TABLES (e"
                + " SOURCE KEY (a) REFERENCES t (id) DESTINATION KEY (b) REFERENCES t (id) LABEL link NO PROPERTIES)");
        GrismMetadata metadata = connection.metadata();
        assertEquals(List.of("main"), metadata.schemas());
        assertEquals(
                List.of("e", "t", "v"),
                metadata.tables().stream().map(GrismMetadata.Table::name).toList());
        GrismMetadata.Table t = metadata.tables().get(1);
        assertEquals(List.of("id"), t.primaryKey());
        assertEquals("VARCHAR(10)", t.columns().get(1).type().toString());
        assertEquals("VIEW", metadata.tables().get(2).type());
        assertEquals(
                List.of("id"), metadata.tables().get(0).foreignKeys().get(0).referencedColumns());
        GrismMetadata.Graph graph = metadata.graphs().get(0);
        assertEquals(List.of("thing"), graph.vertices().get(0).labels());
        assertEquals("source", graph.edges().get(0).roles().get(0).name());
        assertTrue(metadata.functions().contains("UPPER"));
    }

    @Test
    void tellsWhereColumnsComeFrom() {
        try (GrismStatement statement = connection.prepare("SELECT id AS x, amount * 2 AS y FROM t")) {
            assertEquals("x", statement.columns().get(0).label());
            assertEquals("id", statement.columns().get(0).origin().column());
            assertNull(statement.columns().get(1).origin());
        }
    }

    @Test
    void aClosedConnectionSaysSo() {
        GrismConnection other = db.database.connect();
        GrismStatement statement = other.prepare("SELECT 1");
        other.close();
        assertEquals(ErrorCode.CONNECTION_CLOSED, codeOf(statement::execute));
        assertEquals(ErrorCode.CONNECTION_CLOSED, codeOf(() -> other.prepare("SELECT 1")));
    }
}
