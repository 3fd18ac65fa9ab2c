package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements on a disk that is full, or nearly: each is done or tells that it is not, and all goes on when there is room. Needs the right to mount a small file system in memory. */
final class StoredFullDiskTest {
    private static final Set<String> CLEAR = Set.of("58030", "53100");
    private static final String NUMBERS =
            "WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n * 2 + b FROM r, (VALUES (0), (1)) AS x (b) WHERE n * 2 + b <= 20000) ";

    private static final String STATE = "SELECT COUNT(*), SUM(id), MIN(text), MAX(text), SUM(CHAR_LENGTH(text)) FROM t";
    private static final String GRAPH_STATE =
            "SELECT COUNT(*), SUM(x) FROM GRAPH_TABLE (g MATCH (a)-[IS e]->(b) COLUMNS (b.id AS x))";

    @TempDir
    private Path temporary;

    private Path disk = Path.of("");
    private Path filler = Path.of("");
    private boolean mounted;
    private int last = 60_000;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temporary.resolve("disk"));
        filler = disk.resolve("filler");
        mounted = run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "a file system in memory cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertEquals(0, run("umount", disk.toString()));
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:grism:" + disk.resolve("db") + ";index.size=0;threads=2");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String row(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertTrue(result.next());
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.append(result.getString(i)).append(' ');
            }
            return row.toString();
        }
    }

    /** Runs a statement; a COMMIT is that of a transaction that has changed several tables. */
    private static void perform(Connection connection, String statement) throws SQLException {
        if (!statement.equals("COMMIT")) {
            execute(connection, statement);
            return;
        }
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            execute(
                    connection,
                    "INSERT INTO t " + NUMBERS + "SELECT n + 200000, 'in a transaction ' || (n * 31) FROM r");
            execute(connection, "INSERT INTO e VALUES (1, 2), (2, 50000)");
            execute(connection, "DELETE FROM t WHERE id = 70000");
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** Leaves so many bytes of the disk. */
    private void fill(long left) throws IOException {
        try (FileChannel file = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int size : new int[] {1 << 16, 1 << 12}) {
                boolean full = false;
                while (!full) {
                    try {
                        full = file.write(ByteBuffer.allocate(size)) < size;
                    } catch (IOException e) {
                        full = true;
                    }
                }
            }
        }
        try (FileChannel file = FileChannel.open(filler, StandardOpenOption.WRITE)) {
            file.truncate(Math.max(0, file.size() - left));
        }
    }

    private List<String> statements() throws IOException {
        StringBuilder csv = new StringBuilder("id,text\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append(i + 900_000).append(",copied ").append(i * 7919L).append('\n');
        }
        Path file = Files.writeString(temporary.resolve("rows.csv"), csv);
        return List.of(
                "INSERT INTO t " + NUMBERS + "SELECT n + 100000, 'inserted ' || (n * 104729) FROM r",
                "COPY t FROM '" + file + "'",
                "UPDATE t SET text = text || '!' || id",
                "DELETE FROM t WHERE MOD(id, 3) = 0",
                "CREATE TABLE other AS SELECT id, text || id AS text FROM t",
                "COMMIT",
                "OPTIMIZE");
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        try (Connection connection = connect()) {
            execute(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, text VARCHAR)");
            execute(connection, "CREATE TABLE e (a INTEGER REFERENCES t (id), b INTEGER REFERENCES t (id))");
            execute(connection, "INSERT INTO t " + NUMBERS + "SELECT n, 'first ' || (n * 7) FROM r");
            execute(connection, "INSERT INTO t VALUES (50000, 'small')");
            execute(
                    connection,
                    "CREATE PROPERTY GRAPH g VERTEX TABLES (t) EDGE TABLES (e KEY (a, b) SOURCE KEY (a) REFERENCES t (id) DESTINATION KEY (b) REFERENCES t (id))");
        }
        List<String> failures = new ArrayList<>();
        Set<String> full = new HashSet<>();
        List<String> statements = statements();
        for (String statement : statements) {
            for (long left : new long[] {0, 8 << 10, 40 << 10, 200 << 10}) {
                if (!isDone(statement, left, failures)) {
                    full.add(statement);
                }
            }
        }
        assertEquals(List.of(), failures);
        assertEquals(Set.copyOf(statements), full, "these have met a full disk");
    }

    /** Runs a statement with so much room, and then again with room enough; the database is what it was at the end. */
    private boolean isDone(String statement, long left, List<String> failures) throws Exception {
        String what = statement.substring(0, Math.min(20, statement.length())) + ", " + left + " bytes left";
        String before;
        boolean done = true;
        try (Connection connection = connect()) {
            before = row(connection, STATE);
            String version = row(connection, "SHOW VERSIONS").split(" ")[0];
            fill(left);
            String graph = row(connection, GRAPH_STATE);
            try {
                perform(connection, statement);
            } catch (SQLException e) {
                done = false;
                if (!CLEAR.contains(e.getSQLState())) {
                    failures.add(what + ": " + e.getSQLState() + " " + e.getMessage());
                }
            }
            if (!done && !row(connection, STATE).equals(before)) {
                failures.add(what + ": not what it was");
            }
            if (!done && !row(connection, GRAPH_STATE).equals(graph)) {
                failures.add(what + ": not the graph that it was");
            }
            String after = row(connection, STATE);
            try (Connection other = connect()) {
                assertEquals(after, row(other, STATE), what);
            }
            Files.delete(filler);
            if (!done) {
                perform(connection, statement);
            }
            execute(connection, "RESTORE TO VERSION AS OF " + version);
            assertEquals(before, row(connection, STATE), what);
        }
        try (Connection again = connect()) {
            assertEquals(before, row(again, STATE), what);
            // A file more, so that there is something to optimize.
            execute(again, "INSERT INTO t VALUES (" + ++last + ", 'more')");
            execute(again, "VACUUM RETAIN 0 SECONDS");
        }
        return done;
    }
}
