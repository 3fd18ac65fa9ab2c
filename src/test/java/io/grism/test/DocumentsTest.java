package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every block of SQL in the README and in docs: {@code ```sql} blocks of one document run in order on one fresh database in a folder. A statement
 * that a comment line {@code -- Error: CODE} precedes must fail with that SQLSTATE; all others must succeed. Files are written below a temporary folder: {@code '/tmp/x.csv'}
 * stands for one there.
 */
final class DocumentsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)[^\\n]*\\n(.*?)^```");
    private static final Pattern ERROR = Pattern.compile("(?m)^-- Error: (\\w{5})");

    @TempDir
    private Path folder;

    private static Path root() {
        return Path.of(System.getProperty("grism.root", "../.."));
    }

    @TestFactory
    Stream<DynamicTest> everyExampleRuns() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(root().resolve("README.md")));
        try (Stream<Path> docs = Files.walk(root().resolve("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents.stream()
                .map(path -> DynamicTest.dynamicTest(
                        root().relativize(path).toString(), path.toUri(), () -> runExamples(path)));
    }

    private void runExamples(Path document) throws IOException, SQLException {
        String text = Files.readString(document);
        Matcher block = BLOCK.matcher(text);
        int run = 0;
        try (Connection connection =
                DriverManager.getConnection("jdbc:grism:" + folder.resolve(document.getFileName() + ".db"))) {
            while (block.find()) {
                if (!block.group(1).equals("sql")) {
                    assertFalse(
                            block.group(2).contains("GRAPH_TABLE (")
                                    && block.group(1).isEmpty(),
                            "a block of SQL must be marked as sql: " + block.group(2));
                    continue;
                }
                int line = 1
                        + (int) text.substring(0, block.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                for (String statement : SqlScript.split(block.group(2))) {
                    runOne(connection, statement, document.getFileName() + ", block at line " + line);
                    run++;
                }
            }
        }
        if (document.endsWith("sql.md")) {
            assertTrue(run > 30, "docs/sql.md has lost its examples");
        }
    }

    private void runOne(Connection connection, String statement, String where) {
        Matcher error = ERROR.matcher(statement);
        String expected = error.find() ? error.group(1) : null;
        String sql = statement.replace("'/tmp/", "'" + folder + "/");
        try (Statement s = connection.createStatement()) {
            if (s.execute(sql)) {
                try (ResultSet rows = s.getResultSet()) {
                    while (rows.next()) {
                        // Reading is what is tested here.
                    }
                }
            }
            if (expected != null) {
                fail(where + ": must fail with " + expected + ": " + statement);
            }
        } catch (SQLException e) {
            if (expected == null || !expected.equals(e.getSQLState())) {
                fail(where + ": " + e.getMessage() + " [" + e.getSQLState() + "]\n" + statement, e);
            }
        }
    }
}
