package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.exec.error.GrismException;
import io.grism.exec.plan.PlanNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries that differ in literals share a plan exactly when it means the same. */
class PlanSharingTest {
    private final TestDatabase db = new TestDatabase();

    @BeforeEach
    void fill() {
        run(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(10), kind INTEGER, price DECIMAL(8, 2), code CHAR(3), born DATE)");
        run("INSERT INTO t VALUES (1, 'a', 1, 1.5, 'x', DATE '2024-01-01'), (2, 'abc', 1, 2, 'xyz', DATE '2024-01-02'),"
                + " (3, NULL, 2, 10, NULL, NULL), (10000000000, 'd', 3, NULL, 'd', NULL)");
        run("CREATE TABLE e (a BIGINT, b BIGINT, kind INTEGER)");
        run("INSERT INTO e VALUES (1, 2, 1), (1, 3, 2), (2, 3, 1)");
        run(
                "CREATE PROPERTY GRAPH g VERTEX TABLES (t) EDGE TABLES (e KEY (a, b) SOURCE KEY (a) REFERENCES t (id) DESTINATION KEY (b) REFERENCES t (id))");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void run(String sql) {
        db.connection.execute(sql).close();
    }

    private PlanNode plan(String sql) {
        try (GrismStatement statement = db.connection.prepare(sql)) {
            return statement.plan();
        }
    }

    private void assertShared(String first, String second) {
        assertSame(plan(first), plan(second), () -> first + " and " + second);
    }

    private void assertNotShared(String first, String second) {
        assertNotSame(plan(first), plan(second), () -> first + " and " + second);
        assertSame(plan(first), plan(first), first);
    }

    @Test
    void keysShareAPlan() {
        assertShared("SELECT name FROM t WHERE id = 1", "SELECT name FROM t WHERE id = 2");
        assertEquals(List.of("a"), db.rows("SELECT name FROM t WHERE id = 1"));
        assertEquals(List.of("abc"), db.rows("SELECT name FROM t WHERE id = 2"));
        assertEquals(List.of(), db.rows("SELECT name FROM t WHERE id = 77"));
        assertEquals(List.of("d"), db.rows("SELECT name FROM t WHERE id = 10000000000"));
        assertEquals(List.of("abc"), db.rows("SELECT name FROM t WHERE id = 2.0"));
    }

    @Test
    void patternsShareAPlan() {
        String hop =
                "SELECT id FROM GRAPH_TABLE (g MATCH (x IS t WHERE x.id = %s)-[IS e]->(y IS t) COLUMNS (y.id)) ORDER BY id";
        assertShared(hop.formatted(1), hop.formatted(2));
        assertEquals(List.of("2", "3"), db.rows(hop.formatted(1)));
        assertEquals(List.of("3"), db.rows(hop.formatted(2)));
        String walk =
                "SELECT COUNT(*) FROM GRAPH_TABLE (g MATCH (x IS t WHERE x.id = %s)-[k IS e WHERE k.kind = %s]->{1,2}(y IS t) WHERE y.id <> %s COLUMNS (y.id))";
        assertShared(walk.formatted(1, 1, 3), walk.formatted(2, 2, 2));
        assertEquals(List.of("1"), db.rows(walk.formatted(1, 1, 3)));
        assertEquals(List.of("0"), db.rows(walk.formatted(2, 2, 2)));
        assertEquals(List.of("2"), db.rows(walk.formatted(1, 1, 1)));
    }

    @Test
    void stringsOfAnyLengthShareAPlan() {
        assertShared("SELECT id FROM t WHERE name = 'a'", "SELECT id FROM t WHERE name = 'it''s not in there'");
        assertEquals(List.of("1"), db.rows("SELECT id FROM t WHERE name = 'a'"));
        assertEquals(List.of("2"), db.rows("SELECT id FROM t WHERE name = 'abc'"));
        assertEquals(List.of(), db.rows("SELECT id FROM t WHERE name = 'abc '"));
        assertEquals(List.of(), db.rows("SELECT id FROM t WHERE name = ''"));
        assertEquals(List.of("2"), db.rows("SELECT id FROM t WHERE code = 'xyz'"));
        assertEquals(List.of(), db.rows("SELECT id FROM t WHERE code = 'x'"));
        assertEquals(List.of("1"), db.rows("SELECT id FROM t WHERE code = 'x  '"));
    }

    @Test
    void joinsUnionsSubQueriesAndWithShareAPlan() {
        assertShared(
                "SELECT t.id FROM t JOIN e ON e.a = t.id AND e.kind = 1",
                "SELECT t.id FROM t JOIN e ON e.a = t.id AND e.kind = 2");
        assertShared(
                "SELECT id FROM t WHERE kind = 1 UNION ALL SELECT a FROM e WHERE b = 2",
                "SELECT id FROM t WHERE kind = 5 UNION ALL SELECT a FROM e WHERE b = 6");
        assertShared(
                "SELECT id FROM t WHERE id IN (SELECT a FROM e WHERE e.b = 3)",
                "SELECT id FROM t WHERE id IN (SELECT a FROM e WHERE e.b = 2)");
        assertShared(
                "WITH s AS (SELECT * FROM t WHERE kind = 1) SELECT id FROM s WHERE name = 'a'",
                "WITH s AS (SELECT * FROM t WHERE kind = 2) SELECT id FROM s WHERE name = 'bb'");
        assertEquals(
                List.of("2"),
                db.rows("WITH s AS (SELECT * FROM t WHERE kind = 1) SELECT id FROM s WHERE name = 'abc'"));
    }

    @Test
    void literalsThatShapeThePlanDoNotShare() {
        assertNotShared("SELECT id FROM t LIMIT 1", "SELECT id FROM t LIMIT 2");
        assertNotShared("SELECT id, kind FROM t ORDER BY 1", "SELECT id, kind FROM t ORDER BY 2");
        assertNotShared("SELECT 5 FROM t", "SELECT 6 FROM t");
        assertNotShared("SELECT id = 5 FROM t", "SELECT id = 6 FROM t");
        assertNotShared("SELECT id FROM t WHERE kind < 2", "SELECT id FROM t WHERE kind < 3");
        assertNotShared("SELECT id FROM t WHERE 1 = 1", "SELECT id FROM t WHERE 1 = 0");
        assertNotShared(
                "SELECT id FROM t WHERE born = DATE '2024-01-01'", "SELECT id FROM t WHERE born = DATE '2024-01-02'");
        assertNotShared("SELECT id FROM t WHERE name LIKE 'a%'", "SELECT id FROM t WHERE name LIKE 'b%'");
        assertNotShared("SELECT SUBSTRING(name, 1) FROM t", "SELECT SUBSTRING(name, 2) FROM t");
        assertNotShared(
                "SELECT COUNT(*) FROM GRAPH_TABLE (g MATCH (x)-[IS e]->{1,2}(y) COLUMNS (1 AS one))",
                "SELECT COUNT(*) FROM GRAPH_TABLE (g MATCH (x)-[IS e]->{1,1}(y) COLUMNS (1 AS one))");
    }

    /** The planner sees what is never true, and nothing of such a query is computed. */
    @Test
    void literalsOfOneColumnDoNotShare() {
        assertNotShared("SELECT id FROM t WHERE id = 1 AND id = 2", "SELECT id FROM t WHERE id = 3 AND id = 4");
        assertNotShared("SELECT id FROM t WHERE id = 1 OR id <> 1", "SELECT id FROM t WHERE id = 1 OR id <> 2");
        assertNotShared("SELECT id FROM t WHERE id = 1 AND id < 5", "SELECT id FROM t WHERE id = 6 AND id < 5");
        assertNotShared(
                "SELECT id FROM t WHERE id = 1 AND id IN (1, 2)", "SELECT id FROM t WHERE id = 6 AND id IN (1, 2)");
        assertEquals(List.of(), db.rows("SELECT id FROM t WHERE name = 'a' AND name = 3 AND name = '1'"));
    }

    @Test
    void literalsOfOtherTypesDoNotShare() {
        assertNotShared("SELECT id FROM t WHERE id = 1", "SELECT id FROM t WHERE id = 10000000000");
        assertNotShared("SELECT id FROM t WHERE id = 1", "SELECT id FROM t WHERE id = 1.5");
        assertNotShared("SELECT id FROM t WHERE code = 'a'", "SELECT id FROM t WHERE code = 'abc'");
        assertNotShared("SELECT id FROM t WHERE kind = 1", "SELECT id FROM t WHERE kind = '1'");
    }

    @Test
    void aLiteralThatIsNoneOfTheColumnIsAnErrorEachTime() {
        assertEquals(List.of("3"), db.rows("SELECT id FROM t WHERE kind = 2"));
        GrismException first = assertThrows(GrismException.class, () -> db.rows("SELECT id FROM t WHERE kind = 'two'"));
        GrismException again = assertThrows(GrismException.class, () -> db.rows("SELECT id FROM t WHERE kind = 'two'"));
        assertEquals(first.getMessage(), again.getMessage());
        assertEquals(first.position(), again.position());
        assertEquals(List.of("3"), db.rows("SELECT id FROM t WHERE kind = '2'"));
    }

    /** An equal sub-query is planned once: what then holds for both literals holds for no other. */
    @Test
    void equalSubQueriesDoNotHideALiteral() {
        String sql =
                "SELECT id FROM t WHERE id = (SELECT MIN(a) FROM e WHERE e.kind = %s) OR id = (SELECT MIN(a) FROM e WHERE e.kind = %s) ORDER BY id";
        run("INSERT INTO e VALUES (3, 1, 3)");
        assertEquals(List.of("1"), db.rows(sql.formatted(1, 1)));
        assertEquals(List.of("1", "3"), db.rows(sql.formatted(1, 3)));
        assertEquals(List.of("1", "3"), db.rows(sql.formatted(3, 1)));
        assertEquals(List.of("3"), db.rows(sql.formatted(3, 3)));
    }

    @Test
    void literalsAreNoParametersOfTheStatement() {
        String sql = "SELECT name FROM t WHERE kind = %s AND id = ? AND price = %s AND name <> ?";
        for (int kind = 1; kind <= 2; kind++) {
            try (GrismStatement statement = db.connection.prepare(sql.formatted(kind, "2.00"))) {
                assertEquals(2, statement.parameters().size());
                statement.bind(0, 2);
                statement.bind(1, "z");
                try (GrismResult result = statement.execute()) {
                    assertEquals(kind == 1 ? List.of("abc") : List.of(), TestDatabase.rows(result));
                }
                assertThrows(GrismException.class, () -> statement.bind(2, 1));
            }
        }
        assertShared(sql.formatted(1, "2.00"), sql.formatted(7, "9.99"));
    }

    @Test
    void aViewKeepsItsOwnLiterals() {
        run("CREATE VIEW v AS SELECT id FROM t WHERE kind = 1");
        assertEquals(List.of("1"), db.rows("SELECT id FROM v WHERE id   = 1"));
        assertEquals(List.of("2"), db.rows("SELECT id FROM v WHERE id   = 2"));
    }

    @Test
    void plansAreMadeAnewWhenTheTableIsAnother() {
        assertEquals(List.of("1"), db.rows("SELECT id FROM t WHERE name = 'a'"));
        run("DROP PROPERTY GRAPH g");
        run("DROP TABLE t");
        run("CREATE TABLE t (id BIGINT PRIMARY KEY, name CHAR(2))");
        run("INSERT INTO t VALUES (8, 'a')");
        assertEquals(List.of(), db.rows("SELECT id FROM t WHERE name = 'a'"));
        assertEquals(List.of("8"), db.rows("SELECT id FROM t WHERE name = 'a '"));
    }

    @Test
    void explainShowsTheLiterals() {
        String plan = String.join("\n", db.rows("EXPLAIN SELECT name FROM t WHERE kind = 77 AND name = 'q'"));
        assertEquals(true, plan.contains("77") && plan.contains("'q'") && !plan.contains("?"), plan);
    }
}
