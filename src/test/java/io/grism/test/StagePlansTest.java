package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The stages of queries, {@code resources/plans/*.plan}: each file is a list of blocks with {@code ====} between them. A block is a comment, a statement that ends with a semicolon, and, if it is a query, its stages.
 * What the planner makes now is left in {@code target/plans}, to be looked at and, if right, copied back.
 */
final class StagePlansTest {
    private static final Path ROOT = Path.of(System.getProperty("grism.root", "../.."));
    private static final Path PLANS = ROOT.resolve("src/test/resources/plans");
    private static final Pattern QUOTED = Pattern.compile("(?ms)^```text\n(Stage 0:.*?)^```");
    private static final Path RESULTS = Path.of("target/plans");
    private static final String BETWEEN = "====\n";

    @TestFactory
    List<DynamicTest> plans() throws IOException {
        try (Stream<Path> files = Files.list(PLANS)) {
            return files.sorted()
                    .map(file -> {
                        URI source = file.toUri();
                        return DynamicTest.dynamicTest(file.getFileName().toString(), source, () -> check(file));
                    })
                    .toList();
        }
    }

    @Test
    void docsQuotePlansAsTheyAre() throws IOException {
        StringBuilder plans = new StringBuilder();
        try (Stream<Path> files = Files.list(PLANS)) {
            for (Path file : files.sorted().toList()) {
                plans.append(Files.readString(file));
            }
        }
        Matcher quoted = QUOTED.matcher(Files.readString(ROOT.resolve("docs/distributed.md")));
        int quotes = 0;
        while (quoted.find()) {
            assertTrue(plans.indexOf(quoted.group(1)) >= 0, () -> "in no plan file: " + quoted.group(1));
            quotes++;
        }
        assertTrue(quotes > 0, "docs/distributed.md quotes no plan");
    }

    private static void check(Path file) throws IOException, SQLException {
        String expected = Files.readString(file);
        StringBuilder actual = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:grism:partitions=4");
                Statement statement = connection.createStatement()) {
            for (String block : expected.split(BETWEEN, -1)) {
                String sql = block.substring(0, block.indexOf(";\n") + 2);
                actual.append(actual.isEmpty() ? "" : BETWEEN).append(sql);
                String bare = sql.replaceAll("(?m)^#.*\n", "").strip();
                bare = bare.substring(0, bare.length() - 1);
                if (bare.startsWith("CREATE") || bare.startsWith("INSERT")) {
                    statement.execute(bare);
                    continue;
                }
                try (ResultSet lines = statement.executeQuery("EXPLAIN DISTRIBUTED " + bare)) {
                    while (lines.next()) {
                        actual.append(lines.getString(1)).append('\n');
                    }
                }
            }
        }
        Path result = RESULTS.resolve(file.getFileName());
        Files.createDirectories(RESULTS);
        Files.writeString(result, actual);
        assertEquals(expected, actual.toString(), "the plans are in " + result.toAbsolutePath());
    }
}
