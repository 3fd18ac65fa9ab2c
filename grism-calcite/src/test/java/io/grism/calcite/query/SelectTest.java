package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SELECT from text to rows. */
class SelectTest {
    private final TestDatabase db = new TestDatabase();

    @BeforeEach
    void fill() {
        db.table(
                "emp",
                "SELECT * FROM (VALUES (1, 'Ada', 10, 300), (2, 'Bob', 10, 200), (3, 'Cid', 20, 250),"
                        + " (4, 'Dan', CAST(NULL AS INTEGER), 100)) AS t(id, name, dept, pay)",
                0);
        db.table("dept", "SELECT * FROM (VALUES (10, 'Eng'), (20, 'Ops'), (30, 'Law')) AS t(id, name)", 0);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void projectsAndFilters() {
        assertEquals(List.of("Ada|301", "Cid|251"), db.sorted("SELECT name, pay + 1 FROM emp WHERE pay > 200"));
    }
}
