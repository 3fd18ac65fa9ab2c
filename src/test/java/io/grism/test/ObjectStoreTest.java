package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.Grism;
import io.grism.api.GrismConnection;
import io.grism.api.GrismDatabase;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.test.ObjectServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** SQL on databases in an object store that speaks S3. */
final class ObjectStoreTest {
    private static final String PLACE = "s3://" + ObjectServer.BUCKET;

    /** Scripts that define, change, ask tables and graphs, and read versions. */
    private static final Set<String> SCRIPTS = Set.of(
            "sql/ddl.iq",
            "sql/transaction.iq",
            "sql/join.iq",
            "graph/hyperedge.iq",
            "graph/paths.iq",
            "expr/nested.iq",
            "versions/timetravel.iq");

    private static ObjectServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new ObjectServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String settings() {
        return server.options().entrySet().stream()
                .map(option -> ";" + option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining());
    }

    private static Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:grism:" + PLACE + "/" + name + settings());
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    @TestFactory
    Stream<DynamicNode> scripts() throws IOException {
        String url = "jdbc:grism:" + PLACE + ScriptDatabases.FOLDER + settings();
        return GoldenTest.scripts(
                List.of(
                        new GoldenTest.Mode("objects", url + ";threads=2"),
                        new GoldenTest.Mode("objects stages=3", url + ";runtime=stages;threads=2;partitions=3"),
                        new GoldenTest.Mode("objects cluster=3", url + ";runtime=fake;partitions=3")),
                SCRIPTS::contains);
    }

    @Test
    void lastsFromOneConnectionToTheNext() throws SQLException {
        try (Connection connection = connect("lasting/")) {
            run(connection, "CREATE TABLE t (x INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
        }
        try (Connection connection = connect("lasting");
                Connection second = connect("lasting")) {
            assertEquals("2", value(connection, "SELECT COUNT(*) FROM t"));
            run(connection, "BEGIN", "DELETE FROM t WHERE x = 1");
            assertEquals("2", value(second, "SELECT COUNT(*) FROM t"));
            run(connection, "COMMIT");
            assertEquals("1", value(second, "SELECT COUNT(*) FROM t"));
            run(second, "OPTIMIZE", "CREATE TAG one", "VACUUM RETAIN 0 SECONDS");
            assertEquals("1", value(connection, "SELECT COUNT(*) FROM t"));
        }
        assertTrue(server.names().stream().anyMatch(name -> name.startsWith("lasting/tables/")));
        assertFalse(server.names().stream().anyMatch(name -> name.startsWith("/")), server.names()::toString);
    }

    @Test
    void keysAreNeverTold() throws SQLException {
        try (Connection connection = connect("keys")) {
            assertEquals(
                    "jdbc:grism:" + PLACE + "/keys", connection.getMetaData().getURL());
            assertFalse(connection.getClientInfo().toString().contains(ObjectServer.SECRET));
            run(connection, "CREATE TABLE t (x INTEGER)");
            for (String sql : List.of("EXPLAIN PLAN FOR SELECT * FROM t", "SHOW ALL", "SHOW VERSIONS")) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            String text = String.valueOf(rows.getString(i));
                            assertFalse(text.contains(ObjectServer.KEY) || text.contains(ObjectServer.SECRET), text);
                        }
                    }
                }
            }
            Properties other = new Properties();
            other.setProperty("aws_secret_access_key", "ANOTHERSECRET");
            SQLException failure = assertThrows(
                    SQLException.class, () -> DriverManager.getConnection("jdbc:grism:" + PLACE + "/keys", other));
            assertEquals("42000", failure.getSQLState(), failure.getMessage());
            assertFalse(failure.getMessage().contains("SECRET"), failure.getMessage());
        }
    }

    @Test
    void opensFromJava() {
        Map<String, String> options = new HashMap<>(server.options());
        options.put("threads", "1");
        options.put("create", "false");
        GrismException failure = assertThrows(GrismException.class, () -> Grism.open(PLACE + "/java", options));
        assertEquals(ErrorCode.FILE_NOT_FOUND, failure.code(), failure.getMessage());
        options.remove("create");
        try (GrismDatabase database = Grism.open(PLACE + "/java", options);
                GrismConnection connection = database.connect()) {
            connection.execute("CREATE TABLE t (x INTEGER)").close();
        }
        options.put("aws_access_key_id", "wrong");
        failure = assertThrows(GrismException.class, () -> Grism.open(PLACE + "/java", options));
        assertEquals("58030", failure.code().sqlState(), failure.getMessage());
    }
}
