package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GRAPH_TABLE from text to rows: scoping, labels, directions, quantifiers, errors. */
class GraphQueryTest {
    private final TestDatabase db = new TestDatabase();

    @BeforeEach
    void fill() {
        run("CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR, age INTEGER)");
        run("CREATE TABLE company (id BIGINT PRIMARY KEY, name VARCHAR, founded INTEGER)");
        run("CREATE TABLE knows (a BIGINT REFERENCES person, b BIGINT REFERENCES person, since INTEGER)");
        run("CREATE TABLE works (person BIGINT REFERENCES person, company BIGINT REFERENCES company, role VARCHAR)");
        run("INSERT INTO person VALUES (1, 'Ada', 30), (2, 'Bob', 40), (3, 'Cid', 50), (4, 'Dee', NULL)");
        run("INSERT INTO company VALUES (1, 'Acme', 1900), (2, 'Bolt', 2000)");
        run("INSERT INTO knows VALUES (1, 2, 2001), (2, 3, 2002), (1, 3, 2003), (3, 3, 2004)");
        run("INSERT INTO works VALUES (1, 1, 'dev'), (2, 1, 'ops'), (3, 2, 'dev')");
        run("CREATE PROPERTY GRAPH g VERTEX TABLES (person LABEL person LABEL named PROPERTIES (name),"
                + " company LABEL company LABEL named PROPERTIES (name)) EDGE TABLES (knows SOURCE KEY (a) REFERENCES person"
                + " DESTINATION KEY (b) REFERENCES person, works SOURCE person DESTINATION company"
                + " LABEL works PROPERTIES (role, UPPER(role) AS loud))");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void run(String sql) {
        db.connection.execute(sql).close();
    }

    private List<String> match(String pattern) {
        return db.sorted("SELECT * FROM GRAPH_TABLE (g MATCH " + pattern + ")");
    }

    private void fails(ErrorCode code, String message, String sql) {
        GrismException e = assertThrows(GrismException.class, () -> run(sql));
        assertTrue(e.fullMessage().contains(message), e::fullMessage);
        assertEquals(code, e.code());
    }

    private void failsIn(ErrorCode code, String message, String pattern) {
        fails(code, message, "SELECT * FROM GRAPH_TABLE (g MATCH " + pattern + ")");
    }

    @Test
    void verticesHaveLabelsAndProperties() {
        assertEquals(List.of("Ada|30", "Bob|40", "Cid|50", "Dee|null"), match("(p IS person) COLUMNS (p.name, p.age)"));
        assertEquals(List.of("Acme", "Ada", "Bob", "Bolt", "Cid", "Dee"), match("(n:named) COLUMNS (n.name)"));
        assertEquals(
                List.of("Acme|null|1900", "Bolt|null|2000"),
                match("(n IS !person) COLUMNS (n.name, n.age, n.founded)"
                        .replace("n.age", "CAST(NULL AS INTEGER) AS age")));
        assertEquals(List.of("Bob", "Cid"), match("(p IS person WHERE p.age > 30) COLUMNS (p.name)"));
        assertEquals(List.of("Acme", "Bolt"), match("(p IS named & !person | company) COLUMNS (p.name)"));
        assertEquals(List.of("6"), db.rows("SELECT COUNT(*) FROM GRAPH_TABLE (g MATCH () COLUMNS (1 AS one))"));
    }

    @Test
    void edgesHaveDirections() {
        assertEquals(
                List.of("Ada|Bob", "Ada|Cid", "Bob|Cid", "Cid|Cid"),
                match("(a)-[k IS knows]->(b) COLUMNS (a.name, b.name AS other)"));
        assertEquals(
                List.of("Ada|Bob", "Ada|Cid", "Bob|Cid", "Cid|Cid"),
                match("(b)<-[k IS knows]-(a) COLUMNS (a.name, b.name AS other)"));
        assertEquals(
                List.of("Ada|Bob", "Ada|Cid", "Bob|Ada", "Bob|Cid", "Cid|Ada", "Cid|Bob", "Cid|Cid"),
                match("(a)-[k IS knows]-(b) COLUMNS (a.name, b.name AS other)"));
        assertEquals(
                List.of("Ada|Acme", "Bob|Acme", "Cid|Bolt"),
                match("(a IS person)->(c IS company) COLUMNS (a.name, c.name AS firm)"));
        assertEquals(List.of("dev|DEV", "dev|DEV", "ops|OPS"), match("(a)-[w IS works]->(c) COLUMNS (w.role, w.loud)"));
        assertEquals(List.of("7"), db.rows("SELECT COUNT(*) FROM GRAPH_TABLE (g MATCH ()-[e]->() COLUMNS (e.role))"));
    }

    @Test
    void patternsJoinOnSharedVariables() {
        assertEquals(
                List.of("Ada|Bob|Acme", "Cid|Cid|Bolt"),
                match(
                        "(a)-[IS knows]->(b), (a)-[IS works]->(c), (b)-[IS works]->(c) COLUMNS (a.name, b.name AS b, c.name AS c)"));
        assertEquals(
                List.of("Ada|Bob|Cid"),
                match(
                        "(a)-[k IS knows]->(b)-[IS knows]->(c)<-[l IS knows]-(a) WHERE a.age < b.age AND b.age < c.age COLUMNS (a.name, b.name AS b, c.name AS c)"));
        assertEquals(List.of("Cid"), match("(a)-[IS knows]->(a) COLUMNS (a.name)"));
        assertEquals(
                List.of("2001|2001"),
                match(
                        "(a WHERE a.name = 'Ada')-[e IS knows]->(b), (c)-[e]->(d WHERE d.name = 'Bob') COLUMNS (e.since, e.since + 0 AS s)"));
    }

    @Test
    void quantifiersAreUnrolledToWalks() {
        assertEquals(
                List.of("Ada|Bob", "Ada|Cid", "Ada|Cid", "Ada|Cid"),
                match("(a WHERE a.name = 'Ada')-[IS knows]->{1,2}(b) COLUMNS (a.name, b.name AS b)"));
        assertEquals(
                List.of("Ada", "Bob", "Cid"), match("(a WHERE a.name = 'Ada')-[IS knows]->{0,1}(b) COLUMNS (b.name)"));
        assertEquals(List.of("Ada", "Bob", "Cid"), match("(a WHERE a.name = 'Ada')-[IS knows]->?(b) COLUMNS (b.name)"));
        assertEquals(List.of("Cid", "Cid"), match("(a WHERE a.name = 'Ada')-[IS knows]->{2}(b) COLUMNS (b.name)"));
        assertEquals(
                List.of("Cid"),
                match(
                        "(a WHERE a.name = 'Ada') ((x)-[k IS knows WHERE k.since < 2003]->(y) WHERE y.age > x.age){2}(b) COLUMNS (b.name)"));
        assertEquals(List.of("Cid"), match("TRAIL (a WHERE a.name = 'Cid')-[IS knows]->{1,3}(b) COLUMNS (b.name)"));
        assertEquals(
                List.of("Bob", "Cid", "Cid"),
                match("ACYCLIC (a WHERE a.name = 'Ada')-[IS knows]->{1,3}(b) COLUMNS (b.name)"));
        assertEquals(
                List.of("Acme", "Bolt"),
                match("(a IS person)-[IS works]->{1,1}(b IS company) COLUMNS (b.name)").stream()
                        .distinct()
                        .toList());
    }

    @Test
    void predicatesTestElements() {
        assertEquals(
                List.of("Acme|false|true", "Ada|true|false"),
                db.sorted(
                        "SELECT * FROM GRAPH_TABLE (g MATCH (n) COLUMNS (n.name, n IS LABELED person AS p, PROPERTY_EXISTS(n, founded) AS f)) WHERE name LIKE 'A%'"));
        assertEquals(List.of("Cid"), match("(a)-[IS knows]->(b) WHERE SAME(a, b) COLUMNS (a.name)"));
        assertEquals(
                List.of("Ada|Bob|Cid"),
                match(
                        "(a)-[IS knows]->(b)-[IS knows]->(c) WHERE ALL_DIFFERENT(a, b, c) COLUMNS (a.name, b.name AS b, c.name AS c)"));
        assertEquals(
                List.of("true|false"),
                match(
                        "(a WHERE a.name = 'Ada')-[e IS knows WHERE e.since = 2001]->(b) COLUMNS (a IS SOURCE OF e AS s, a IS DESTINATION OF e AS d)"));
        assertEquals(
                List.of("4"),
                db.rows(
                        "SELECT COUNT(DISTINCT i) FROM GRAPH_TABLE (g MATCH (a IS person) COLUMNS (ELEMENT_ID(a) AS i))"));
    }

    @Test
    void starsGiveAllProperties() {
        assertEquals(List.of("1|Ada|30", "2|Bob|40", "3|Cid|50", "4|Dee|null"), match("(a IS person) COLUMNS (a.*)"));
        try (GrismStatement statement = db.connection.prepare(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a IS person)-[k IS knows]->(b IS person) COLUMNS (*))")) {
            assertEquals(
                    List.of("id", "name", "age", "a", "b", "since", "b_id", "b_name", "b_age"),
                    statement.columns().stream().map(column -> column.label()).toList());
        }
    }

    @Test
    void graphTableMixesWithSql() {
        assertEquals(
                List.of("Ada|2", "Bob|1", "Cid|1"),
                db.sorted(
                        "SELECT n, COUNT(*) FROM GRAPH_TABLE (g MATCH (a)-[IS knows]->(b) COLUMNS (a.name AS n)) AS t GROUP BY n"));
        assertEquals(
                List.of("Ada|Bob", "Ada|Cid", "Bob|Cid", "Cid|Cid"),
                db.sorted(
                        "SELECT p.name, t.x FROM person AS p, LATERAL GRAPH_TABLE (g MATCH (a WHERE a.id = p.id)-[IS knows]->(b) COLUMNS (b.name)) AS t (x)"));
        assertEquals(
                List.of("Ada|2", "Bob|1", "Cid|1", "Dee|0"),
                db.sorted(
                        "SELECT p.name, (SELECT COUNT(*) FROM GRAPH_TABLE (g MATCH (a)-[IS knows]->(b) WHERE a.id = p.id COLUMNS (b.name))) FROM person AS p"));
        assertEquals(
                List.of("Dee"),
                db.sorted(
                        "SELECT name FROM person WHERE name NOT IN (SELECT n FROM GRAPH_TABLE (g MATCH (a)-[IS knows]-(b) COLUMNS (a.name AS n)))"));
        assertEquals(
                List.of("Bob"),
                db.sorted(
                        "WITH g AS (SELECT 1 AS x) SELECT b FROM g, GRAPH_TABLE (main.g MATCH (a WHERE a.name = 'Ada')-[k IS knows]->(b WHERE k.since = 2001) COLUMNS (b.name AS b))"));
        run("CREATE VIEW v AS SELECT * FROM GRAPH_TABLE (g MATCH (a IS person) COLUMNS (a.name))");
        assertEquals(List.of("4"), db.rows("SELECT COUNT(*) FROM v"));
        try (GrismStatement statement = db.connection.prepare(
                "SELECT * FROM GRAPH_TABLE (g MATCH (a IS person WHERE a.age = ?) COLUMNS (a.name, a.age + ? AS x))")) {
            statement.bind(0, 40);
            statement.bind(1, 2);
            try (GrismResult result = statement.execute()) {
                assertEquals(List.of("Bob|42"), TestDatabase.rows(result));
            }
        }
    }

    @Test
    void graphsMayBeDefinedInTheQuery() {
        assertEquals(
                List.of("Ada|Bob", "Ada|Cid", "Bob|Cid", "Cid|Cid"),
                db.sorted(
                        "WITH h AS PROPERTY GRAPH (VERTEX TABLES (person AS p) EDGE TABLES (knows AS k SOURCE KEY (a) REFERENCES p DESTINATION KEY (b) REFERENCES p))"
                                + " SELECT x, y FROM GRAPH_TABLE (h MATCH (a IS p)-[IS k]->(b) COLUMNS (a.name AS x, b.name AS y))"));
    }

    @Test
    void wrongPatternsAreRefused() {
        failsIn(
                ErrorCode.UNKNOWN_LABEL,
                "Cannot find vertex label: persn. Did you mean person? (line 1, column 42)",
                "(p IS persn) COLUMNS (p.name)");
        failsIn(
                ErrorCode.UNKNOWN_PROPERTY,
                "Cannot find property: name of p. (line 1, column 60)",
                "(p IS knows) COLUMNS (p.name)");
        failsIn(
                ErrorCode.UNKNOWN_LABEL,
                "Cannot find edge label: person. It is a label of vertices. (line 1, column 44)",
                "(p)-[IS person]->() COLUMNS (p.name)");
        failsIn(
                ErrorCode.UNKNOWN_PROPERTY,
                "Cannot find property: nam of p. Did you mean name? (line 1, column 61)",
                "(p IS person) COLUMNS (p.nam)");
        failsIn(
                ErrorCode.UNKNOWN_VARIABLE,
                "Cannot find variable: person2. Did you mean person1? (line 1, column 65)",
                "(person1 IS person) COLUMNS (person2.name)");
        failsIn(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: name. A property needs its variable: p.name. (line 1, column 59)",
                "(p IS person) COLUMNS (name)");
        failsIn(
                ErrorCode.INVALID_PATTERN,
                "Cannot use variable p as an edge and as a vertex. (line 1, column 41)",
                "(p)-[p]->() COLUMNS (1 AS x)");
        failsIn(
                ErrorCode.INVALID_PATTERN,
                "Cannot use variable p as a value. Use one of its properties, or ELEMENT_ID(p). (line 1, column 49)",
                "(p) COLUMNS (p)");
        failsIn(
                ErrorCode.INVALID_PATTERN,
                "Cannot match a path without an upper bound: it may go on for ever. Write {m,n}, or put TRAIL, ACYCLIC, SIMPLE, ANY or SHORTEST before the path. (line 1, column 39)",
                "(p)-[e]->*(q) COLUMNS (p.name)");
        failsIn(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run a quantifier without an upper bound: not supported yet. (line 1, column 45)",
                "TRAIL (p)-[e]->*(q) COLUMNS (p.name)");
        failsIn(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run the path selector ANY SHORTEST: not supported yet. (line 1, column 36)",
                "ANY SHORTEST (p)-[e]->*(q) COLUMNS (p.name)");
        failsIn(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run an expression over path x: not supported yet. (line 1, column 74)",
                "x = (p)-[e]->(q) COLUMNS (PATH_LENGTH(x) AS l)");
        failsIn(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run an aggregate function inside of GRAPH_TABLE: not supported yet. (line 1, column 63)",
                "(p)-[e]->{1,2}(q) COLUMNS (COUNT(e.since) AS c)");
        failsIn(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run an expression over e, which stands for a list of elements here: not supported yet. (line 1, column 60)",
                "(p)-[e]->{1,2}(q) WHERE e.since > 1 COLUMNS (p.name)");
        failsIn(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run a sub-query inside of GRAPH_TABLE: not supported yet. (line 1, column 53)",
                "(p) WHERE EXISTS (SELECT 1 FROM person) COLUMNS (p.name)");
        failsIn(
                ErrorCode.UNKNOWN_LABEL,
                "Cannot find role: a of knows, works. There are source, destination. (line 1, column 48)",
                "(p)-[e FROM a TO b]->(q) COLUMNS (p.name)");
        failsIn(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run an alternative of paths (|): not supported yet. (line 1, column 36)",
                "(p)->(q) | (p)<-(q) COLUMNS (p.name)");
        failsIn(
                ErrorCode.AMBIGUOUS_COLUMN,
                "Cannot name two columns name. Give one of them another name with AS. (line 1, column 62)",
                "(p)->(q) COLUMNS (p.name, q.name)");
        failsIn(
                ErrorCode.TYPE_MISMATCH,
                "Cannot use a value of type INTEGER as a condition. (line 1, column 56)",
                "(p IS person) WHERE p.age COLUMNS (p.name)");
        fails(
                ErrorCode.UNKNOWN_GRAPH,
                "Cannot find graph: gg. Did you mean g? (line 1, column 28)",
                "SELECT * FROM GRAPH_TABLE (gg MATCH (p) COLUMNS (p.name))");
        fails(
                ErrorCode.UNKNOWN_GRAPH,
                "Cannot find graph: person. It is a table; GRAPH_TABLE reads property graphs. (line 1, column 28)",
                "SELECT * FROM GRAPH_TABLE (person MATCH (p) COLUMNS (p.name))");
        fails(
                ErrorCode.INVALID_STATEMENT,
                "Cannot select from property graph g. Use GRAPH_TABLE (graph MATCH (v) COLUMNS (...)). (line 1, column 15)",
                "SELECT * FROM g");
        fails(
                ErrorCode.INVALID_STATEMENT,
                "Cannot select from property graph g. Use GRAPH_TABLE (graph MATCH (v) COLUMNS (...)). (line 1, column 17)",
                "SELECT x.y FROM main.g AS x");
    }

    @Test
    void wrongDefinitionsAreRefused() {
        fails(
                ErrorCode.UNKNOWN_TABLE,
                "Cannot find table: persn. Did you mean person? (line 1, column 40)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (persn)");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot name two element tables person. Give one another name: person AS ... (line 1, column 48)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person, person)");
        fails(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: idd of person. Did you mean id? (line 1, column 52)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person KEY (idd))");
        fails(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: nam. Did you mean name? (line 1, column 59)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person PROPERTIES (nam))");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot name property age + 1. Give it a name: age + 1 AS ... (line 1, column 59)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person PROPERTIES (age + 1))");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot define property name in two ways for one element table: as name and as age. (line 1, column 93)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person LABEL a PROPERTIES (name) LABEL b PROPERTIES (age AS name))");
        fails(
                ErrorCode.TYPE_MISMATCH,
                "Cannot unite the types of vertex property name: it is VARCHAR in person and INTEGER in company. Cast one of them, or give it another name. (line 1, column 25)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person PROPERTIES (name), company PROPERTIES (founded AS name))");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot tell the source of knows: it has 2 foreign keys to person. Write SOURCE KEY (columns) REFERENCES person (columns). (line 1, column 67)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person) EDGE TABLES (knows SOURCE person DESTINATION person)");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot find vertex table: company. (line 1, column 93)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person) EDGE TABLES (works SOURCE person DESTINATION company)");
        fails(
                ErrorCode.TYPE_MISMATCH,
                "Cannot reference person: role is VARCHAR, but id is BIGINT. (line 1, column 81)",
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person) EDGE TABLES (works SOURCE person DESTINATION KEY (role) REFERENCES person)");
        fails(
                ErrorCode.OBJECT_EXISTS,
                "Cannot create property graph main.g: a property graph of this name exists. (line 1, column 23)",
                "CREATE PROPERTY GRAPH g VERTEX TABLES (person)");
        fails(
                ErrorCode.OBJECT_EXISTS,
                "Cannot create property graph main.person: a table of this name exists. (line 1, column 34)",
                "CREATE OR REPLACE PROPERTY GRAPH person VERTEX TABLES (person)");
        fails(
                ErrorCode.DEPENDENT_OBJECTS,
                "Cannot drop main.works: property graph main.g needs it. Drop them first, or use CASCADE. (line 1, column 12)",
                "DROP TABLE works");
        run("CREATE TABLE loose (a BIGINT, b BIGINT)");
        run("INSERT INTO loose VALUES (1, 2), (1, 99)");
        String loose =
                "CREATE PROPERTY GRAPH h VERTEX TABLES (person) EDGE TABLES (loose SOURCE KEY (a) REFERENCES person DESTINATION KEY (b) REFERENCES person)";
        fails(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "1 edge of loose without a destination in person, the first with b = 99. Add SKIP DANGLING EDGES",
                loose);
        try (GrismResult result = db.connection.execute(loose + " SKIP DANGLING EDGES")) {
            assertEquals(1, result.warnings().size(), result.warnings()::toString);
        }
        assertEquals(List.of("1"), db.rows("SELECT COUNT(*) FROM GRAPH_TABLE (h MATCH ()->() COLUMNS (1 AS x))"));
        run("DELETE FROM loose WHERE b = 99");
        run("CREATE OR REPLACE" + loose.substring(6) + " REJECT DANGLING EDGES");
        fails(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "Cannot change the tables of property graph main.h, which rejects dangling edges: there would be 1 edge of loose without a source in person, the first with a = 98.",
                "INSERT INTO loose VALUES (98, 1)");
        run("DROP PROPERTY GRAPH h");
        run("INSERT INTO loose VALUES (98, 1)");
        fails(
                ErrorCode.UNKNOWN_GRAPH,
                "Cannot find property graph: h. Did you mean g? (line 1, column 21)",
                "DROP PROPERTY GRAPH h");
    }

    @Test
    void hyperedgesAreCheckedAndAsked() {
        run(
                "CREATE TABLE meeting (id BIGINT PRIMARY KEY, host BIGINT REFERENCES person, guest BIGINT REFERENCES person, firm BIGINT REFERENCES company)");
        run("CREATE TABLE attends (meeting BIGINT REFERENCES meeting, person BIGINT REFERENCES person)");
        String start = "CREATE PROPERTY GRAPH h VERTEX TABLES (person, company) EDGE TABLES (meeting ";
        run(start
                + "ROLE host KEY (host) REFERENCES person ROLE guest OPTIONAL KEY (guest) REFERENCES person (id) ROLE firm company"
                + " ROLE attendee THROUGH attends KEY (meeting) PLAYER KEY (person) REFERENCES person)");
        assertEquals(
                List.of("4"), db.rows("SELECT COUNT(*) FROM GRAPH_TABLE (h MATCH (p IS person) COLUMNS (p.name))"));
        run("INSERT INTO meeting VALUES (1, 1, 2, 1), (2, 2, NULL, 1)");
        assertEquals(
                List.of("Ada|Bob"),
                db.rows(
                        "SELECT * FROM GRAPH_TABLE (h MATCH (p)-[m IS meeting FROM host TO guest]->(q) COLUMNS (p.name AS p, q.name AS q))"));
        assertEquals(
                List.of("Ada", "Bob"),
                db.sorted("SELECT * FROM GRAPH_TABLE (h MATCH (m IS meeting)-[IS host]->(p) COLUMNS (p.name AS p))"));
        fails(
                ErrorCode.INVALID_PATTERN,
                "It has the roles host, guest, firm, attendee: write FROM host TO guest. (line 1, column 39)",
                "SELECT * FROM GRAPH_TABLE (h MATCH (p)->(q) COLUMNS (p.name))");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot define hyperedge meeting with one role.",
                start.replace(" h ", " i ") + "ROLE host KEY (host) REFERENCES person)");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot declare role a of meeting twice in the same way.",
                start.replace(" h ", " i ")
                        + "ROLE a KEY (host) REFERENCES person ROLE a KEY (host) REFERENCES person)");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Write ROLE a KEY (columns) REFERENCES person (columns).",
                start.replace(" h ", " i ") + "ROLE a person ROLE b KEY (guest) REFERENCES person)");
        fails(
                ErrorCode.INVALID_GRAPH,
                "Cannot find vertex table: human.",
                start.replace(" h ", " i ")
                        + "ROLE a KEY (host) REFERENCES human ROLE b KEY (guest) REFERENCES person)");
    }

    /** The rows of a query and of the joins that EXPLAIN REWRITE writes for it, with the same parameters. */
    private List<String> rewritten(String query, Object... parameters) {
        List<String> rows = bound(query, parameters);
        String joins = String.join("\n", db.rows("EXPLAIN REWRITE " + query));
        assertFalse(joins.contains("GRAPH_TABLE ("), joins);
        assertEquals(rows, bound(joins, parameters), joins);
        return rows;
    }

    private List<String> bound(String sql, Object... parameters) {
        try (GrismStatement statement = db.connection.prepare(sql)) {
            for (int p = 0; p < parameters.length; p++) {
                statement.bind(p, parameters[p]);
            }
            try (GrismResult result = statement.execute()) {
                return TestDatabase.rows(result).stream().sorted().toList();
            }
        }
    }

    @Test
    void rewrittenQueriesTakeTheSameParameters() {
        assertEquals(
                List.of("Bob|Cid"),
                rewritten(
                        "SELECT * FROM GRAPH_TABLE (g MATCH (a IS person WHERE a.age > ?)-[k IS knows WHERE k.since < ?]->(b) COLUMNS (a.name, b.name AS b))",
                        30,
                        2003));
        assertEquals(
                List.of("Bob|42|x", "Cid|52|x"),
                rewritten(
                        "SELECT t.*, CAST(? AS VARCHAR) AS v FROM GRAPH_TABLE (g MATCH (a IS person WHERE a.age > ?) COLUMNS (a.name, a.age + ? AS x)) AS t WHERE name LIKE ? ORDER BY name",
                        "x",
                        30,
                        2,
                        "%"));
        assertEquals(
                List.of("Ada|2", "Bob|2", "Cid|2", "Cid|2", "Cid|2", "Cid|2", "Cid|2", "Cid|2", "Cid|2"),
                rewritten(
                        "WITH c AS (SELECT 2 AS n) SELECT t.name, c.n FROM c, GRAPH_TABLE (g MATCH (a)-[k IS knows WHERE k.since > ?]->{0,2}(b IS person WHERE b.age >= ?) COLUMNS (b.name)) AS t ORDER BY name",
                        2001,
                        30));
    }

    @Test
    void rewrittenQueriesFindHyperedgesInCircles() {
        run("CREATE TABLE claim (id BIGINT PRIMARY KEY, about BIGINT, author BIGINT)");
        run("CREATE TABLE doubt (id BIGINT PRIMARY KEY, target BIGINT, author BIGINT)");
        run("INSERT INTO claim VALUES (10, 20, 1), (11, 21, 2), (12, 22, 3), (13, 23, 99), (14, 14, 1)");
        run("INSERT INTO doubt VALUES (20, 11, 1), (21, 10, 2), (22, 13, 3), (23, 10, 1), (24, 12, 2), (25, 10, NULL)");
        run("CREATE PROPERTY GRAPH c VERTEX TABLES (person) EDGE TABLES ("
                + "claim ROLE about OPTIONAL KEY (about) REFERENCES doubt (id) ROLE author KEY (author) REFERENCES person (id),"
                + " doubt ROLE target KEY (target) REFERENCES claim (id) ROLE author KEY (author) REFERENCES person (id))"
                + " SKIP DANGLING EDGES");
        assertEquals(
                List.of("10|20", "11|21"),
                rewritten(
                        "SELECT * FROM GRAPH_TABLE (c MATCH (a IS claim)-[IS about]->(d) COLUMNS (a.id, d.id AS d))"));
        assertEquals(
                List.of("20", "21", "23"),
                rewritten("SELECT * FROM GRAPH_TABLE (c MATCH (d IS doubt) COLUMNS (d.id))"));
    }
}
