package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.remote.FakeClusterProvider;
import io.grism.ray.LocalRay;
import io.grism.ray.MiniCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases in folders on clusters: executors read the folder, unless they do not see it, or it does not have the rows yet. */
final class ClusterFolderTest {
    private static final int EDGES = 150_000;
    private static final String STEPS =
            "SELECT count(*) FROM GRAPH_TABLE (g MATCH (a)-[IS e]->(b)-[IS e]->(c) COLUMNS (c.id AS x))";

    @TempDir
    Path folder;

    private Connection connect(String settings) throws SQLException {
        return DriverManager.getConnection("jdbc:grism:" + folder.resolve("db") + ";" + settings);
    }

    private static long ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next());
            return rows.getLong(1);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Each vertex has an edge to the next. */
    private long create() throws SQLException, IOException {
        Path file = folder.resolve("v.csv");
        Files.write(
                file, LongStream.rangeClosed(1, EDGES).mapToObj(Long::toString).toList());
        try (Connection connection = connect("runtime=local")) {
            execute(
                    connection,
                    "CREATE TABLE v (id BIGINT PRIMARY KEY)",
                    "CREATE TABLE e (a BIGINT, b BIGINT)",
                    "COPY v FROM '" + file + "' (header false)",
                    "INSERT INTO e SELECT id, id + 1 FROM v WHERE id < " + EDGES,
                    "CREATE PROPERTY GRAPH g VERTEX TABLES (v) EDGE TABLES (e"
                            + " SOURCE KEY (a) REFERENCES v (id) DESTINATION KEY (b) REFERENCES v (id))");
            return ask(connection, STEPS);
        }
    }

    @Test
    void executorsReadTheFolder() throws SQLException, IOException {
        assertEquals(EDGES - 2, create());
        int before = FakeClusterProvider.tablesSent();
        try (Connection connection = connect("runtime=fake;partitions=3")) {
            assertEquals(EDGES - 2, ask(connection, STEPS));
            assertEquals(EDGES, ask(connection, "SELECT count(*) FROM v"));
            assertEquals(before, FakeClusterProvider.tablesSent());
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO e VALUES (" + EDGES + ", 1)");
            assertEquals(EDGES, ask(connection, STEPS));
            assertTrue(FakeClusterProvider.tablesSent() > before, "the edges are not in the folder");
            connection.commit();
            int after = FakeClusterProvider.tablesSent();
            assertEquals(EDGES, ask(connection, STEPS));
            assertEquals(after, FakeClusterProvider.tablesSent());
        }
    }

    @Test
    void executorsOfRayReadTheFolder() throws SQLException, IOException {
        LocalRay ray = MiniCluster.shared();
        String settings = MiniCluster.settings(ray).entrySet().stream()
                .map(setting -> ";" + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining());
        create();
        for (Path file : indexes()) {
            Files.delete(file);
        }
        try (Connection connection = connect("runtime=ray;partitions=3" + settings)) {
            assertEquals(EDGES - 2, ask(connection, STEPS));
        }
        assertTrue(!indexes().isEmpty(), "an index made by an executor, which it can keep only where the tables are");
    }

    private List<Path> indexes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("db/derived"))) {
            return files.toList();
        }
    }
}
