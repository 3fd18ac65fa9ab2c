package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plans that rules make, and plans that they leave alone. */
class PlanTest {
    private static TestDatabase db;

    @BeforeAll
    static void fill() {
        db = new TestDatabase();
        for (String statement : List.of(
                "CREATE TABLE emp (id INTEGER PRIMARY KEY, name VARCHAR, dept INTEGER, pay INTEGER)",
                "CREATE TABLE dept (id INTEGER PRIMARY KEY, name VARCHAR, site INTEGER)",
                "CREATE TABLE site (id INTEGER PRIMARY KEY, city VARCHAR)",
                "INSERT INTO site VALUES (1, 'Oslo'), (2, 'Bergen')",
                "INSERT INTO dept VALUES (1, 'Eng', 1), (2, 'Ops', 2), (3, 'Law', 1), (4, 'HR', 2)",
                "INSERT INTO emp SELECT 10 * x + y, 'n', y, 100 * x"
                        + " FROM UNNEST(ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) AS a(x), UNNEST(ARRAY[1, 2, 3, 4]) AS b(y)")) {
            db.connection.execute(statement).close();
        }
    }

    @AfterAll
    static void close() {
        db.close();
    }

    /** The plan without the planner's estimates. */
    private static void check(String sql, String plan) {
        List<String> lines = db.rows("EXPLAIN " + sql).stream()
                .map(line -> line.replaceAll("  \\[.*\\]$", "").stripTrailing())
                .toList();
        assertEquals(plan.strip(), String.join("\n", lines), sql);
    }

    @Test
    void aScanReadsTheColumnsAndRowsWanted() {
        check(
                "SELECT name FROM emp WHERE pay > 200",
                """
                Project(columns: name)
                  TableScan(table: main.emp; columns: name, pay; where: pay > 200)""");
        check("SELECT name, dept FROM emp", "TableScan(table: main.emp; columns: name, dept)");
    }

    @Test
    void aScanComputesNothing() {
        check(
                "SELECT name, pay + 1 AS p FROM emp",
                """
                Project(columns: name, p = pay + 1)
                  TableScan(table: main.emp; columns: name, pay)""");
    }

    @Test
    void theSmallerInputIsHeldWhicheverSideItStands() {
        String plan =
                """
                Project(columns: name = name0, name0 = name)
                  HashJoin(type: INNER; on: dept = id)
                    TableScan(table: main.emp; columns: name, dept)
                    TableScan(table: main.dept; columns: id, name)""";
        check("SELECT d.name, e.name AS name0 FROM dept d JOIN emp e ON e.dept = d.id", plan);
        check("SELECT d.name, e.name AS name0 FROM emp e JOIN dept d ON e.dept = d.id", plan);
        check(
                "SELECT d.name, e.name AS name0 FROM dept d LEFT JOIN emp e ON e.dept = d.id",
                plan.replace("INNER", "RIGHT"));
    }

    @Test
    void existenceIsASemiJoinThatKeepsItsSides() {
        check(
                "SELECT d.name FROM dept d WHERE EXISTS (SELECT 1 FROM emp e WHERE e.dept = d.id AND e.pay > 900)",
                """
                Project(columns: name)
                  HashJoin(type: SEMI; on: id = dept)
                    TableScan(table: main.dept; columns: id, name)
                    Project(columns: dept)
                      TableScan(table: main.emp; columns: dept, pay; where: pay > 900)""");
    }

    @Test
    void aJoinWhoseRightColumnsAreUsedIsNoSemiJoin() {
        check(
                "SELECT d.name, t.n FROM dept d JOIN (SELECT dept, count(*) AS n FROM emp GROUP BY dept) t"
                        + " ON d.id = t.dept",
                """
                Project(columns: name, n)
                  HashJoin(type: INNER; on: id = dept)
                    TableScan(table: main.dept; columns: id, name)
                    Aggregate(group by: dept; compute: n = COUNT(*))
                      TableScan(table: main.emp; columns: dept)""");
    }

    @Test
    void withoutAnEqualityAllPairsAreTried() {
        check(
                "SELECT e.id, d.id AS d FROM emp e JOIN dept d ON e.dept < d.id",
                """
                Project(columns: id, d = id0)
                  NestedLoopJoin(type: INNER; on: dept < id)
                    TableScan(table: main.emp; columns: id, dept)
                    TableScan(table: main.dept; columns: id)""");
    }

    @Test
    void threeTablesAreJoinedFromTheMostSelectiveOn() {
        check(
                "SELECT e.name FROM emp e, dept d, site s WHERE e.dept = d.id AND d.site = s.id AND s.city = 'Oslo'",
                """
                Project(columns: name)
                  HashJoin(type: INNER; on: dept = id)
                    TableScan(table: main.emp; columns: name, dept)
                    Project(columns: id)
                      HashJoin(type: INNER; on: site = id)
                        TableScan(table: main.dept; columns: id, site)
                        Project(columns: id)
                          TableScan(table: main.site; columns: id, city; where: city = 'Oslo')""");
    }

    @Test
    void anArrayOfAQueryIsAnAggregate() {
        check(
                "SELECT ARRAY(SELECT name FROM dept ORDER BY name) AS names",
                """
                Project(columns: names = x)
                  NestedLoopJoin(type: INNER)
                    Values(rows: 1)
                    Project(columns: x = compiled($count, x))
                      Aggregate(compute: x = ARRAY_AGG(name) order by name, $count = COUNT(*))
                        TableScan(table: main.dept; columns: name)""");
    }

    @Test
    void aMapOfAQueryIsNotSupported() {
        GrismException error =
                assertThrows(GrismException.class, () -> db.rows("SELECT MAP(SELECT id, name FROM dept)"));
        assertEquals(ErrorCode.NOT_SUPPORTED, error.code());
        assertEquals("Cannot run MAP(query). It is not supported yet.", error.getMessage());
    }

    @Test
    void aUnionIsDistinctByAnAggregate() {
        check(
                "SELECT name FROM emp UNION SELECT name FROM dept",
                """
                Aggregate(group by: name)
                  Union
                    TableScan(table: main.emp; columns: name)
                    TableScan(table: main.dept; columns: name)""");
        check(
                "SELECT name FROM emp UNION ALL SELECT name FROM dept",
                """
                Union
                  TableScan(table: main.emp; columns: name)
                  TableScan(table: main.dept; columns: name)""");
    }

    @Test
    void conditionsOnKeysGoBelowAGrouping() {
        check(
                "SELECT dept, count(*) AS n FROM emp GROUP BY dept HAVING dept > 2",
                """
                Aggregate(group by: dept; compute: n = COUNT(*))
                  TableScan(table: main.emp; columns: dept; where: dept > 2)""");
        check(
                "SELECT dept, count(*) AS n FROM emp GROUP BY dept HAVING count(*) > 2",
                """
                Filter(where: n > 2)
                  Aggregate(group by: dept; compute: n = COUNT(*))
                    TableScan(table: main.emp; columns: dept)""");
    }

    @Test
    void whatIsNeverTrueReadsNothing() {
        check("SELECT name FROM emp WHERE 1 = 0", "Values(rows: 0)");
    }

    @Test
    void aCorrelatedSubQueryBecomesAJoin() {
        check(
                "SELECT name, (SELECT max(pay) FROM emp e WHERE e.dept = d.id) AS top FROM dept d",
                """
                Project(columns: name, top = EXPR$0)
                  HashJoin(type: LEFT; on: id = dept)
                    TableScan(table: main.dept; columns: id, name)
                    Aggregate(group by: dept; compute: EXPR$0 = MAX(pay))
                      TableScan(table: main.emp; columns: dept, pay; where: dept IS NOT NULL)""");
    }

    @Test
    void aSubQueryThatMayFailIsComputedForTheRowsThatAskOnly() {
        check(
                "SELECT name, (SELECT max(100 / pay) FROM emp e WHERE e.dept = d.id) AS top FROM dept d",
                """
                Project(columns: name, top = EXPR$0)
                  HashJoin(type: LEFT; on: id = id0)
                    TableScan(table: main.dept; columns: id, name)
                    Aggregate(group by: id0; compute: EXPR$0 = MAX($f0))
                      Project(columns: $f0 = 100 / pay, id0 = id)
                        HashJoin(type: INNER; on: dept = id)
                          TableScan(table: main.emp; columns: dept, pay)
                          TableScan(table: main.dept; columns: id)""");
        check(
                "SELECT name, (SELECT pay FROM emp e WHERE e.dept = d.id) AS pay FROM dept d",
                """
                Project(columns: name, pay = $value)
                  HashJoin(type: LEFT; on: id = id)
                    TableScan(table: main.dept; columns: id, name)
                    Aggregate(group by: id; compute: $value = SINGLE_VALUE(pay))
                      HashJoin(type: INNER; on: dept = id)
                        TableScan(table: main.emp; columns: pay, dept)
                        TableScan(table: main.dept; columns: id)""");
    }

    @Test
    void existenceByAnyConditionIsASemiJoin() {
        check(
                "SELECT name FROM dept d WHERE EXISTS (SELECT 1 FROM emp e WHERE e.dept < d.id)",
                """
                Project(columns: name)
                  NestedLoopJoin(type: SEMI; on: dept < id)
                    TableScan(table: main.dept; columns: id, name)
                    TableScan(table: main.emp; columns: dept)""");
        check(
                "SELECT name FROM dept d WHERE d.id NOT IN (SELECT id FROM site)",
                """
                Project(columns: name)
                  HashJoin(type: ANTI; on: id = id)
                    TableScan(table: main.dept; columns: id, name)
                    TableScan(table: main.site; columns: id)""");
    }

    @Test
    void anAggregateWithoutGroupsIsNoSemiJoin() {
        check(
                "SELECT d.name FROM dept d, (SELECT count(*) > 2 AS many FROM emp WHERE id IS NULL) AS e",
                """
                Project(columns: name)
                  NestedLoopJoin(type: INNER)
                    TableScan(table: main.dept; columns: name)
                    Aggregate(compute: DUMMY = COUNT(*))
                      Values(rows: 0)""");
    }

    @Test
    void aListWithNullsIsCountedToo() {
        check(
                "SELECT name FROM emp WHERE dept NOT IN (SELECT site FROM dept)",
                """
                Project(columns: name)
                  Filter(where: ($rows = 0) OR ($0 IS NULL AND (($values >= $rows) AND dept IS NOT NULL)))
                    Project(columns: name, dept, $rows, $values, $0)
                      HashJoin(type: LEFT; on: dept = site)
                        Project(columns: $rows, $values, name, dept)
                          NestedLoopJoin(type: INNER)
                            TableScan(table: main.emp; columns: name, dept)
                            Aggregate(compute: $rows = COUNT(*), $values = COUNT(site))
                              TableScan(table: main.dept; columns: site)
                        Aggregate(group by: $0, site)
                          Project(columns: $0 = true, site)
                            TableScan(table: main.dept; columns: site; where: site IS NOT NULL)""");
    }

    @Test
    void anArrayOfTheOuterRowStaysACorrelate() {
        check(
                "SELECT d.name, u.x FROM dept d, UNNEST(ARRAY[d.id, d.site]) AS u(x)",
                """
                Project(columns: name, x = EXPR$0)
                  Correlate(type: INNER; outer: $outer0)
                    TableScan(table: main.dept; columns: id, name, site)
                    Unnest(columns: EXPR$0)
                      Project(columns: EXPR$0 = compiled($outer0.0, $outer0.2))
                        Values(rows: 1)""");
    }

    @Test
    void theFirstRowsInOrderAreOneStep() {
        check(
                "SELECT name FROM emp ORDER BY pay LIMIT 3",
                """
                Project(columns: name)
                  Sort(by: pay; fetch: 3)
                    TableScan(table: main.emp; columns: name, pay)""");
    }
}
