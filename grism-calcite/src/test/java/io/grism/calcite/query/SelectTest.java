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

    private void check(String sql, String... rows) {
        assertEquals(List.of(rows), db.rows(sql), sql);
    }

    private void checkSorted(String sql, String... rows) {
        assertEquals(List.of(rows), db.sorted(sql), sql);
    }

    @Test
    void projectsAndFilters() {
        checkSorted("SELECT name, pay + 1 FROM emp WHERE pay > 200", "Ada|301", "Cid|251");
        checkSorted("SELECT name FROM emp WHERE dept IS NULL OR name LIKE 'B%'", "Bob", "Dan");
        check("SELECT count(*) FROM emp", "4");
        check("VALUES (1, 'a')", "1|a");
        check("SELECT 1 + 2", "3");
    }

    @Test
    void ordersAndLimits() {
        check("SELECT name FROM emp ORDER BY pay DESC", "Ada", "Cid", "Bob", "Dan");
        check("SELECT name FROM emp ORDER BY dept, name", "Ada", "Bob", "Cid", "Dan");
        check("SELECT name FROM emp ORDER BY pay OFFSET 1 LIMIT 2", "Bob", "Cid");
        check("SELECT name FROM emp ORDER BY dept NULLS FIRST, pay FETCH FIRST 2 ROWS ONLY", "Dan", "Bob");
        check("SELECT count(*) FROM (SELECT * FROM emp LIMIT 3)", "3");
    }

    @Test
    void joins() {
        checkSorted("SELECT e.name, d.name FROM emp e JOIN dept d ON e.dept = d.id", "Ada|Eng", "Bob|Eng", "Cid|Ops");
        checkSorted(
                "SELECT e.name, d.name FROM emp e LEFT JOIN dept d ON e.dept = d.id",
                "Ada|Eng",
                "Bob|Eng",
                "Cid|Ops",
                "Dan|null");
        checkSorted(
                "SELECT e.name, d.name FROM emp e RIGHT JOIN dept d ON e.dept = d.id",
                "Ada|Eng",
                "Bob|Eng",
                "Cid|Ops",
                "null|Law");
        checkSorted(
                "SELECT e.name, d.name FROM emp e FULL JOIN dept d ON e.dept = d.id",
                "Ada|Eng",
                "Bob|Eng",
                "Cid|Ops",
                "Dan|null",
                "null|Law");
        checkSorted("SELECT e.id, f.id FROM emp e JOIN emp f ON e.pay < f.pay AND e.dept = f.dept", "2|1");
        checkSorted("SELECT e.id, f.id FROM emp e JOIN emp f ON e.pay + 100 = f.pay", "2|1", "4|2");
        checkSorted("SELECT e.id, f.id FROM emp e JOIN emp f ON e.pay < f.pay WHERE f.id = 3", "2|3", "4|3");
        checkSorted("SELECT count(*) FROM emp, dept", "12");
        checkSorted("SELECT name FROM emp JOIN (VALUES (10), (20)) AS v(dept) USING (dept)", "Ada", "Bob", "Cid");
        checkSorted(
                "SELECT e.id, f.id FROM emp e JOIN emp f ON e.dept IS NOT DISTINCT FROM f.dept AND e.id = 4", "4|4");
        checkSorted(
                "SELECT e.name, d.name FROM emp e LEFT JOIN dept d ON e.dept = d.id AND e.pay > 200",
                "Ada|Eng",
                "Bob|null",
                "Cid|Ops",
                "Dan|null");
        checkSorted("SELECT count(*) FROM emp e JOIN dept d ON e.dept = CAST(d.id AS BIGINT)", "3");
    }

    @Test
    void subQueries() {
        checkSorted("SELECT name FROM emp WHERE dept IN (SELECT id FROM dept WHERE name = 'Eng')", "Ada", "Bob");
        checkSorted("SELECT name FROM dept WHERE id NOT IN (SELECT dept FROM emp WHERE dept IS NOT NULL)", "Law");
        checkSorted("SELECT name FROM dept WHERE id NOT IN (SELECT dept FROM emp)");
        checkSorted(
                "SELECT name FROM dept d WHERE EXISTS (SELECT 1 FROM emp e WHERE e.dept = d.id AND e.pay > 250)",
                "Eng");
        checkSorted("SELECT name FROM dept d WHERE NOT EXISTS (SELECT 1 FROM emp e WHERE e.dept = d.id)", "Law");
        checkSorted(
                "SELECT name, (SELECT max(pay) FROM emp e WHERE e.dept = d.id) FROM dept d",
                "Eng|300",
                "Law|null",
                "Ops|250");
        checkSorted(
                "SELECT name, (SELECT count(*) FROM emp e WHERE e.dept = d.id) FROM dept d", "Eng|2", "Law|0", "Ops|1");
        checkSorted("SELECT name FROM emp WHERE pay > (SELECT avg(pay) FROM emp)", "Ada", "Cid");
        checkSorted("SELECT name FROM emp WHERE pay >= ALL (SELECT pay FROM emp)", "Ada");
        checkSorted("SELECT name FROM emp WHERE pay > SOME (SELECT pay FROM emp WHERE dept = 10)", "Ada", "Cid");
        checkSorted(
                "SELECT d.name, t.name FROM dept d, LATERAL (SELECT name FROM emp e WHERE e.dept = d.id"
                        + " ORDER BY pay DESC LIMIT 1) AS t",
                "Eng|Ada",
                "Ops|Cid");
        checkSorted(
                "SELECT d.name, t.name FROM dept d LEFT JOIN LATERAL (SELECT name FROM emp e WHERE e.dept = d.id"
                        + " ORDER BY pay DESC LIMIT 1) AS t ON TRUE",
                "Eng|Ada",
                "Law|null",
                "Ops|Cid");
    }

    @Test
    void aggregates() {
        checkSorted(
                "SELECT dept, count(*), sum(pay), min(name), max(pay) FROM emp GROUP BY dept",
                "10|2|500|Ada|300",
                "20|1|250|Cid|250",
                "null|1|100|Dan|100");
        checkSorted("SELECT dept FROM emp GROUP BY dept HAVING count(*) > 1", "10");
        check("SELECT count(DISTINCT dept), count(dept), sum(pay) FILTER (WHERE dept = 10) FROM emp", "2|3|500");
        check("SELECT avg(pay) FROM emp", "212.5000000000");
        check("SELECT sum(pay) FROM emp WHERE FALSE", "null");
        checkSorted("SELECT DISTINCT dept FROM emp", "10", "20", "null");
        checkSorted(
                "SELECT dept, name, sum(pay), GROUPING(dept, name) FROM emp WHERE dept = 10"
                        + " GROUP BY ROLLUP(dept, name)",
                "10|Ada|300|0",
                "10|Bob|200|0",
                "10|null|500|1",
                "null|null|500|3");
        checkSorted(
                "SELECT dept, pay, count(*) FROM emp WHERE id < 3 GROUP BY GROUPING SETS ((dept), (pay), ())",
                "10|null|2",
                "null|200|1",
                "null|300|1",
                "null|null|2");
    }

    @Test
    void setOperations() {
        checkSorted("SELECT dept FROM emp UNION SELECT id FROM dept", "10", "20", "30", "null");
        checkSorted("SELECT id FROM dept UNION ALL VALUES (10)", "10", "10", "20", "30");
        checkSorted("SELECT dept FROM emp INTERSECT SELECT id FROM dept", "10", "20");
        checkSorted("SELECT dept FROM emp INTERSECT ALL SELECT id FROM dept", "10", "20");
        checkSorted("SELECT id FROM dept EXCEPT SELECT dept FROM emp", "30");
        checkSorted("SELECT dept FROM emp EXCEPT ALL SELECT id FROM dept", "10", "null");
        checkSorted("SELECT id FROM dept UNION ALL SELECT CAST(7 AS BIGINT)", "10", "20", "30", "7");
    }

    @Test
    void windows() {
        check(
                "SELECT name, row_number() OVER (ORDER BY pay DESC), sum(pay) OVER (PARTITION BY dept) FROM emp"
                        + " ORDER BY pay DESC",
                "Ada|1|500",
                "Cid|2|250",
                "Bob|3|500",
                "Dan|4|100");
        check(
                "SELECT id, sum(pay) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW),"
                        + " lag(pay, 1, 0) OVER (ORDER BY id) FROM emp ORDER BY id",
                "1|300|0",
                "2|500|300",
                "3|450|200",
                "4|350|250");
        check(
                "SELECT name FROM emp QUALIFY rank() OVER (PARTITION BY dept ORDER BY pay DESC) = 1 ORDER BY name",
                "Ada",
                "Cid",
                "Dan");
    }

    @Test
    void withAndRecursion() {
        check("WITH rich AS (SELECT * FROM emp WHERE pay > 200) SELECT count(*) FROM rich", "2");
        check(
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT sum(i) FROM n",
                "15");
        checkSorted(
                "WITH RECURSIVE r(a) AS (SELECT 1 UNION SELECT MOD(a + 1, 3) FROM r) SELECT a FROM r", "0", "1", "2");
    }

    @Test
    void collections() {
        checkSorted("SELECT * FROM UNNEST(ARRAY[1, 2, 3]) AS t(x)", "1", "2", "3");
        checkSorted("SELECT * FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS t(x, n)", "a|1", "b|2");
        checkSorted(
                "SELECT e.id, x FROM emp e, UNNEST(ARRAY[e.id, e.pay]) AS t(x) WHERE e.id < 3",
                "1|1",
                "1|300",
                "2|2",
                "2|200");
        check("SELECT ARRAY(SELECT id FROM dept ORDER BY id)", "[10, 20, 30]");
        checkSorted(
                "SELECT d.name, ARRAY(SELECT e.id FROM emp e WHERE e.dept = d.id ORDER BY e.id) FROM dept d",
                "Eng|[1, 2]",
                "Law|[]",
                "Ops|[3]");
    }

    @Test
    void scalars() {
        check(
                "SELECT CASE WHEN 1 < 2 THEN 'y' ELSE 'n' END, COALESCE(NULL, 3), UPPER('ab') || 'c', CAST('7' AS INTEGER)",
                "y|3|ABc|7");
        check("SELECT EXTRACT(YEAR FROM DATE '2024-02-29'), DATE '2024-02-29' + INTERVAL '1' DAY", "2024|19783");
    }
}
