package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.test.Seeds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares Grism with H2 on generated queries over generated data. The seed of a failure is in its message; {@code -Dgrism.seed=…} runs it again, {@code -Dgrism.databases=…} with the seeds that follow.
 *
 * <p>Differences that are none, each by rule of the engines: AVG of integers has 10 decimal places here and more there, so numbers are compared to 6 places; the place of NULLs in an
 * order is always written, since H2 sorts them low and Grism high; what H2 cannot read, see below, is not compared.
 */
final class RandomQueryTest {
    private static final int DATABASES = 40;
    private static final int QUERIES = 55;
    /** More rows are not compared: products of products say no more than small ones, and fill the memory. */
    private static final int MOST_ROWS = 50_000;

    @Test
    void agreesWithH2() throws SQLException {
        long first = Seeds.first();
        int databases = System.getProperty("grism.seed") == null ? DATABASES : Integer.getInteger("grism.databases", 1);
        int compared = 0;
        int unreadable = 0;
        int withRows = 0;
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < databases; i++) {
            long seed = first + i;
            Random random = new Random(seed);
            RandomTables tables = new RandomTables(random);
            String url =
                    switch (random.nextInt(4)) {
                        case 0 -> "jdbc:grism:threads=1";
                        case 1 -> "jdbc:grism:threads=4;batch.seed=" + (1 + random.nextInt(1000));
                        default ->
                            "jdbc:grism:threads=2;runtime=" + (random.nextBoolean() ? "stages" : "fake")
                                    + ";partitions=" + (1 + random.nextInt(5));
                    };
            try (Connection grism = DriverManager.getConnection(url);
                    Connection h2 = DriverManager.getConnection("jdbc:h2:mem:")) {
                tables.create(grism);
                tables.create(h2);
                RandomQuery queries = new RandomQuery(random);
                for (int q = 0; q < QUERIES; q++) {
                    String sql = queries.next();
                    List<String> expected = rows(h2, sql);
                    if (expected.size() > MOST_ROWS) {
                        continue;
                    }
                    List<String> actual = rows(grism, sql);
                    if (isUnreadable(expected) && !actual.toString().startsWith("[error ")) {
                        unreadable++;
                        continue;
                    }
                    compared++;
                    withRows += expected.isEmpty() ? 0 : 1;
                    if (!expected.equals(actual)) {
                        differences.add(describe(seed, url, sql, expected, actual));
                    }
                }
            }
        }
        assertTrue(
                differences.isEmpty(),
                () -> differences.size() + " differences, among them:\n"
                        + String.join("\n\n", differences.subList(0, Math.min(5, differences.size()))));
        assertTrue(unreadable <= 1 + databases * QUERIES / 500, "H2 cannot read " + unreadable + " queries");
        if (databases == DATABASES) {
            int all = compared;
            int some = withRows;
            assertTrue(compared >= 2000 && withRows > compared / 2, () -> some + " of " + all + " queries gave rows");
        }
    }

    /** Whether H2 does not understand its own text of a derived table: it writes EXISTS as an operand without the parentheses that it needs. */
    private static boolean isUnreadable(List<String> rows) {
        return rows.size() == 1 && rows.get(0).startsWith("error Syntax error in SQL statement");
    }

    /** The rows as text, in order if the query asks for one; or its error. */
    private static List<String> rows(Connection connection, String sql) {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(MOST_ROWS + 1);
            ResultSet result = statement.executeQuery(sql);
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(text(result.getObject(i)));
                }
                rows.add(row.toString());
            }
        } catch (SQLException e) {
            return List.of("error " + e.getMessage() + cause(e));
        }
        boolean ordered = sql.matches("(?s).* order by \\d[^()]*");
        if (!ordered) {
            Collections.sort(rows);
        }
        return rows;
    }

    /** Where an error of no clear reason comes from. */
    private static String cause(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == error
                ? ""
                : " <- " + root + " "
                        + List.of(root.getStackTrace()).stream().limit(6).toList();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString())
                    .setScale(6, RoundingMode.HALF_UP)
                    .stripTrailingZeros();
            return exact.signum() == 0 ? "0" : exact.toPlainString();
        }
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }

    private static String describe(long seed, String url, String sql, List<String> expected, List<String> actual) {
        List<String> missing = new ArrayList<>(expected);
        actual.forEach(missing::remove);
        List<String> extra = new ArrayList<>(actual);
        expected.forEach(extra::remove);
        return "-Dgrism.seed=" + seed + " (" + url + ")\n" + sql + "\nH2 has " + expected.size() + " rows, Grism "
                + actual.size() + "\nonly H2:    " + missing.stream().limit(4).toList() + "\nonly Grism: "
                + extra.stream().limit(4).toList();
    }
}
