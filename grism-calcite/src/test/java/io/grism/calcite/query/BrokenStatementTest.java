package io.grism.calcite.query;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements with words left out, doubled, swapped or taken from elsewhere: each is an error of the user's or runs, and the connection goes on. */
class BrokenStatementTest {
    private static final int STATEMENTS = 2000;
    private static final Pattern WORD = Pattern.compile("'[^']*'|\\w+|->|<-|[^\\s\\w]");
    private static final List<String> GOOD = List.of(
            "SELECT name, COUNT(*) FROM person AS p WHERE age > 30 AND name LIKE 'A%' GROUP BY name ORDER BY 2 DESC LIMIT 3",
            "SELECT * FROM GRAPH_TABLE (g MATCH (a IS person WHERE a.age > 1)-[k IS knows]->(b), (b)<-[l]-(c:person) WHERE a.name <> b.name COLUMNS (a.name AS x, b.*, k.since + 1 AS s)) AS t",
            "SELECT * FROM GRAPH_TABLE (g MATCH TRAIL (a)-[k IS knows]->{1,3}(b) COLUMNS (a.name, ELEMENT_ID(b) AS i, SAME(a, b) AS s, a IS LABELED person | !company AS l))",
            "SELECT p.name, t.x FROM person AS p, LATERAL GRAPH_TABLE (g MATCH (a WHERE a.id = p.id)-[]-(b) COLUMNS (b.name AS x)) AS t",
            "WITH h AS PROPERTY GRAPH (VERTEX TABLES (person AS p KEY (id)) EDGE TABLES (knows SOURCE KEY (a) REFERENCES p DESTINATION KEY (b) REFERENCES p)) SELECT x FROM GRAPH_TABLE (h MATCH (a)->(b) COLUMNS (a.name AS x))",
            "CREATE PROPERTY GRAPH h VERTEX TABLES (person LABEL a PROPERTIES (name, age + 1 AS n) LABEL b NO PROPERTIES) EDGE TABLES (knows SOURCE KEY (a) REFERENCES person (id) DESTINATION KEY (b) REFERENCES person LABEL k PROPERTIES ARE ALL COLUMNS EXCEPT (since)) SKIP DANGLING EDGES",
            "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(10) NOT NULL DEFAULT 'x', r BIGINT REFERENCES person (id), UNIQUE (name, r))",
            "CREATE TABLE t AS SELECT id, name || 'x' AS n FROM person",
            "CREATE OR REPLACE VIEW v (a, b) AS SELECT id, name FROM person WHERE age IS NOT NULL",
            "INSERT INTO person (id, name) VALUES (10, 'Zoe'), (11, DEFAULT)",
            "UPDATE person AS p SET age = age + 1, name = UPPER(name) WHERE p.id IN (SELECT a FROM knows)",
            "DELETE FROM knows WHERE since = 2001 OR a = (SELECT MIN(id) FROM person)",
            "DROP TABLE IF EXISTS knows CASCADE",
            "COPY knows (a, b) FROM '/nowhere.csv' WITH (HEADER true, DELIMITER '|')",
            "EXPLAIN (LOGICAL, JSON) SELECT * FROM person",
            "SELECT a.name, SUM(b.age) OVER (PARTITION BY a.name ORDER BY a.id) FROM person AS a LEFT JOIN person AS b ON a.id = b.id");

    private final TestDatabase db = new TestDatabase();

    @BeforeEach
    void fill() {
        run("CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR, age INTEGER)");
        run("CREATE TABLE knows (a BIGINT REFERENCES person, b BIGINT REFERENCES person, since INTEGER)");
        run("CREATE PROPERTY GRAPH g VERTEX TABLES (person) EDGE TABLES (knows SOURCE KEY (a) REFERENCES person"
                + " DESTINATION KEY (b) REFERENCES person)");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void run(String sql) {
        db.connection.execute(sql).close();
    }

    @Test
    void noStatementMeetsADefect() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        List<List<String>> words = GOOD.stream().map(BrokenStatementTest::words).toList();
        for (int i = 0; i < STATEMENTS; i++) {
            String sql = String.join(" ", broken(words, random));
            try {
                db.connection.prepare(sql).close();
            } catch (GrismException e) {
                assertNotEquals(ErrorCode.INTERNAL, e.code(), () -> "seed " + seed + ": " + sql + "\n" + trace(e));
            }
        }
    }

    private static String trace(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    private static List<String> words(String sql) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(sql);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static List<String> broken(List<List<String>> all, Random random) {
        List<String> words = new ArrayList<>(all.get(random.nextInt(all.size())));
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(words.size());
            List<String> other = all.get(random.nextInt(all.size()));
            switch (random.nextInt(4)) {
                case 0 -> words.remove(at);
                case 1 -> words.add(at, words.get(random.nextInt(words.size())));
                case 2 -> words.set(at, words.get(random.nextInt(words.size())));
                default -> words.set(at, other.get(random.nextInt(other.size())));
            }
        }
        return words;
    }
}
