package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The social network of the LSQB benchmark, loaded from its CSV files: each question is asked as a graph pattern and as plain joins, and both must count the same. Friendship (knows) is stored
 * once per pair and asked in any direction. The folder is that of the system property {@code grism.lsqb}, or {@code ../shared/data/lsqb-sf0.003} beside the repository.
 */
final class LsqbTest {
    private static final Path FOLDER = Path.of(System.getProperty(
            "grism.lsqb", System.getProperty("grism.root", "../..") + "/../shared/data/lsqb-sf0.003"));

    private static Connection connection;

    @BeforeAll
    static void load() throws IOException, SQLException {
        assumeTrue(Files.isDirectory(FOLDER), "no LSQB files in " + FOLDER + "; set -Dgrism.lsqb=<folder>");
        connection = DriverManager.getConnection("jdbc:grism:");
        List<String> vertices = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".csv", "");
                String[] parts = name.split("_");
                if (parts.length == 1) {
                    execute("CREATE TABLE " + name + " (id BIGINT PRIMARY KEY)");
                    boolean message = name.equals("Comment") || name.equals("Post");
                    vertices.add(name + " LABEL " + name + " PROPERTIES (id)"
                            + (message ? " LABEL Message PROPERTIES (id)" : ""));
                } else {
                    execute("CREATE TABLE " + name + " (src BIGINT NOT NULL, dst BIGINT NOT NULL)");
                    edges.add(name + " SOURCE KEY (src) REFERENCES " + parts[0]
                            + " (id) DESTINATION KEY (dst) REFERENCES " + parts[2] + " (id) LABEL " + parts[1]
                            + " NO PROPERTIES");
                }
                execute("COPY " + name + " FROM '" + file + "' WITH (HEADER true, DELIMITER '|')");
            }
        }
        execute("CREATE PROPERTY GRAPH lsqb VERTEX TABLES (" + String.join(", ", vertices) + ") EDGE TABLES ("
                + String.join(", ", edges) + ")");
        execute("CREATE VIEW knows AS SELECT src, dst FROM Person_knows_Person"
                + " UNION ALL SELECT dst, src FROM Person_knows_Person");
        execute("CREATE VIEW hasTag AS SELECT src, dst FROM Comment_hasTag_Tag"
                + " UNION ALL SELECT src, dst FROM Post_hasTag_Tag");
        execute("CREATE VIEW likes AS SELECT src, dst FROM Person_likes_Comment"
                + " UNION ALL SELECT src, dst FROM Person_likes_Post");
        execute("CREATE VIEW hasCreator AS SELECT src, dst FROM Comment_hasCreator_Person"
                + " UNION ALL SELECT src, dst FROM Post_hasCreator_Person");
        execute("CREATE VIEW replyOf AS SELECT src, dst FROM Comment_replyOf_Comment"
                + " UNION ALL SELECT src, dst FROM Comment_replyOf_Post");
    }

    @AfterAll
    static void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                count(
                        "triangles of friends",
                        "(a IS Person)-[IS knows]-(b IS Person)-[IS knows]-(c IS Person)-[IS knows]-(a)",
                        "knows x, knows y, knows z WHERE x.dst = y.src AND y.dst = z.src AND z.dst = x.src"),
                count(
                        "paths of two friendships",
                        "(a IS Person)-[IS knows]-(b IS Person)-[IS knows]-(c IS Person)",
                        "knows x, knows y WHERE x.dst = y.src"),
                count(
                        "friends of friends who are others, and what they are interested in",
                        "(a IS Person)-[IS knows]-(b IS Person)-[IS knows]-(c IS Person)-[IS hasInterest]->(t IS Tag)"
                                + " WHERE a.id <> c.id",
                        "knows x, knows y, Person_hasInterest_Tag i WHERE x.dst = y.src AND y.dst = i.src"
                                + " AND x.src <> y.dst"),
                Arguments.of(
                        "people by country",
                        "SELECT country, COUNT(*) FROM GRAPH_TABLE (lsqb MATCH (p IS Person)-[IS isLocatedIn]->(IS City)"
                                + "-[IS isPartOf]->(c IS Country) COLUMNS (c.id AS country)) GROUP BY country",
                        "SELECT i.dst, COUNT(*) FROM Person_isLocatedIn_City l"
                                + " JOIN City_isPartOf_Country i ON l.dst = i.src GROUP BY i.dst"),
                count(
                        "tagged messages with likes",
                        "(p IS Person)-[IS likes]->(m IS Message)-[IS hasTag]->(t IS Tag)",
                        "likes l, hasTag t WHERE l.dst = t.src"),
                count(
                        "a country's forum members, posts, replies and the classes of their tags",
                        "(IS Country)<-[IS isPartOf]-(IS City)<-[IS isLocatedIn]-(IS Person)<-[IS hasMember]-(IS Forum)"
                                + "-[IS containerOf]->(IS Post)<-[IS replyOf]-(IS Comment)-[IS hasTag]->(IS Tag)"
                                + "-[IS hasType]->(IS TagClass)",
                        "City_isPartOf_Country a, Person_isLocatedIn_City b, Forum_hasMember_Person c,"
                                + " Forum_containerOf_Post d, Comment_replyOf_Post e, Comment_hasTag_Tag f, Tag_hasType_TagClass g"
                                + " WHERE a.src = b.dst AND b.src = c.dst AND c.src = d.src AND d.dst = e.dst"
                                + " AND e.src = f.src AND f.dst = g.src"),
                count(
                        "friends of whom one replied to the other",
                        "(a IS Person)-[IS knows]-(b IS Person),"
                                + " (a)<-[IS hasCreator]-(c IS Comment)-[IS replyOf]->(p IS Post)-[IS hasCreator]->(b)",
                        "knows k, Comment_hasCreator_Person x, Comment_replyOf_Post r, Post_hasCreator_Person y"
                                + " WHERE k.src = x.dst AND x.src = r.src AND r.dst = y.src AND y.dst = k.dst"),
                count(
                        "friends in one country",
                        "(c IS Country)<-[IS isPartOf]-(x IS City)<-[IS isLocatedIn]-(a IS Person),"
                                + " (c)<-[IS isPartOf]-(y IS City)<-[IS isLocatedIn]-(b IS Person),"
                                + " (a)-[IS knows]-(b)",
                        "knows k, Person_isLocatedIn_City la, City_isPartOf_Country pa, Person_isLocatedIn_City lb,"
                                + " City_isPartOf_Country pb WHERE la.src = k.src AND pa.src = la.dst"
                                + " AND lb.src = k.dst AND pb.src = lb.dst AND pa.dst = pb.dst"),
                count(
                        "messages with tag, creator, liker and reply",
                        "(t IS Tag)<-[IS hasTag]-(m IS Message)-[IS hasCreator]->(c IS Person),"
                                + " (m)<-[IS likes]-(l IS Person), (m)<-[IS replyOf]-(r IS Comment)",
                        "hasTag t, hasCreator c, likes l, replyOf r"
                                + " WHERE t.src = c.src AND t.src = l.dst AND t.src = r.dst"),
                count(
                        "replies tagged otherwise",
                        "(t IS Tag)<-[IS hasTag]-(m IS Message)<-[IS replyOf]-(r IS Comment)-[IS hasTag]->(u IS Tag)"
                                + " WHERE t.id <> u.id",
                        "hasTag t, replyOf r, Comment_hasTag_Tag u WHERE t.src = r.dst AND r.src = u.src AND t.dst <> u.dst"));
    }

    private static Arguments count(String name, String pattern, String joins) {
        return Arguments.of(
                name,
                "SELECT COUNT(*) FROM GRAPH_TABLE (lsqb MATCH " + pattern + " COLUMNS (1 AS one))",
                "SELECT COUNT(*) FROM " + joins);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void patternAndJoinsAgree(String name, String pattern, String joins) throws SQLException {
        List<String> rows = rows(pattern);
        assertEquals(rows(joins), rows, name);
        assertTrue(!rows.isEmpty() && !rows.equals(List.of("0")), name + ": nothing found");
    }

    private static List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getString(column));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows.stream().sorted().toList();
    }
}
