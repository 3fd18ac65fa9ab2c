package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismResult;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files through SQL: COPY in both directions and table functions. */
final class CopyTest {
    @TempDir
    Path folder;

    private final TestDatabase database = new TestDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    private String file(String name, String text) throws IOException {
        return "'" + Files.writeString(folder.resolve(name), text) + "'";
    }

    private long update(String sql, List<String> warnings) {
        try (GrismResult result = database.connection.execute(sql)) {
            warnings.addAll(result.warnings());
            return result.updateCount();
        }
    }

    private void assertFails(ErrorCode code, String word, String sql) {
        GrismException e = assertThrows(GrismException.class, () -> database.rows(sql));
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.getMessage().contains(word), e.getMessage());
    }

    @Test
    void aFileLoadsWholeOrNotAtAll() throws IOException {
        database.rows("CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR(5) NOT NULL, born DATE)");
        List<String> warnings = new ArrayList<>();
        String good = file("good.csv", "id:ID(Person)|name|born\n1|Ann|2000-01-02\n2|Bob|\n");
        assertEquals(2, update("COPY person FROM " + good, warnings));
        assertEquals(List.of("1|Ann|10958", "2|Bob|null"), database.sorted("SELECT * FROM person"));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "line 2, column 3 (born): 'soon' is no DATE",
                "COPY person FROM " + file("bad.csv", "3|Cid|2001-01-01\n4|Dan|soon\n"));
        assertFails(
                ErrorCode.UNIQUE_VIOLATION, "(id = 2)", "COPY person FROM " + file("twice.csv", "5|Eve|\n2|Bob|\n"));
        assertFails(ErrorCode.STRING_TOO_LONG, "'Ferdinand'", "COPY person FROM " + file("long.csv", "6|Ferdinand|\n"));
        assertFails(ErrorCode.NOT_NULL_VIOLATION, "name", "COPY person FROM " + file("null.csv", "7||\n"));
        assertFails(ErrorCode.FILE_NOT_FOUND, "nowhere.csv", "COPY person FROM 'nowhere.csv'");
        assertEquals(List.of("2"), database.rows("SELECT count(*) FROM person"));
        assertEquals(List.of(), warnings);
    }

    @Test
    void insertAndUpdateKeepDeclaredLimits() {
        database.rows("CREATE TABLE t (id INTEGER PRIMARY KEY, v VARCHAR(3), c CHAR(3), d DECIMAL(4, 2))");
        database.rows("INSERT INTO t VALUES (1, 'abc', 'a', 99.99), (2, NULL, NULL, 1)");
        assertEquals(List.of("1|abc|a  |99.99", "2|null|null|1.00"), database.sorted("SELECT * FROM t"));
        assertFails(ErrorCode.STRING_TOO_LONG, "abcd", "INSERT INTO t (id, v) VALUES (3, 'abcd')");
        assertFails(ErrorCode.STRING_TOO_LONG, "abcd", "UPDATE t SET c = 'abcd' WHERE id = 1");
        assertFails(ErrorCode.NUMERIC_OVERFLOW, "100", "INSERT INTO t (id, d) VALUES (3, 100)");
        assertFails(ErrorCode.UNIQUE_VIOLATION, "(id = 2)", "UPDATE t SET id = 2 WHERE id = 1");
        database.rows("UPDATE t SET id = 3 - id");
        assertEquals(List.of("1", "2"), database.sorted("SELECT id FROM t"));
        database.rows("DELETE FROM t WHERE v IS NULL");
        assertEquals(List.of("2|abc|a  |99.99"), database.sorted("SELECT * FROM t"));
    }

    @Test
    void aGuessedHeaderIsTold() throws IOException {
        database.rows("CREATE TABLE t (a VARCHAR, b VARCHAR)");
        List<String> warnings = new ArrayList<>();
        String path = file("t.csv", "x,y\nz,w\n");
        assertEquals(1, update("COPY t FROM " + path, warnings));
        assertTrue(warnings.get(0).contains("first line"), warnings.toString());
        warnings.clear();
        assertEquals(2, update("COPY t FROM " + path + " (header false)", warnings));
        assertEquals(1, update("COPY t FROM " + file("n.csv", "A,B\nz,w\n"), warnings));
        assertEquals(List.of(), warnings);
    }

    @Test
    void badRowsAreCountedAndNamed() throws IOException {
        database.rows("CREATE TABLE t (a INTEGER, b VARCHAR)");
        List<String> warnings = new ArrayList<>();
        String path = file("t.csv", "1,x\ntwo,y\n3\n4,z\n");
        assertEquals(2, update("COPY t FROM " + path + " (on_error 'skip')", warnings));
        assertEquals(List.of("1|x", "4|z"), database.sorted("SELECT * FROM t"));
        assertTrue(warnings.get(0).startsWith("Skipped 2 rows"), warnings.toString());
        assertTrue(warnings.get(1).contains("line 2, column 1 (a): 'two' is no INTEGER"), warnings.toString());
        assertTrue(warnings.get(2).contains("line 3, 1 field, not 2"), warnings.toString());
    }

    @Test
    void whatIsCopiedOutComesBackIn() throws IOException {
        Path out = folder.resolve("out.csv");
        String query = "SELECT * FROM (VALUES (1, 'a,b', 1.50), (2, '', NULL), (3, NULL, -0.01)) AS v (id, t, d)";
        assertEquals(3, update("COPY (" + query + ") TO '" + out + "'", new ArrayList<>()));
        database.rows("CREATE TABLE v (id INTEGER, t VARCHAR, d DECIMAL(5, 2))");
        assertEquals(3, update("COPY v FROM '" + out + "'", new ArrayList<>()));
        assertEquals(List.of("1|a,b|1.50", "2||null", "3|null|-0.01"), database.sorted("SELECT * FROM v"));
    }
}
