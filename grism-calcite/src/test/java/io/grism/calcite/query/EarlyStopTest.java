package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many rows operators make when few are wanted, or when a condition lets few pass: a limit stops the steps before it, and a filter stands below the steps that do not need it. */
class EarlyStopTest {
    private static final int PEOPLE = 20_000;
    private static final int THREADS = 2;
    /** A few batches a thread. */
    private static final int FEW = THREADS * 4 * 2048;

    private static final Pattern ROWS = Pattern.compile("(\\w+)\\(.*; (\\d+) rows, ");

    private static TestDatabase db;

    @BeforeAll
    static void fill() {
        db = new TestDatabase();
        String digits = "UNNEST(ARRAY[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])";
        for (String statement : List.of(
                "SET threads = " + THREADS,
                "CREATE TABLE person (id INTEGER PRIMARY KEY, city INTEGER)",
                "CREATE TABLE knows (src INTEGER NOT NULL, dst INTEGER NOT NULL)",
                "CREATE TABLE meeting (host INTEGER NOT NULL, guest INTEGER NOT NULL, room INTEGER NOT NULL)",
                "INSERT INTO person SELECT 10000 * e + 1000 * d + 100 * c + 10 * b + a, a FROM " + digits + " AS a(a), "
                        + digits + " AS b(b), " + digits + " AS c(c), " + digits
                        + " AS d(d), UNNEST(ARRAY[0, 1]) AS e(e)",
                "INSERT INTO knows SELECT id, MOD(id * 7 + 13 * x, " + PEOPLE + ") FROM person, " + digits + " AS t(x)",
                "INSERT INTO meeting SELECT src, dst, MOD(src + dst, " + PEOPLE + ") FROM knows",
                "CREATE PROPERTY GRAPH g VERTEX TABLES (person) EDGE TABLES ("
                        + "knows SOURCE KEY (src) REFERENCES person (id) DESTINATION KEY (dst) REFERENCES person (id),"
                        + " meeting ROLE host KEY (host) REFERENCES person (id) ROLE guest KEY (guest) REFERENCES person (id)"
                        + " ROLE room KEY (room) REFERENCES person (id))")) {
            db.connection.execute(statement).close();
        }
    }

    @AfterAll
    static void close() {
        db.close();
    }

    /** The rows that each operator made; those of the given kind at least one. */
    private static List<Long> rows(String kind, String sql) {
        List<Long> rows = new ArrayList<>();
        boolean found = false;
        for (String line : db.rows("EXPLAIN ANALYZE " + sql)) {
            Matcher matcher = ROWS.matcher(line);
            if (matcher.find()) {
                found |= matcher.group(1).equals(kind);
                rows.add(Long.valueOf(matcher.group(2)));
            }
        }
        assertTrue(found, sql);
        return rows;
    }

    private static void stopsEarly(String kind, String sql) {
        List<Long> rows = rows(kind, sql + " FETCH FIRST 10 ROWS ONLY");
        assertTrue(rows.stream().allMatch(count -> count <= FEW), () -> sql + ": " + rows);
        assertEquals(10, db.rows(sql + " FETCH FIRST 10 ROWS ONLY").size());
    }

    @Test
    void aLimitStopsTheStepsBelow() {
        stopsEarly(
                "Expand",
                "SELECT * FROM GRAPH_TABLE (g MATCH (a)-[IS knows]->(b)-[IS knows]->(c) COLUMNS (a.id, c.city))");
        stopsEarly(
                "Expand",
                "SELECT id + 1 AS i FROM GRAPH_TABLE (g MATCH (a)-[IS knows]->(b)-[IS knows]->(c) WHERE a.id < c.id COLUMNS (a.id)) WHERE id > 3");
        stopsEarly(
                "RoleExpand",
                "SELECT * FROM GRAPH_TABLE (g MATCH (a)-[IS meeting FROM host TO guest]->(b)-[IS meeting FROM guest TO room]->(c) COLUMNS (a.id, c.city))");
    }

    @Test
    void withoutALimitAllRowsAreMade() {
        List<Long> rows = rows(
                "Expand",
                "SELECT * FROM GRAPH_TABLE (g MATCH (a)-[IS knows]->(b)-[IS knows]->(c) COLUMNS (a.id, c.city))");
        assertTrue(rows.contains(100L * PEOPLE), rows::toString);
    }

    @Test
    void aConditionOnTheStartIsTestedBelowTheSteps() {
        List<Long> rows = rows(
                "Expand",
                "SELECT * FROM GRAPH_TABLE (g MATCH (a WHERE a.id = 7)-[IS knows]->(b)-[IS knows]->(c) COLUMNS (c.city))");
        assertTrue(rows.stream().allMatch(count -> count <= 100 || count == PEOPLE), rows::toString);
        assertEquals(
                rows,
                rows(
                        "Expand",
                        "SELECT city FROM GRAPH_TABLE (g MATCH (a)-[IS knows]->(b)-[IS knows]->(c) COLUMNS (a.id, c.city)) WHERE id = 7"));
    }
}
