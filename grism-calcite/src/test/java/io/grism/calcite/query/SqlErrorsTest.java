package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong statement gives its code, its position and a message in our words. */
class SqlErrorsTest {
    private static TestDatabase db;

    @BeforeAll
    static void fill() {
        db = new TestDatabase();
        db.table("emp", "SELECT * FROM (VALUES (1, 'Ada', 10)) AS t(id, name, dept)", 0);
        db.table("dept", "SELECT * FROM (VALUES (10, 'Eng')) AS t(id, name)", 0);
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT * FROM emq; UNKNOWN_TABLE; 1; 15; emp",
                "SELECT * FROM main.emq; UNKNOWN_TABLE; 1; 15; emp",
                "SELECT nam FROM emp; UNKNOWN_COLUMN; 1; 8; name",
                "SELECT e.nam FROM emp e; UNKNOWN_COLUMN; 1; 10; name",
                "SELECT f.name FROM emp e; UNKNOWN_TABLE; 1; 8; Cannot",
                "SELECT name FROM emp, dept; AMBIGUOUS_COLUMN; 1; 8; name",
                "SELECT uper(name) FROM emp; UNKNOWN_FUNCTION; 1; 8; Did you mean upper?",
                "SELECT id + DATE '2020-01-01' FROM emp; TYPE_MISMATCH; 1; 8; INTEGER",
                "SELECT CAST(DATE '2020-01-01' AS INTEGER) FROM emp; TYPE_MISMATCH; 1; 8; DATE",
                "SELECT FROM emp; SYNTAX_ERROR; 1; 8; FROM",
                "SELECT id FROM emp GROUP BY name; INVALID_STATEMENT; 1; 8; id",
                "SELECT sum(max(id)) FROM emp; INVALID_STATEMENT; 1; 8; nested",
                "SELECT id FROM emp UNION SELECT id, name FROM dept; INVALID_STATEMENT; 1; 33; UNION",
            })
    void reports(String sql, ErrorCode code, int line, int column, String mentions) {
        GrismException error = assertThrows(GrismException.class, () -> db.rows(sql));
        assertEquals(code, error.code(), error.fullMessage());
        assertEquals(
                line + ":" + column,
                error.position().line() + ":" + error.position().column(),
                error.fullMessage());
        assertEquals(true, error.getMessage().contains(mentions), error.getMessage());
        assertEquals(true, error.getMessage().startsWith("Cannot "), error.getMessage());
        assertFalse(error.getMessage().contains("calcite"), error.getMessage());
    }
}
