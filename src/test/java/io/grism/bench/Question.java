package io.grism.bench;

/**
 * What every engine is asked. {@code $start} stands for one person, {@code ?} for the person of a look-up. Kuzu is asked in Cypher; both find walks, so repeated vertices and
 * edges count.
 */
enum Question {
    LOAD("load all files", Kind.LOAD, "", "", "", ""),

    SCAN(
            "filter and aggregate posts",
            Kind.SQL,
            "lll",
            "SELECT COUNT(*), SUM(length), MAX(created) FROM post WHERE length > 1000 AND lang = 'en'",
            "SELECT COUNT(*), SUM(length)::BIGINT, MAX(created) FROM post WHERE length > 1000 AND lang = 'en'",
            "MATCH (p:Post) WHERE p.length > 1000 AND p.lang = 'en' RETURN COUNT(*), SUM(p.length), MAX(p.created)"),

    GROUP(
            "group persons by city",
            Kind.SQL,
            "lldll",
            "SELECT city_id, COUNT(*), AVG(age), MIN(score), MAX(score) FROM person GROUP BY city_id",
            "SELECT city_id, COUNT(*), AVG(age), MIN(score), MAX(score) FROM person GROUP BY city_id",
            "MATCH (p:Person) RETURN p.city_id, COUNT(*), AVG(p.age), MIN(p.score), MAX(p.score)"),

    GROUP_MANY(
            "group posts by author",
            Kind.SQL,
            "lll",
            "SELECT COUNT(*), MAX(n), MAX(s) FROM (SELECT author_id, COUNT(*) AS n, SUM(length) AS s FROM post GROUP BY author_id) AS t",
            "SELECT COUNT(*), MAX(n), MAX(s)::BIGINT FROM (SELECT author_id, COUNT(*) AS n, SUM(length) AS s FROM post GROUP BY author_id) AS t",
            "MATCH (p:Post) WITH p.author_id AS a, COUNT(*) AS n, SUM(p.length) AS s RETURN COUNT(*), MAX(n), MAX(s)"),

    JOIN_GROUP_ORDER(
            "likes per city of the author, top 20",
            Kind.SQL,
            "sll",
            """
            SELECT c.name, COUNT(*) AS n, SUM(p.length) AS s
            FROM likes l JOIN post p ON l.post_id = p.id JOIN person w ON p.author_id = w.id JOIN city c ON w.city_id = c.id
            GROUP BY c.name ORDER BY n DESC, c.name LIMIT 20""",
            """
            SELECT c.name, COUNT(*) AS n, SUM(p.length)::BIGINT AS s
            FROM likes l JOIN post p ON l.post_id = p.id JOIN person w ON p.author_id = w.id JOIN city c ON w.city_id = c.id
            GROUP BY c.name ORDER BY n DESC, c.name LIMIT 20""",
            """
            MATCH (:Person)-[:Likes]->(p:Post)<-[:Wrote]-(:Person)-[:LivesIn]->(c:City)
            RETURN c.name AS city, COUNT(*) AS n, SUM(p.length) AS s ORDER BY n DESC, city LIMIT 20"""),

    SORT_LIMIT(
            "sort posts by length, day and id, first 100",
            Kind.SQL,
            "lll",
            "SELECT id, length, created FROM post ORDER BY length DESC, created, id LIMIT 100",
            "SELECT id, length, created FROM post ORDER BY length DESC, created, id LIMIT 100",
            "MATCH (p:Post) RETURN p.id AS id, p.length AS length, p.created AS created"
                    + " ORDER BY length DESC, created, id LIMIT 100"),

    SORT_ALL(
            "sort posts by length, day and id, all",
            Kind.SQL,
            "l",
            "SELECT id FROM post ORDER BY length DESC, created, id",
            "SELECT id FROM post ORDER BY length DESC, created, id",
            "MATCH (p:Post) RETURN p.id ORDER BY p.length DESC, p.created, p.id"),

    ONE_HOP(
            "friends of one person",
            Kind.GRAPH,
            "ls",
            "SELECT id, name FROM GRAPH_TABLE (social MATCH (a IS person WHERE a.id = $start)-[IS knows]->(b IS person) COLUMNS (b.id, b.name))",
            "SELECT b.id, b.name FROM knows k JOIN person b ON b.id = k.dst WHERE k.src = $start",
            "MATCH (:Person {id: $start})-[:Knows]->(b:Person) RETURN b.id, b.name"),

    TWO_HOPS_DISTINCT(
            "distinct friends of friends of one person",
            Kind.GRAPH,
            "l",
            """
            SELECT COUNT(DISTINCT id) FROM GRAPH_TABLE (social
              MATCH (a IS person WHERE a.id = $start)-[IS knows]->()-[IS knows]->(c IS person) COLUMNS (c.id))""",
            "SELECT COUNT(DISTINCT k2.dst) FROM knows k1 JOIN knows k2 ON k1.dst = k2.src WHERE k1.src = $start",
            "MATCH (:Person {id: $start})-[:Knows]->(:Person)-[:Knows]->(c:Person) RETURN COUNT(DISTINCT c.id)"),

    TWO_HOPS_ALL(
            "count all two-hop paths",
            Kind.GRAPH,
            "l",
            "SELECT COUNT(*) FROM GRAPH_TABLE (social MATCH (a IS person)-[IS knows]->(b IS person)-[IS knows]->(c IS person) COLUMNS (1 AS one))",
            "SELECT COUNT(*) FROM knows k1 JOIN knows k2 ON k1.dst = k2.src",
            "MATCH (:Person)-[:Knows]->(:Person)-[:Knows]->(:Person) RETURN COUNT(*)"),

    TWO_HOPS_SOME(
            "count two-hop paths from 1 % of the persons",
            Kind.GRAPH,
            "l",
            """
            SELECT COUNT(*) FROM GRAPH_TABLE (social
              MATCH (a IS person WHERE a.cohort = 7)-[IS knows]->(b IS person)-[IS knows]->(c IS person) COLUMNS (1 AS one))""",
            "SELECT COUNT(*) FROM person a JOIN knows k1 ON k1.src = a.id JOIN knows k2 ON k1.dst = k2.src WHERE a.cohort = 7",
            "MATCH (a:Person)-[:Knows]->(:Person)-[:Knows]->(:Person) WHERE a.cohort = 7 RETURN COUNT(*)"),

    THREE_HOPS_ALL(
            "count all three-hop paths",
            Kind.PATHS,
            "l",
            """
            SELECT COUNT(*) FROM GRAPH_TABLE (social
              MATCH (a IS person)-[IS knows]->(b IS person)-[IS knows]->(c IS person)-[IS knows]->(d IS person) COLUMNS (1 AS one))""",
            "SELECT COUNT(*) FROM knows k1 JOIN knows k2 ON k1.dst = k2.src JOIN knows k3 ON k2.dst = k3.src",
            "MATCH (:Person)-[:Knows]->(:Person)-[:Knows]->(:Person)-[:Knows]->(:Person) RETURN COUNT(*)"),

    THREE_HOPS_SOME(
            "count three-hop paths from 1 % of the persons",
            Kind.PATHS,
            "l",
            """
            SELECT COUNT(*) FROM GRAPH_TABLE (social
              MATCH (a IS person WHERE a.cohort = 7)-[IS knows]->(b IS person)-[IS knows]->(c IS person)-[IS knows]->(d IS person)
              COLUMNS (1 AS one))""",
            """
            SELECT COUNT(*) FROM person a JOIN knows k1 ON k1.src = a.id JOIN knows k2 ON k1.dst = k2.src
              JOIN knows k3 ON k2.dst = k3.src WHERE a.cohort = 7""",
            """
            MATCH (a:Person)-[:Knows]->(:Person)-[:Knows]->(:Person)-[:Knows]->(:Person) WHERE a.cohort = 7 RETURN COUNT(*)"""),

    TRIANGLES(
            "count triangles",
            Kind.GRAPH,
            "l",
            "SELECT COUNT(*) FROM GRAPH_TABLE (social MATCH (a IS person)-[IS knows]->(b IS person)-[IS knows]->(c IS person)-[IS knows]->(a) COLUMNS (1 AS one))",
            "SELECT COUNT(*) FROM knows x JOIN knows y ON x.dst = y.src JOIN knows z ON y.dst = z.src AND z.dst = x.src",
            "MATCH (a:Person)-[:Knows]->(:Person)-[:Knows]->(:Person)-[:Knows]->(a) RETURN COUNT(*)"),

    TWO_HOPS_ENDS(
            "two hops from the young to the old, by country",
            Kind.GRAPH,
            "sl",
            """
            SELECT country, COUNT(*) FROM GRAPH_TABLE (social
              MATCH (a IS person WHERE a.age < 18)-[IS knows]->(b IS person)-[IS knows]->(c IS person WHERE c.age > 80)-[IS lives_in]->(t IS city)
              COLUMNS (t.country)) GROUP BY country""",
            """
            SELECT t.country, COUNT(*) FROM person a JOIN knows k1 ON k1.src = a.id JOIN knows k2 ON k1.dst = k2.src
              JOIN person c ON c.id = k2.dst JOIN city t ON t.id = c.city_id WHERE a.age < 18 AND c.age > 80 GROUP BY t.country""",
            """
            MATCH (a:Person)-[:Knows]->(:Person)-[:Knows]->(c:Person)-[:LivesIn]->(t:City) WHERE a.age < 18 AND c.age > 80
            RETURN t.country, COUNT(*)"""),

    REACHABLE(
            "distinct others within four hops of one person",
            Kind.GRAPH,
            "l",
            """
            SELECT COUNT(DISTINCT id) FROM GRAPH_TABLE (social
              MATCH (a IS person WHERE a.id = $start)-[IS knows]->{1,4}(b IS person) WHERE b.id <> $start COLUMNS (b.id))""",
            """
            WITH RECURSIVE reached(id, depth) AS (
              SELECT dst, 1 FROM knows WHERE src = $start
              UNION SELECT k.dst, r.depth + 1 FROM reached r JOIN knows k ON k.src = r.id WHERE r.depth < 4)
            SELECT COUNT(DISTINCT id) FROM reached WHERE id <> $start""",
            "MATCH (:Person {id: $start})-[:Knows* SHORTEST 1..4]->(b:Person) WHERE b.id <> $start RETURN COUNT(DISTINCT b.id)"),

    JOIN_PAIRS(
            "pairs of attendees of a meeting by its city, as joins",
            Kind.SQL,
            "sl",
            """
            SELECT c.name, COUNT(*) FROM meeting m JOIN attends x ON x.meeting_id = m.id JOIN attends y ON y.meeting_id = m.id
              JOIN city c ON c.id = m.city_id GROUP BY c.name""",
            """
            SELECT c.name, COUNT(*) FROM meeting m JOIN attends x ON x.meeting_id = m.id JOIN attends y ON y.meeting_id = m.id
              JOIN city c ON c.id = m.city_id GROUP BY c.name""",
            "MATCH (:Person)<-[:Attends]-(m:Meeting)-[:Attends]->(:Person), (m)-[:Venue]->(c:City) RETURN c.name, COUNT(*)"),

    HYPEREDGE_PAIRS(
            "pairs of attendees of a meeting by its city, as a hyperedge",
            Kind.GRAPH,
            "sl",
            """
            SELECT name, COUNT(*) FROM GRAPH_TABLE (social
              MATCH (x)<-[IS attendee]-(m IS meeting)-[IS attendee]->(y), (m)-[IS venue]->(c) COLUMNS (c.name)) GROUP BY name""",
            JOIN_PAIRS.duckdb,
            JOIN_PAIRS.kuzu),

    HYPEREDGE_STEP(
            "distinct attendees of the meetings of one host",
            Kind.GRAPH,
            "l",
            """
            SELECT COUNT(DISTINCT id) FROM GRAPH_TABLE (social
              MATCH (a IS person WHERE a.id = $start)-[IS meeting FROM host TO attendee]->(b IS person) COLUMNS (b.id))""",
            "SELECT COUNT(DISTINCT x.person_id) FROM meeting m JOIN attends x ON x.meeting_id = m.id WHERE m.host_id = $start",
            "MATCH (:Person {id: $start})<-[:Host]-(:Meeting)-[:Attends]->(b:Person) RETURN COUNT(DISTINCT b.id)"),

    LOOK_UP_PREPARED(
            "one person by key, prepared",
            Kind.LOOK_UP_PREPARED,
            "sl",
            "SELECT name, age FROM person WHERE id = ?",
            "SELECT name, age FROM person WHERE id = ?",
            "MATCH (p:Person {id: ?}) RETURN p.name, p.age"),

    LOOK_UP_TEXT(
            "one person by key, planned each time",
            Kind.LOOK_UP_TEXT,
            "sl",
            "SELECT name, age FROM person WHERE id = ?",
            "SELECT name, age FROM person WHERE id = ?",
            "MATCH (p:Person {id: ?}) RETURN p.name, p.age"),

    SHORT_HOP_TEXT(
            "number of friends and their ages, planned each time",
            Kind.LOOK_UP_TEXT,
            "ll",
            "SELECT COUNT(*), COALESCE(SUM(age), 0) FROM GRAPH_TABLE (social MATCH (a IS person WHERE a.id = ?)-[IS knows]->(b IS person) COLUMNS (b.age))",
            "SELECT COUNT(*), COALESCE(SUM(b.age), 0)::BIGINT FROM knows k JOIN person b ON b.id = k.dst WHERE k.src = ?",
            "MATCH (:Person {id: ?})-[:Knows]->(b:Person) RETURN COUNT(*), COALESCE(SUM(b.age), 0)");

    /** What a question is about, and with it the floor that Grism is held to. */
    enum Kind {
        LOAD,
        SQL,
        GRAPH,
        /** A count of long paths. */
        PATHS,
        LOOK_UP_PREPARED,
        LOOK_UP_TEXT
    }

    /** How often one run asks a question of look-ups. */
    static final int LOOK_UPS = 20;

    private final String title;
    private final Kind kind;
    private final String columns;
    private final String grism;
    private final String duckdb;
    private final String kuzu;

    Question(String title, Kind kind, String columns, String grism, String duckdb, String kuzu) {
        this.title = title;
        this.kind = kind;
        this.columns = columns;
        this.grism = grism;
        this.duckdb = duckdb;
        this.kuzu = kuzu;
    }

    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }

    /** A letter for each column of the answer: l for a whole number, d for one with a fraction, s for text. */
    String columns() {
        return columns;
    }

    String grism() {
        return grism;
    }

    String duckdb() {
        return duckdb;
    }

    String kuzu() {
        return kuzu;
    }

    /** Whether the order of the rows is part of the answer. */
    boolean ordered() {
        return grism.contains("ORDER BY") || (!grism.contains("GROUP BY") && this != ONE_HOP);
    }

    /** How many questions one run asks. */
    int repeats() {
        return kind == Kind.LOOK_UP_PREPARED || kind == Kind.LOOK_UP_TEXT ? LOOK_UPS : 1;
    }

    /** How many times faster than the faster peer Grism has to be; below one, how much slower it may be than DuckDB. */
    double floor() {
        return switch (kind) {
            case GRAPH -> 2;
            case PATHS -> 100;
            case LOAD -> 1 / 2.0;
            case SQL, LOOK_UP_PREPARED, LOOK_UP_TEXT -> this == SHORT_HOP_TEXT ? 2 : 1 / 1.5;
        };
    }
}
