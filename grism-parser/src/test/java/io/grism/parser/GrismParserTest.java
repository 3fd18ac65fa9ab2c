package io.grism.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrismParserTest {
    static void roundTrip(String sql) {
        SqlNode first = GrismParser.parse(sql);
        String text = GrismParser.unparse(first);
        SqlNode second;
        try {
            second = GrismParser.parse(text);
        } catch (GrismException e) {
            throw new AssertionError("does not parse again: " + sql + "\n" + text, e);
        }
        assertTrue(first.equalsDeep(second, Litmus.IGNORE), () -> sql + "\n" + text);
        assertEquals(text, GrismParser.unparse(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, b AS c FROM t WHERE a < -1 AND b LIKE 'x%' ORDER BY a DESC LIMIT 3",
                "SELECT match, columns, graph, vertex, label, node, path, \"order\" FROM graph AS vertex;",
                "SELECT a<-1, a< -1 FROM t",
                "INSERT INTO t (a, b) VALUES (1, DEFAULT), (?, 'x')",
                "UPDATE t SET a = a + 1 WHERE b IS NULL",
                "DELETE FROM s.t WHERE a = 1",
                "CREATE SCHEMA IF NOT EXISTS s",
                "CREATE TABLE IF NOT EXISTS s.t (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'x', f INTEGER REFERENCES u (id), UNIQUE (name, f), CONSTRAINT c FOREIGN KEY (f) REFERENCES s.u)",
                "CREATE TABLE t (a DECIMAL(10, 2), b INTEGER ARRAY, c TIMESTAMP WITH LOCAL TIME ZONE, d MAP<VARCHAR, INTEGER>, e ROW(x INTEGER, y DATE))",
                "CREATE TABLE t (a, b) AS SELECT 1, 2",
                "CREATE TABLE t AS SELECT * FROM u WHERE x > 1",
                "CREATE OR REPLACE VIEW v (a, b) AS SELECT x, y FROM t",
                "DROP TABLE t",
                "DROP TABLE IF EXISTS s.t CASCADE",
                "DROP VIEW v RESTRICT",
                "DROP SCHEMA IF EXISTS s",
                "DROP PROPERTY GRAPH IF EXISTS g",
                "CREATE INDEX IF NOT EXISTS i ON s.t (a) USING BITMAP",
                "CREATE INDEX s.i ON t USING fts (a)",
                "CREATE INDEX i ON t (a)",
                "DROP INDEX IF EXISTS s.i",
                "COPY t FROM 'a.csv'",
                "COPY s.t (a, b) FROM '/tmp/a.csv' WITH (HEADER true, DELIMITER '|', NULL '', FORMAT csv, sample 100)",
                "COPY t TO 'a.parquet' (FORMAT parquet)",
                "COPY (SELECT a FROM t ORDER BY a) TO 'x.csv' WITH (HEADER)",
                "EXPLAIN SELECT 1",
                "EXPLAIN (ANALYZE, JSON) SELECT 1",
                "EXPLAIN ANALYZE SELECT 1",
                "EXPLAIN (SELECT 1)",
                "EXPLAIN (LOGICAL) (SELECT 1)",
                "EXPLAIN PLAN WITHOUT IMPLEMENTATION AS JSON FOR SELECT 1",
                "EXPLAIN INSERT INTO t VALUES (1)",
                "SHOW threads",
                "SHOW ALL",
                "SHOW TABLES",
                "START TRANSACTION",
                "START TRANSACTION READ ONLY",
                "BEGIN WORK READ WRITE, ISOLATION LEVEL READ COMMITTED",
                "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "COMMIT WORK",
                "ROLLBACK",
                "CREATE PROPERTY GRAPH g VERTEX TABLES (person)",
                "CREATE OR REPLACE PROPERTY GRAPH s.g VERTEX TABLES (s.person AS p KEY (id) LABEL human PROPERTIES (id, first || last AS name) LABEL animal NO PROPERTIES DEFAULT LABEL, city PROPERTIES ARE ALL COLUMNS EXCEPT (x), c2 NO PROPERTIES) EDGE TABLES (knows KEY (a, b) SOURCE KEY (a) REFERENCES p (id) DESTINATION KEY (b) REFERENCES p (id) LABEL knows, livesIn SOURCE p DESTINATION city) SKIP DANGLING EDGES",
                "CREATE PROPERTY GRAPH IF NOT EXISTS g NODE TABLES (person) RELATIONSHIP TABLES (knows SOURCE person DESTINATION person) REJECT DANGLING EDGES",
                "CREATE PROPERTY GRAPH g VERTEX TABLES (doctor, patient, drug) EDGE TABLES (prescribes KEY (id) ROLE prescriber KEY (doctor_id) REFERENCES doctor (id) ROLE patient OPTIONAL KEY (patient_id) REFERENCES patient ROLE author THROUGH paper_author KEY (paper_id) PLAYER KEY (person_id) REFERENCES doctor (id) LABEL prescribes)",
                "SELECT * FROM t WHERE x IS LABELED a AND y IS NOT LABELED a | (b & !c) | % OR a IS SOURCE OF e OR b IS NOT DESTINATION OF e",
                "WITH g AS PROPERTY GRAPH (VERTEX TABLES (person) EDGE TABLES (knows SOURCE person DESTINATION person)) SELECT * FROM GRAPH_TABLE (g MATCH (a) COLUMNS (a.name))",
            })
    void statementsRoundTrip(String sql) {
        roundTrip(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)",
                "()",
                "(a IS person WHERE a.age > 30 AND a.x[1] = 2)",
                "(a:person|!(company&%)&x)",
                "(a)-[e]->(b), (b)<-[f:knows WHERE f.since < -3]-(c)",
                "(a)->(b)<-(c)-(d)<->(e)",
                "(a)<-[x]->(b)-[y]-(c)",
                "(a)-[h IS prescribes FROM patient TO drug WHERE h.x = 1]->(b)",
                "(a)-[e]->{1,3}(b)->*(c)->+(d)-?(e)->{2}(f)->{,4}(g)->{2,}(h)",
                "p = (a)-[e]->*(b)",
                "TRAIL (a)->*(b)",
                "p = ANY SHORTEST WALK PATH (a)->*(b)",
                "ALL SHORTEST (a)->*(b)",
                "SHORTEST 3 (a)->*(b)",
                "SHORTEST 3 PATHS GROUPS (a)->*(b)",
                "SHORTEST GROUP (a)->*(b)",
                "ANY 2 TRAIL PATHS (a)->*(b)",
                "ANY (a)->*(b)",
                "ALL ACYCLIC PATHS (a)->*(b)",
                "SIMPLE PATH (a)->*(b)",
                "(a) ((x)-[e]->(y) WHERE e.w > x.w){2,5} (b)",
                "(q = TRAIL (x)-[e]->(y))*",
                "((a)->(b)) | ((a)<-(b))",
                "(a)->(b) |+| (a)<-(b)",
                "(-[e]->(x))+",
                "(walk)-[trail]->(path)",
                "DIFFERENT EDGES (a)->(b)",
                "REPEATABLE ELEMENTS (a)->(b)",
                "(a)->(b) KEEP ANY SHORTEST",
                "(a)->(b) WHERE a.x = b.y AND a IS LABELED person",
                "(a)->(b) ONE ROW PER MATCH",
                "(a)-[e]->(b) ONE ROW PER STEP (a, e, b)",
                "(a)-[e]->(b) ONE ROW PER VERTEX (v)",
            })
    void patternsRoundTrip(String pattern) {
        roundTrip("SELECT * FROM GRAPH_TABLE (g MATCH " + pattern
                + " COLUMNS (a.name AS n, a.x + 1 y, b.*, *, COUNT(e.x))) AS t");
    }

    @Test
    void graphTableStandsWhereTablesStand() {
        roundTrip(
                "SELECT * FROM t, GRAPH_TABLE (s.g MATCH (a) COLUMNS (a.x)) AS x (y) JOIN GRAPH_TABLE (g MATCH (a) COLUMNS (a.x)) z ON TRUE");
        roundTrip("SELECT * FROM t CROSS JOIN LATERAL GRAPH_TABLE (g MATCH (a WHERE a.id = t.id) COLUMNS (a.x)) AS x");
        roundTrip("SELECT * FROM t LEFT JOIN LATERAL GRAPH_TABLE (g MATCH (a) COLUMNS (a.x)) AS x ON x.x = t.id");
        roundTrip(
                "SELECT (SELECT MAX(x) FROM GRAPH_TABLE (g MATCH (a) COLUMNS (a.x))) FROM read_csv('f.csv', header => TRUE)");
    }

    private static GrismException fails(String sql) {
        return assertThrows(GrismException.class, () -> GrismParser.parse(sql));
    }

    private static void fails(String sql, String message) {
        GrismException e = fails(sql);
        assertEquals(message, e.fullMessage());
    }

    @Test
    void badInputSaysWhatAndWhere() {
        fails("SELECT 'a", "Cannot parse SQL: the quote ' is not closed (line 1, column 8)");
        fails(
                "SELECT a FROM t WHERE (a = 1",
                "Cannot parse SQL: found the end of the statement. Expected ')', ',', '.' (line 1, column 28)");
        fails(
                "SELECT order FROM t",
                "Cannot parse SQL: found order. Expected '(', a name. order is a reserved word: to use it as a name write \"order\" (line 1, column 8)");
        fails("SELECT # FROM t", "Cannot parse SQL: character # is not allowed here (line 1, column 8)");
        fails(
                "CREATE TABLE t",
                "Cannot create table t without columns. Add (column type, ...) or AS query (line 1, column 1)");
        fails(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a)-[e]->{1..3}(b) COLUMNS (a.x))",
                "Cannot read quantifier. Write {m,n}, not {m..n} (line 1, column 46)");
        fails(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a FROM x TO y) COLUMNS (a.x))",
                "Cannot use FROM role TO role in a vertex pattern. It belongs into an edge: -[e FROM a TO b]-> (line 1, column 44)");
        fails(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a)-[e->(b) COLUMNS (a.x))",
                "Cannot parse SQL: found ->. Expected ':', FROM, IS, WHERE, ']' (line 1, column 42)");
        fails(
                "SELECT * FROM GRAPH_TABLE (g (a) COLUMNS (a.x))",
                "Cannot parse SQL: found (. Expected '.', FOR, MATCH (line 1, column 30)");
        fails(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a))",
                "Cannot parse SQL: found ). Expected ',', '(', WHERE, COLUMNS (line 1, column 39)");
        fails(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a)-->(b) COLUMNS (a.x))",
                "Cannot read arrow: -->. Two hyphens start a comment in SQL; write (a)-[]->(b) or (a)->(b) (line 1, column 39)");
        fails(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a)<--(b)\nCOLUMNS (a.x))",
                "Cannot read arrow: <--. Two hyphens start a comment in SQL; write (a)<-[]-(b) or (a)<-(b) (line 1, column 39)");
        fails("SELECT 1,", "Cannot parse SQL: found the end of the statement. Expected '(', a name (line 1, column 9)");
        fails(
                "INSERT INTO t VALUES (1",
                "Cannot parse SQL: found the end of the statement. Expected ')', ',', '.' (line 1, column 23)");
        fails(
                "CREATE PROPERTY GRAPH g",
                "Cannot parse SQL: found the end of the statement. Expected '.', NODE, VERTEX (line 1, column 23)");
        fails(
                "CREATE PROPERTY GRAPH g VERTEX TABLES (a) EDGE TABLES (b)",
                "Cannot parse SQL: found ). Expected '.', AS, KEY, ROLE, SOURCE (line 1, column 57)");
        fails("COPY t FROM x", "Cannot parse SQL: found x. Expected a text in single quotes (line 1, column 13)");
        fails(
                "SELECT a FROM t GROUP",
                "Cannot parse SQL: found the end of the statement. Expected BY (line 1, column 21)");
        fails(
                "CREATE TABLE t (a INTEGER CHECK (a > 1))",
                "Cannot run CHECK constraints: not supported yet (line 1, column 27)");
        fails(
                "CREATE OR REPLACE TABLE t (a INTEGER)",
                "Cannot replace a table. DROP TABLE IF EXISTS it first (line 1, column 1)");
        fails(
                "SELECT 1 FROM t WHERE SELECT 1",
                "Cannot parse SQL: Incorrect syntax near the keyword 'SELECT' (line 1, column 23)");
        roundTrip("SELECT 1 -- (a)-->(b)\n");
        fails(
                "SELEC 1",
                "Cannot parse SQL: found SELEC. Expected a statement: SELECT, WITH, VALUES, INSERT, UPDATE, DELETE, CREATE, DROP, COPY, EXPLAIN, SET, SHOW, START TRANSACTION, COMMIT, ROLLBACK, RESTORE, VACUUM, OPTIMIZE (line 1, column 1)");
        fails(
                "VACUUM OLDER",
                "Cannot parse SQL: found OLDER. Expected the end of the statement, RETAIN (line 1, column 8)");
        fails("", "Cannot parse an empty statement");
        fails("-- nothing\n;", "Cannot parse an empty statement");
        fails("SELECT 1; SELECT 2", "Cannot run 2 statements at once. Send them one by one (line 1, column 11)");
    }

    @Test
    void errorsCarryTheirCode() {
        assertEquals(ErrorCode.SYNTAX_ERROR, fails("SELECT").code());
        assertEquals(
                ErrorCode.NOT_SUPPORTED,
                fails("CREATE TABLE t (a INTEGER CHECK (a > 1))").code());
    }

    @Test
    void scriptsAreCutAtTheirSemicolons() {
        String script = "-- one\nSELECT 'a;b' /* ; */;\n\n  SELECT \"c;d\" -- ;\n FROM t;;";
        assertEquals(
                List.of(
                        new GrismParser.Statement("SELECT 'a;b'", 2, 1),
                        new GrismParser.Statement("SELECT \"c;d\" -- ;\n FROM t", 4, 3)),
                GrismParser.split(script));
        assertEquals(2, GrismParser.parseScript(script).size());
        GrismException e =
                assertThrows(GrismException.class, () -> GrismParser.parseScript("SELECT 1;\n  SELECT order"));
        assertEquals("line 2, column 10", String.valueOf(e.position()));
    }

    @Test
    void copyKnowsItsParts() {
        SqlCopy copy = assertInstanceOf(
                SqlCopy.class,
                GrismParser.parse("COPY t (a, b) FROM 'it''s.csv' (HEADER, DELIMITER = '|', NULL 'x', skip 3)"));
        assertEquals("it's.csv", copy.file());
        assertEquals(SqlCopy.Way.FROM, copy.way());
        assertEquals(java.util.Map.of("header", "true", "delimiter", "|", "null", "x", "skip", "3"), copy.options());
    }

    @Test
    void explainKnowsItsOptions() {
        SqlGrismExplain explain =
                assertInstanceOf(SqlGrismExplain.class, GrismParser.parse("EXPLAIN (ANALYZE, JSON) SELECT 1"));
        assertEquals(java.util.Set.of(SqlGrismExplain.Option.ANALYZE, SqlGrismExplain.Option.JSON), explain.options());
    }
}
