package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.test.Seeds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random conditions on a table with indexes and on one without, in one thread, several, and in stages: same rows. The seed of a failure is in its message; {@code -Dgrism.seed=…} runs it again. */
final class IndexPropertyTest {
    private static final int BASE_ROWS = 600;
    private static final int COPIES = 120;
    private static final int QUERIES = 40;
    private static final List<String> WORDS =
            List.of("graph", "Graph", "node", "edge", "\u00c9t\u00e9", "x1", "database", "\u4e2d\u6587", "a", "path");

    /** A column: its type, the kind of its index, and literals of it. */
    private record Column(String name, String type, String index, Supplier<String> literal) {}

    private final long seed = Seeds.first();
    private final Random random = new Random(seed);
    private final List<Column> columns = List.of(
            new Column("c_boolean", "boolean", "bitmap", () -> random.nextInt(40) == 0 ? "true" : "false"),
            new Column("c_tinyint", "tinyint", "btree", () -> "cast(" + between(-60, 60) + " as tinyint)"),
            new Column("c_smallint", "smallint", "bitmap", () -> "cast(" + between(-300, 300) + " as smallint)"),
            new Column("c_integer", "integer", "btree", () -> Integer.toString(between(-400, 400))),
            new Column("c_bigint", "bigint", "btree", () -> "cast(" + between(-9, 9) * 1_000_000_007L + " as bigint)"),
            new Column("c_real", "real", "btree", () -> "cast(" + number() + " as real)"),
            new Column("c_double", "double", "btree", () -> "cast(" + number() + " as double)"),
            new Column("c_decimal", "decimal(10, 2)", "btree", () -> "cast(" + number() + " as decimal(10, 2))"),
            new Column(
                    "c_huge",
                    "decimal(38, 0)",
                    "bitmap",
                    () -> "cast(" + between(-300, 300) + (random.nextBoolean() ? "" : "00000000000000000000")
                            + " as decimal(38, 0))"),
            new Column("c_text", "varchar(60)", "btree", this::text),
            new Column("c_name", "varchar(60)", "bitmap", () -> "'customer-" + between(0, 400) + "'"),
            new Column("c_note", "varchar(200)", "fts", this::note),
            new Column("c_bytes", "varbinary(20)", "btree", () -> String.format("X'%04x'", between(0, 65535))),
            new Column(
                    "c_date",
                    "date",
                    "btree",
                    () -> "date '20" + two(20, 28) + "-" + two(1, 12) + "-" + two(1, 28) + "'"),
            new Column("c_time", "time", "bitmap", () -> "time '" + two(0, 23) + ":" + two(0, 59) + ":00'"),
            new Column(
                    "c_timestamp",
                    "timestamp",
                    "btree",
                    () -> "timestamp '2024-" + two(1, 12) + "-" + two(1, 28) + " " + two(0, 23) + ":00:00'"),
            new Column(
                    "c_uuid",
                    "uuid",
                    "btree",
                    () -> String.format(
                            "cast('%08x-0000-4000-8000-000000000001' as uuid)", between(0, 300) * 13_000_000)));

    private int between(int least, int greatest) {
        return least + random.nextInt(greatest - least + 1);
    }

    private String two(int least, int greatest) {
        return String.format("%02d", between(least, greatest));
    }

    private String number() {
        return random.nextInt(50) == 0
                ? "-0.0"
                : String.format(Locale.ROOT, "%d.%02d", between(-200, 200), 25 * between(0, 3));
    }

    private String text() {
        StringBuilder text = new StringBuilder("'");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(List.of("a", "b", "ab%", "_", "\u00e9", "same start ", "\u4e2d")
                    .get(random.nextInt(7)));
        }
        return text + "'";
    }

    private String note() {
        StringJoiner note = new StringJoiner(random.nextBoolean() ? " " : ", ", "'", "'");
        for (int i = random.nextInt(4); i > 0; i--) {
            note.add(random.nextInt(3) == 0 ? "w" + between(0, 300) : WORDS.get(random.nextInt(WORDS.size())));
        }
        return note.toString();
    }

    @Test
    void indexesChangeNoAnswer() throws SQLException {
        List<Connection> databases = new ArrayList<>();
        try {
            for (String url : List.of(
                    "threads=1",
                    "threads=1",
                    "threads=4",
                    "runtime=stages;partitions=1",
                    "runtime=stages;threads=2;partitions=3")) {
                databases.add(DriverManager.getConnection("jdbc:grism:" + url));
            }
            run(databases);
        } finally {
            for (Connection database : databases) {
                database.close();
            }
        }
    }

    private void run(List<Connection> databases) throws SQLException {
        List<Connection> indexed = databases.subList(1, databases.size());
        create(databases);
        for (Column column : columns) {
            update(
                    indexed,
                    "create index i_" + column.name() + " on t (" + column.name() + ") using " + column.index());
        }
        int planned = 0;
        int lookedUp = 0;
        // As many as it takes to have had one with more rows than are worth to be looked up.
        for (int i = 0; i < QUERIES || i < 10 * QUERIES && lookedUp == planned; i++) {
            if (i % 8 == 7) {
                update(databases, change());
            }
            String query = "select id from t where " + condition() + " order by id";
            String message = "seed " + seed + "L: " + query;
            List<Long> expected = rows(databases.get(0), query);
            for (Connection database : indexed) {
                assertEquals(expected, rows(database, query), message);
            }
            planned += texts(indexed.get(0), "explain " + query).contains("; index: ") ? 1 : 0;
            lookedUp += texts(indexed.get(0), "explain analyze " + query).contains(" looked up, ") ? 1 : 0;
        }
        compareParameters(databases);
        assertTrue(planned > QUERIES / 5, "seed " + seed + "L: only " + planned + " plans have an index");
        assertTrue(lookedUp > QUERIES / 20, "seed " + seed + "L: only " + lookedUp + " queries used one");
        assertTrue(lookedUp < planned, "seed " + seed + "L: no query had too many rows");
    }

    private void create(List<Connection> databases) throws SQLException {
        StringBuilder definition = new StringBuilder("(id bigint primary key");
        columns.forEach(column ->
                definition.append(", ").append(column.name()).append(' ').append(column.type()));
        update(databases, "create table base " + definition + ")");
        update(databases, "create table t " + definition + ")");
        update(databases, "create table n (n bigint)");
        for (int from = 0; from < BASE_ROWS; from += 100) {
            update(databases, insert("base", from, 100));
        }
        StringJoiner numbers = new StringJoiner("), (", "insert into n values (", ")");
        for (int i = 0; i < COPIES; i++) {
            numbers.add(Integer.toString(i));
        }
        update(databases, numbers.toString());
        StringJoiner names = new StringJoiner(", ");
        columns.forEach(column -> names.add(column.name()));
        update(databases, "insert into t select id + " + BASE_ROWS + " * n, " + names + " from n, base order by 1");
    }

    private String insert(String table, long firstId, int count) {
        StringJoiner rows = new StringJoiner("), (", "insert into " + table + " values (", ")");
        for (int i = 0; i < count; i++) {
            StringJoiner row = new StringJoiner(", ").add(Long.toString(firstId + i));
            for (Column column : columns) {
                row.add(random.nextInt(60) == 0 ? "null" : column.literal().get());
            }
            rows.add(row.toString());
        }
        return rows.toString();
    }

    private long nextId = 10_000_000;

    private String change() {
        Column column = any();
        switch (random.nextInt(3)) {
            case 0 -> {
                nextId += 100;
                return insert("t", nextId, between(1, 50));
            }
            case 1 -> {
                return "update t set " + column.name() + " = "
                        + (random.nextInt(4) == 0 ? "null" : column.literal().get()) + " where " + condition();
            }
            default -> {
                return "delete from t where " + condition() + " and mod(id, 7) = 3";
            }
        }
    }

    private Column any() {
        return columns.get(random.nextInt(columns.size()));
    }

    private String condition() {
        StringJoiner condition = new StringJoiner(random.nextInt(6) == 0 ? " or " : " and ", "(", ")");
        for (int i = random.nextInt(3); i >= 0; i--) {
            condition.add(simple(any()));
        }
        return condition.toString();
    }

    private String simple(Column column) {
        String name = column.name();
        Supplier<String> literal = column.literal();
        if (column.index().equals("fts") && random.nextInt(5) > 0) {
            return "contains_tokens(" + name + ", " + note() + ")";
        }
        boolean text = column.type().startsWith("varchar");
        return switch (random.nextInt(text ? 9 : 7)) {
            case 0, 1 -> name + " = " + literal.get();
            case 2 -> name + " in (" + literal.get() + ", " + literal.get() + ", " + literal.get() + ")";
            case 3 -> name + " between " + literal.get() + " and " + literal.get();
            case 4 ->
                literal.get() + List.of(" < ", " <= ", " > ", " >= ", " <> ").get(random.nextInt(5)) + name;
            case 5 -> name + " is null";
            case 6 -> "id in (" + between(0, 70_000) + ", " + between(0, 70_000) + ")";
            default -> name + " like " + literal.get().replaceFirst("'$", "%'");
        };
    }

    /** One plan for all values. */
    private void compareParameters(List<Connection> databases) throws SQLException {
        for (String query : List.of(
                "select id from t where c_integer = ? order by id",
                "select id from t where c_integer between ? and ? order by id")) {
            for (int i = 0; i < 10; i++) {
                int low = between(-400, 400);
                int high = low + (random.nextBoolean() ? 3 : 500);
                List<Long> expected = null;
                for (Connection database : databases) {
                    try (PreparedStatement statement = database.prepareStatement(query)) {
                        statement.setInt(1, low);
                        if (query.contains("between")) {
                            statement.setInt(2, high);
                        }
                        List<Long> found = rows(statement.executeQuery());
                        expected = expected == null ? found : expected;
                        assertEquals(expected, found, "seed " + seed + "L: " + query + ", " + low + ", " + high);
                    }
                }
            }
        }
    }

    private void update(List<Connection> databases, String sql) throws SQLException {
        for (Connection database : databases) {
            try (Statement statement = database.createStatement()) {
                statement.executeUpdate(sql);
            } catch (SQLException e) {
                throw new SQLException("seed " + seed + "L: " + sql.substring(0, Math.min(300, sql.length())), e);
            }
        }
    }

    private List<Long> rows(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement()) {
            return rows(statement.executeQuery(query));
        } catch (SQLException e) {
            throw new SQLException("seed " + seed + "L: " + query, e);
        }
    }

    private static List<Long> rows(ResultSet results) throws SQLException {
        List<Long> rows = new ArrayList<>();
        while (results.next()) {
            rows.add(results.getLong(1));
        }
        return rows;
    }

    private static String texts(Connection database, String query) throws SQLException {
        StringJoiner lines = new StringJoiner("\n");
        try (Statement statement = database.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            while (results.next()) {
                lines.add(results.getString(1));
            }
        }
        return lines.toString();
    }
}
