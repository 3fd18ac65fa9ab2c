package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, views and schemas made, filled, changed and dropped. */
class DefinitionTest {
    private final TestDatabase db = new TestDatabase();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        db.close();
    }

    private long run(String sql) {
        try (GrismResult result = db.connection.execute(sql)) {
            return result.updateCount();
        }
    }

    private void fails(ErrorCode code, String message, String sql) {
        GrismException e = assertThrows(GrismException.class, () -> run(sql));
        assertTrue(e.fullMessage().contains(message), e::fullMessage);
        assertEquals(code, e.code());
    }

    @Test
    void rowsAreInsertedInAnOrderThatTheyDoNotShow() {
        run("CREATE TABLE t (id INTEGER, name VARCHAR)");
        assertEquals(
                3,
                run(
                        "INSERT INTO t SELECT x, s FROM (VALUES (1, 'a', 3), (2, 'b', 1), (3, 'c', 2)) AS v (x, s, o) ORDER BY o, x + o"));
        assertEquals(List.of("2|b", "3|c", "1|a"), db.rows("SELECT * FROM t"));
        assertEquals(1, run("INSERT INTO t (name) SELECT name FROM t ORDER BY id DESC LIMIT 1"));
        assertEquals(List.of("null|c"), db.rows("SELECT * FROM t WHERE id IS NULL"));
    }

    @Test
    void aTableIsMadeFilledAndDropped() {
        run("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(5) NOT NULL, n INTEGER DEFAULT 6 + 1, d DATE)");
        assertEquals(2, run("INSERT INTO t VALUES (1, 'a', 2, DATE '2020-01-02'), (2, 'b', NULL, NULL)"));
        assertEquals(1, run("INSERT INTO t (name, id) VALUES ('c', 3)"));
        assertEquals(1, run("INSERT INTO t SELECT id + 3, name, n, d FROM t WHERE id = 1"));
        assertEquals(
                List.of("1|a|2|18263", "2|b|null|null", "3|c|7|null", "4|a|2|18263"), db.sorted("SELECT * FROM t"));
        assertEquals(2, run("UPDATE t SET n = id * 2, name = 'x' WHERE id >= 3"));
        assertEquals(1, run("UPDATE T AS u SET n = DEFAULT WHERE u.id = 1"));
        assertEquals(List.of("1|a|7", "2|b|null", "3|x|6", "4|x|8"), db.sorted("SELECT id, name, n FROM t"));
        assertEquals(3, run("DELETE FROM t WHERE n IS NOT NULL"));
        assertEquals(List.of("2"), db.sorted("SELECT id FROM t"));
        assertEquals(1, run("DELETE FROM t"));
        run("CREATE TABLE IF NOT EXISTS t (x INTEGER)");
        run("DROP TABLE t");
        run("DROP TABLE IF EXISTS t");
        fails(ErrorCode.UNKNOWN_TABLE, "Cannot find table: t. (line 1, column 15)", "SELECT * FROM t");
    }

    @Test
    void parametersAreTypedByTheColumns() {
        run("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(5))");
        try (GrismStatement insert = db.connection.prepare("INSERT INTO t VALUES (?, ?)")) {
            assertEquals(GrismStatement.Kind.DML, insert.kind());
            for (long i = 0; i < 3; i++) {
                insert.bind(0, i);
                insert.bind(1, "n" + i);
                try (GrismResult result = insert.execute()) {
                    assertEquals(1, result.updateCount());
                }
            }
        }
        try (GrismStatement update = db.connection.prepare("UPDATE t SET name = ? WHERE id = ?")) {
            update.bind(0, "z");
            update.bind(1, 1L);
            try (GrismResult result = update.execute()) {
                assertEquals(1, result.updateCount());
            }
        }
        assertEquals(List.of("0|n0", "1|z", "2|n2"), db.sorted("SELECT * FROM t"));
    }

    @Test
    void nothingIsCutAndNothingHalfWrittenStays() {
        run("CREATE TABLE t (id TINYINT PRIMARY KEY, name VARCHAR(3), c CHAR(3), r INTEGER REFERENCES t)"
                .replace("INTEGER REF", "TINYINT REF"));
        run("INSERT INTO t VALUES (1, 'abc', 'x', NULL)");
        fails(
                ErrorCode.STRING_TOO_LONG,
                "Cannot insert into main.t: column name is VARCHAR(3), the value has 4 characters: 'abcd'",
                "INSERT INTO t VALUES (2, 'ok', 'x', NULL), (3, 'abcd', 'x', NULL)");
        fails(
                ErrorCode.STRING_TOO_LONG,
                "Cannot update main.t: column name is VARCHAR(3), the value has 4 characters: 'abcd'",
                "UPDATE t SET name = name || 'd'");
        fails(
                ErrorCode.STRING_TOO_LONG,
                "Cannot update main.t: column c is CHAR(3), the value has 4 characters: 'wxyz'",
                "UPDATE t SET c = 'wxyz'");
        fails(
                ErrorCode.NUMERIC_OVERFLOW,
                "Cannot cast 300 to TINYINT: it is out of range",
                "INSERT INTO t VALUES (300, 'x', 'x', NULL)");
        fails(
                ErrorCode.UNIQUE_VIOLATION,
                "Cannot insert into main.t: a row with (id = 1) exists already. The primary key must be unique",
                "INSERT INTO t VALUES (2, 'x', 'x', NULL), (1, 'x', 'x', NULL)");
        fails(
                ErrorCode.NOT_NULL_VIOLATION,
                "Cannot store NULL in column id: it is NOT NULL and has no default. (line 1, column 15)",
                "INSERT INTO t VALUES (NULL, 'x', 'x', NULL)");
        fails(
                ErrorCode.NOT_NULL_VIOLATION,
                "Cannot store NULL in column id: it is NOT NULL and has no default. (line 1, column 13)",
                "INSERT INTO t (name) VALUES ('x')");
        fails(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "Cannot insert into main.t: no row of main.t has the key that (r = 99) references",
                "INSERT INTO t VALUES (5, 'x', 'x', 99)");
        assertEquals(List.of("1|abc|x  |null"), db.sorted("SELECT * FROM t"));
    }

    @Test
    void wrongDefinitionsAreRefused() {
        run("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR)");
        run("CREATE VIEW v AS SELECT id FROM t");
        fails(
                ErrorCode.OBJECT_EXISTS,
                "Cannot create table main.T: a table of this name exists. (line 1, column 14)",
                "CREATE TABLE T (x INTEGER)");
        fails(
                ErrorCode.INVALID_STATEMENT,
                "Cannot create table main.u: two columns are named X. (line 1, column 28)",
                "CREATE TABLE u (x INTEGER, X INTEGER)");
        fails(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: y of main.u. Did you mean x? (line 1, column 41)",
                "CREATE TABLE u (x INTEGER, PRIMARY KEY (y))");
        fails(
                ErrorCode.UNKNOWN_TABLE,
                "Cannot find table: tt. Did you mean t? (line 1, column 38)",
                "CREATE TABLE u (x INTEGER REFERENCES tt)");
        fails(
                ErrorCode.NOT_SUPPORTED,
                "Cannot use type: TIMESTAMP(6). Seconds have at most 3 fractional digits (milliseconds) (line 1, column 19)",
                "CREATE TABLE u (x TIMESTAMP(6))");
        fails(ErrorCode.UNKNOWN_SCHEMA, "Cannot find schema: s. (line 1, column 14)", "CREATE TABLE s.u (x INTEGER)");
        fails(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: nam. Did you mean name? (line 1, column 20)",
                "INSERT INTO t (id, nam) VALUES (1, 'x')");
        fails(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: nam of t. Did you mean name? (line 1, column 14)",
                "UPDATE t SET nam = 1");
        fails(
                ErrorCode.UNKNOWN_TABLE,
                "Cannot find table: v: it is a view. (line 1, column 13)",
                "INSERT INTO v VALUES (1)");
        fails(
                ErrorCode.DEPENDENT_OBJECTS,
                "Cannot drop main.t: view main.v needs it. Drop them first, or use CASCADE. (line 1, column 12)",
                "DROP TABLE t");
        fails(
                ErrorCode.INVALID_STATEMENT,
                "Cannot drop table main.v: it is a view. Use DROP VIEW. (line 1, column 12)",
                "DROP TABLE v");
        fails(ErrorCode.UNKNOWN_TABLE, "Cannot find view: w. Did you mean v? (line 1, column 11)", "DROP VIEW w");
        fails(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: idd. Did you mean id? (line 1, column 25)",
                "CREATE VIEW w AS SELECT idd FROM t");
        fails(
                ErrorCode.INVALID_STATEMENT,
                "Cannot create view w: its query has 1 columns, the list 2. (line 1, column 15)",
                "CREATE VIEW w (a, b) AS SELECT id FROM t");
        fails(
                ErrorCode.TYPE_MISMATCH,
                "Cannot create column x: it is always NULL. Give it a type with CAST. (line 1, column 14)",
                "CREATE TABLE n AS SELECT NULL AS x FROM t");
        run("DROP TABLE t CASCADE");
        fails(ErrorCode.UNKNOWN_TABLE, "Cannot find table: v. (line 1, column 15)", "SELECT * FROM v");
    }

    @Test
    void viewsKeepTheirText() {
        run("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR)");
        run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        run("CREATE OR REPLACE VIEW v (x, \"AS\") AS SELECT id AS i, name FROM t -- all");
        assertEquals(List.of("1|a", "2|b"), db.sorted("SELECT x, \"as\" FROM v"));
        run("CREATE OR REPLACE VIEW v AS SELECT id * 10 AS x FROM t");
        assertEquals(List.of("10", "20"), db.sorted("SELECT * FROM main.v"));
        fails(
                ErrorCode.INVALID_STATEMENT,
                "Cannot read view main.v: it reads itself through main.v.",
                "CREATE OR REPLACE VIEW v AS SELECT x FROM v");
        assertEquals(List.of("10", "20"), db.sorted("SELECT * FROM v"));
        fails(
                ErrorCode.OBJECT_EXISTS,
                "Cannot create view main.v: a view of this name exists. (line 1, column 13)",
                "CREATE VIEW v AS SELECT 1 AS x");
    }

    @Test
    void schemasHoldTables() {
        run("CREATE SCHEMA s");
        run("CREATE SCHEMA IF NOT EXISTS S");
        run("CREATE TABLE s.a (id BIGINT PRIMARY KEY)");
        run("CREATE TABLE s.b (id BIGINT PRIMARY KEY, a BIGINT REFERENCES s.a)");
        run("CREATE VIEW s.v AS SELECT * FROM a, s.b".replace("FROM a", "FROM s.a"));
        fails(ErrorCode.DEPENDENT_OBJECTS, "Cannot drop schema s: it holds s.a and 2 more.", "DROP SCHEMA s");
        run("DROP SCHEMA s CASCADE");
        fails(ErrorCode.UNKNOWN_SCHEMA, "Cannot find schema: s. (line 1, column 13)", "DROP SCHEMA s");
        run("DROP SCHEMA IF EXISTS s");
    }

    @Test
    void tablesAreMadeOfQueries() {
        run("CREATE TABLE t AS SELECT id, 'x' || name AS label FROM (VALUES (1, 'a'), (2, 'b')) AS v(id, name)");
        assertEquals(List.of("1|xa", "2|xb"), db.sorted("SELECT * FROM t"));
        run("CREATE TABLE u (id BIGINT PRIMARY KEY, label) AS SELECT * FROM t");
        assertEquals(List.of("1|xa", "2|xb"), db.sorted("SELECT * FROM u"));
        run("INSERT INTO u VALUES (3, 'a much longer text')");
        fails(
                ErrorCode.UNIQUE_VIOLATION,
                "Cannot insert into main.u: a row with (id = 3) exists already. The primary key must be unique",
                "INSERT INTO u VALUES (3, 'again')");
    }

    @Test
    void filesAreLoadedAndWritten() throws IOException {
        Path file = folder.resolve("p.csv");
        Files.writeString(file, "id:ID(P)|name\n1|Ada\n2|Bob\n");
        run("CREATE TABLE p (id BIGINT PRIMARY KEY, name VARCHAR, x INTEGER DEFAULT 5)");
        assertEquals(2, run("COPY p (id, name) FROM '" + file + "' WITH (DELIMITER '|', HEADER true)"));
        assertEquals(List.of("1|Ada|5", "2|Bob|5"), db.sorted("SELECT * FROM p"));
        Path out = folder.resolve("out.csv");
        assertEquals(2, run("COPY (SELECT name, id FROM p ORDER BY id) TO '" + out + "'"));
        assertEquals("name,id\nAda,1\nBob,2\n", Files.readString(out));
        run("DELETE FROM p");
        assertEquals(2, run("COPY p (id, name) FROM '" + out + "' WITH (columns name)"));
        assertEquals(List.of("1|Ada|5", "2|Bob|5"), db.sorted("SELECT * FROM p"));
        run("CREATE TABLE k (a BIGINT REFERENCES p, b BIGINT REFERENCES p)");
        Path edges = folder.resolve("k.csv");
        Files.writeString(edges, "a,b\n1,2\n1,9\n,2\n7,1\n");
        fails(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "no row of main.p has the key that (a = 7) references",
                "COPY k FROM '" + edges + "'");
        try (GrismResult result = db.connection.execute("COPY k FROM '" + edges + "' (dangling skip)")) {
            assertEquals(2, result.updateCount());
            assertTrue(result.warnings().get(0).startsWith("Skipped 2 rows"), () -> result.warnings()
                    .toString());
        }
        assertEquals(List.of("1|2", "null|2"), db.sorted("SELECT * FROM k"));
        fails(
                ErrorCode.FILE_NOT_FOUND,
                "none.csv. There is no such file. (line 1, column 13)",
                "COPY k FROM '" + folder + "/none.csv'");
        fails(
                ErrorCode.INVALID_OPTION,
                "Cannot set option: delimeter. Did you mean delimiter?",
                "COPY k FROM '" + edges + "' (delimeter ',')");
        Files.writeString(edges, "a,b\n1,2\n1,zwei\n");
        fails(ErrorCode.FILE_FORMAT_ERROR, "line 3, column 2 (b): 'zwei' is no BIGINT", "COPY k FROM '" + edges + "'");
        assertEquals(List.of("1|2", "null|2"), db.sorted("SELECT * FROM k"));
    }
}
