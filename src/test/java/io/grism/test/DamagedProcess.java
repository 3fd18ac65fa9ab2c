package io.grism.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A process that reads and writes damaged databases. Each line of its input is a {@link Damage}; for each it tells in a line whether all was {@code right}, something was {@code noticed}, or what is {@code wrong}.
 */
final class DamagedProcess {
    /** Damaged files, files that cannot be read, files that are gone, folders without a database, newer formats. */
    private static final Set<String> CLEAR = Set.of("XX001", "58030", "58P01", "22P04", "0A000");

    private static final String UNKNOWN_VERSION = "42704";

    private static final List<String> READS = List.of(
            "SELECT * FROM person",
            "SELECT * FROM knows",
            "SELECT * FROM meets",
            "SELECT name FROM person WHERE id = 77",
            "SELECT COUNT(*), SUM(since) FROM knows WHERE since BETWEEN 2003 AND 2009",
            "SELECT * FROM adults",
            "SELECT COUNT(*), SUM(z) FROM GRAPH_TABLE (g MATCH (a IS person)-[IS knows]->(b)-[IS knows]->(c) WHERE a.id < 40 COLUMNS (c.id AS z))",
            "SELECT COUNT(DISTINCT z) FROM GRAPH_TABLE (g MATCH (a IS person)-[IS knows]->{1,3}(c) WHERE a.id = 5 COLUMNS (c.id AS z))",
            "SELECT COUNT(*), SUM(x), SUM(y) FROM GRAPH_TABLE (g MATCH (a IS person)-[IS meets FROM host TO guest]->(b) COLUMNS (a.id AS x, b.age AS y))");

    private static final List<String> OLD_READS = List.of(
            "SELECT * FROM person FOR VERSION AS OF 5",
            "SELECT * FROM knows FOR VERSION AS OF 9",
            "SELECT COUNT(*), SUM(z) FROM GRAPH_TABLE (g FOR VERSION AS OF 8 MATCH (a IS person)-[IS knows]->(b) COLUMNS (b.id AS z))",
            "SELECT COUNT(*), SUM(age) FROM person FOR VERSION AS OF 'kept'",
            "SHOW VERSIONS");

    /** From here on, all tables are there. */
    private static final int FIRST_VERSION = 3;

    private static final int LAST_VERSION = 15;

    private static final List<String> WRITES = List.of(
            "INSERT INTO person VALUES (2000, 'new', 33)",
            "UPDATE knows SET since = since + 1 WHERE a = 7",
            "DELETE FROM meets WHERE id = 3",
            "INSERT INTO knows VALUES (2000, 5, 2020)");

    /** Also the rows of each version, so that no file of one is left out. */
    private static final List<String> ALL_READS = allReads();

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, FileTime> times = new HashMap<>();
    private final Map<String, String> before = new HashMap<>();
    private final Map<String, String> after = new HashMap<>();
    private final Path folder;
    private boolean noticed;

    private DamagedProcess(Path original, Path folder) throws IOException {
        this.folder = folder;
        files.putAll(contents(original));
    }

    private static List<String> allReads() {
        List<String> reads = new ArrayList<>(READS);
        reads.addAll(OLD_READS);
        for (int version = FIRST_VERSION; version <= LAST_VERSION; version++) {
            String of = " FOR VERSION AS OF " + version;
            reads.add("SELECT COUNT(*), SUM(age) FROM person" + of + " UNION ALL SELECT COUNT(*), SUM(since) FROM knows"
                    + of + " UNION ALL SELECT COUNT(*), SUM(place) FROM meets" + of);
        }
        return reads;
    }

    /** The files of a folder. */
    static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return contents;
    }

    /** Makes a database with some of everything. */
    static void make(Path folder) throws SQLException {
        try (Connection connection = connect(folder)) {
            run(connection, "CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR(20), age INTEGER)");
            run(
                    connection,
                    "CREATE TABLE knows (a BIGINT REFERENCES person (id), b BIGINT REFERENCES person (id), since INTEGER)");
            run(connection, "CREATE TABLE meets (id INTEGER PRIMARY KEY, host BIGINT, guest BIGINT, place BIGINT)");
            run(connection, "INSERT INTO person " + numbers(200, "n, 'person ' || n, MOD(n * 37, 90)"));
            run(connection, "INSERT INTO person " + numbers(100, "n + 200, NULL, MOD(n, 50)"));
            run(
                    connection,
                    "INSERT INTO knows "
                            + numbers(
                                    900,
                                    "CAST(MOD(n * 7, 300) + 1 AS BIGINT), CAST(MOD(n * n, 300) + 1 AS BIGINT), 2000 + MOD(n, 20)"));
            run(
                    connection,
                    "CREATE PROPERTY GRAPH g VERTEX TABLES (person LABEL person PROPERTIES (id, name, age)) EDGE TABLES ("
                            + "knows KEY (a, b, since) SOURCE KEY (a) REFERENCES person (id) DESTINATION KEY (b) REFERENCES person (id) LABEL knows PROPERTIES (since), "
                            + "meets KEY (id) ROLE host KEY (host) REFERENCES person (id) ROLE guest KEY (guest) REFERENCES person (id) ROLE place KEY (place) REFERENCES person (id) LABEL meets)");
            run(connection, "INSERT INTO knows " + numbers(50, "CAST(n AS BIGINT), CAST(n + 1 AS BIGINT), 1990"));
            run(
                    connection,
                    "INSERT INTO meets "
                            + numbers(
                                    150,
                                    "n, CAST(MOD(n * 3, 300) + 1 AS BIGINT), CAST(MOD(n * 5, 300) + 1 AS BIGINT), CAST(MOD(n * 11, 300) + 1 AS BIGINT)"));
            run(connection, "CREATE VIEW adults AS SELECT id, name FROM person WHERE age >= 18 AND id > 30");
            run(connection, "CREATE INDEX since ON knows (since)");
            for (String read : READS) {
                text(connection, read);
            }
            run(connection, "UPDATE person SET age = age + 1 WHERE id BETWEEN 10 AND 20");
            run(connection, "CREATE TAG kept");
            run(connection, "OPTIMIZE knows");
            run(connection, "DELETE FROM knows WHERE since = 2013");
            run(connection, "INSERT INTO person VALUES (1000, 'last', 44)");
            for (String read : READS) {
                text(connection, read);
            }
            String last = text(connection, "SHOW VERSIONS");
            if (!last.startsWith(LAST_VERSION + "|")) {
                throw new IllegalStateException("the last version is " + last);
            }
        }
    }

    private static String numbers(int count, String columns) {
        return "WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < " + count + ") SELECT "
                + columns + " FROM r";
    }

    private static Connection connect(Path folder) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:grism:" + folder + ";create=" + Files.notExists(folder) + ";index.size=0;threads=1");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            // The tags of versions are seen by all at once, so that they may be missing.
            int columns = Math.min(3, result.getMetaData().getColumnCount());
            while (result.next()) {
                for (int i = 1; i <= columns; i++) {
                    text.append(result.getString(i)).append('|');
                }
                text.append('\n');
            }
            return text.toString();
        }
    }

    /** What all reads give when nothing is damaged. */
    private void learn() throws IOException, SQLException {
        restore();
        try (Connection connection = connect(folder)) {
            for (String read : ALL_READS) {
                before.put(read, text(connection, read));
            }
            write(connection);
            for (String read : READS) {
                after.put(read, text(connection, read));
            }
        }
    }

    private static void write(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            for (String write : WRITES) {
                run(connection, write);
            }
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** Makes the folder what it was. Only what is not as it was left is written. */
    private void restore() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                if (!files.containsKey(folder.relativize(path).toString())) {
                    Files.delete(path);
                }
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path)
                    || Files.size(path) != file.getValue().length
                    || !Files.getLastModifiedTime(path).equals(times.get(file.getKey()))) {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
                times.put(file.getKey(), Files.getLastModifiedTime(path));
            }
        }
    }

    private String outcome(Damage damage) throws IOException {
        restore();
        damage.happen(folder, files);
        // So that it is restored, however coarse the times of files are.
        times.remove(damage.file());
        times.remove(damage.other());
        noticed = false;
        try (Connection connection = connect(folder)) {
            for (String read : ALL_READS) {
                check(connection, read, before, damage);
            }
            if (damage.thenWrite()) {
                Map<String, String> expected = after;
                try {
                    write(connection);
                } catch (SQLException e) {
                    notice(e, "a write", damage);
                    expected = before;
                }
                for (String read : READS) {
                    check(connection, read, expected, damage);
                }
            }
        } catch (SQLException e) {
            notice(e, "open", damage);
        }
        return noticed ? "noticed" : "right";
    }

    private void check(Connection connection, String read, Map<String, String> expected, Damage damage) {
        String text;
        try {
            text = text(connection, read);
        } catch (SQLException e) {
            notice(e, read, damage);
            return;
        }
        if (!text.equals(expected.get(read))) {
            throw new IllegalStateException("other rows of " + read);
        }
    }

    private void notice(SQLException e, String what, Damage damage) {
        noticed = true;
        boolean clear = CLEAR.contains(e.getSQLState()) && e.getMessage().contains(folder.toString());
        if (!clear && !(damage.isOfTags() && UNKNOWN_VERSION.equals(e.getSQLState()))) {
            throw new IllegalStateException(what + ": " + e.getSQLState() + " " + e.getMessage(), e);
        }
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        DamagedProcess process = new DamagedProcess(Path.of(arguments[0]), Path.of(arguments[1]));
        process.learn();
        System.out.println("learned " + process.before.hashCode() + " " + process.after.hashCode());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String outcome;
                try {
                    outcome = process.outcome(Damage.parse(line));
                } catch (RuntimeException | Error e) {
                    e.printStackTrace();
                    outcome = "wrong: " + e;
                }
                System.out.println(outcome.replace('\n', ' '));
            }
        }
    }
}
