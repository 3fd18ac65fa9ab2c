package io.grism.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.Grism;
import io.grism.api.GrismConnection;
import io.grism.api.GrismDatabase;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases in folders, as a URL names them. */
final class FolderDatabaseTest {
    @TempDir
    private Path folder;

    private static Connection connect(String target) throws SQLException {
        return DriverManager.getConnection("jdbc:grism:" + target);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
            assertTrue(rows.next());
            return rows.getInt(1);
        }
    }

    private static SQLException refused(String state, String target) {
        SQLException failure =
                assertThrows(SQLException.class, () -> connect(target).close());
        assertEquals(state, failure.getSQLState(), failure.getMessage());
        return failure;
    }

    private static void assertSays(String part, Throwable failure) {
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }

    @Test
    void lastsFromOneConnectionToTheNext() throws SQLException {
        Path db = folder.resolve("some/new/db");
        try (Connection connection = connect(db.toString())) {
            run(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR)", "INSERT INTO t VALUES (1, 'Ada')");
        }
        try (Connection connection = connect(db + ";threads=1;cache=2MB")) {
            assertEquals(1, count(connection));
            run(connection, "INSERT INTO t VALUES (2, 'Bob')");
        }
        try (Connection connection = connect(db + ";create=false")) {
            assertEquals(2, count(connection));
        }
    }

    @Test
    void hasManyNames() throws IOException, SQLException {
        Path db = Files.createDirectory(folder.resolve("a=b c"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), db);
        Path relative = Path.of("").toAbsolutePath().relativize(db);
        try (Connection first = connect(db.toString())) {
            run(first, "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
            for (String name : List.of(
                    db + "/../a=b c/.",
                    "./" + relative,
                    db.toUri().toString(),
                    "file:" + db.toUri().getRawPath(),
                    link.toString())) {
                try (Connection next = connect(name)) {
                    assertEquals(1, count(next), name);
                }
            }
        }
        try (Connection last = connect(link.toString())) {
            assertEquals(1, count(last));
        }
    }

    @Test
    void isSharedWhileItIsOpen() throws SQLException {
        Connection first = connect(folder + ";cache=4MB");
        try (Connection second = connect(folder.toString())) {
            run(first, "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
            assertEquals(1, count(second));
            assertSays("cache", refused("42000", folder + ";cache=8MB"));
            first.close();
            assertEquals(1, count(second));
        }
        try (Connection other = connect(folder + ";cache=8MB")) {
            assertEquals(1, count(other));
        }
    }

    @Test
    void isMadeOnlyWhereItMayBe() throws IOException {
        Path missing = folder.resolve("missing");
        assertSays(missing.toString(), refused("58P01", missing + ";create=false"));
        assertFalse(Files.exists(missing));
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertSays(file.toString(), refused("22P04", file.toString()));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("notes.txt"), "text");
        assertSays(other.toString(), refused("22P04", other.toString()));
        try (var files = Files.list(other)) {
            assertEquals(List.of(other.resolve("notes.txt")), files.toList());
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertSays("cache", refused("42000", folder + ";cache=much"));
        assertSays("create", refused("42000", folder + ";create=perhaps"));
        assertSays("no such setting", refused("42000", folder + ";cash=1MB"));
        assertSays("file:", refused("42000", "file:/a b"));
        assertSays("jdbc:grism:/path/to/folder", refused("42000", "db"));
        assertSays("object stores are s3://", refused("0A000", "hdfs://host/db"));
        for (String url : List.of("s3://bucket/db?key=hidden", "s3://me:hidden@bucket/db", "s3://bucket/db#hidden")) {
            SQLException failure = refused("42000", url);
            assertSays("keys are options", failure);
            assertFalse(failure.getMessage().contains("hidden"), failure.getMessage());
        }
        assertSays("remote server", refused("0A000", "//host/db"));
        assertSays("model", refused("0A000", "model=x.json"));
    }

    @Test
    void aRefusedSettingLeavesNothingOpen() throws SQLException {
        refused("42000", folder + ";cache=4MB;threads=none");
        try (Connection connection = connect(folder + ";cache=8MB")) {
            run(connection, "CREATE TABLE t (id INTEGER)");
            assertEquals(0, count(connection));
        }
    }

    @Test
    void tellsItsOptions() throws SQLException {
        Driver driver = DriverManager.getDriver("jdbc:grism:");
        Map<String, String> values = Arrays.stream(
                        driver.getPropertyInfo("jdbc:grism:/nowhere;cache=3MB;create=false", new Properties()))
                .filter(property -> property.value != null)
                .collect(Collectors.toMap(property -> property.name, property -> property.value));
        assertEquals(Map.of("cache", "3MB", "create", "false"), values);
        assertFalse(Files.exists(Path.of("/nowhere")));
    }

    @Test
    void opensFromJava() {
        Path db = folder.resolve("db");
        try (GrismDatabase database = Grism.open(db);
                GrismConnection connection = database.connect()) {
            connection.execute("CREATE TABLE t AS VALUES (1), (2)").close();
        }
        GrismDatabase first = Grism.open(db, Map.of("create", "false", "threads", "1", "cache", "1MB"));
        try (GrismDatabase again = Grism.open(db);
                GrismConnection connection = again.connect()) {
            connection.execute("INSERT INTO t VALUES (3)").close();
            first.close();
            connection.execute("SELECT * FROM t").close();
        }
        GrismException refused = assertThrows(GrismException.class, () -> Grism.open(db, Map.of("colour", "red"))
                .close());
        assertEquals(ErrorCode.INVALID_OPTION, refused.code());
    }

    /** The order that docs/storage.md gives: what a commit names is there before it is. */
    @Test
    void isBackedUpWhileOthersWrite() throws Exception {
        Path db = folder.resolve("db");
        AtomicBoolean stop = new AtomicBoolean();
        try (Connection writer = connect(db.toString())) {
            run(writer, "CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE u AS VALUES (0)");
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                for (int i = 0; !stop.get(); i++) {
                    try {
                        run(writer, "INSERT INTO t VALUES (" + i + ")");
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                }
            });
            try {
                for (int i = 0; i < 5; i++) {
                    Path copy = Files.createDirectory(folder.resolve("copy" + i));
                    for (String name : List.of("grism.db", "checkpoint", "commits", "meta", "tables")) {
                        copy(db.resolve(name), copy.resolve(name));
                    }
                    try (Connection restored = connect(copy + ";create=false")) {
                        int rows = count(restored);
                        run(restored, "INSERT INTO t VALUES (-1)", "DELETE FROM u");
                        assertEquals(rows + 1, count(restored));
                    }
                }
            } finally {
                stop.set(true);
                writing.join();
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(from)) {
            files = found.toList();
        } catch (UncheckedIOException e) {
            // A file of the running write was put in place meanwhile.
            copy(from, to);
            return;
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                try {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                } catch (NoSuchFileException e) {
                    // So was this one.
                }
            }
        }
    }

    @Test
    void saysWhatToAddWhereLanceIsMissing() throws IOException, InterruptedException {
        assertEquals("0\n", runWithoutLance("-e", "SELECT COUNT(*) AS n FROM (VALUES (1)) AS t (a) WHERE a > 1"));
        Path db = folder.resolve("db");
        String message = runWithoutLance(db.toString(), "-e", "SELECT 1");
        assertTrue(message.contains("Add io.grism:grism-lance to the class path"), message);
        assertTrue(message.contains("0A000"), message);
        assertFalse(Files.exists(db));
    }

    /** What the shell prints in a process without Lance, without the names of columns. */
    private static String runWithoutLance(String... arguments) throws IOException, InterruptedException {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("lance"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                path,
                "io.grism.cli.Main",
                "sql",
                "--format",
                "tsv"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        return printed.lines()
                .filter(line -> !line.startsWith("\"n\"") && !line.equals("n"))
                .map(line -> line.replace("\"", "") + "\n")
                .collect(Collectors.joining());
    }
}
