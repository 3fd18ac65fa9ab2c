package io.grism.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Statements that must fail: those of {@code resources/bad}, and those that are too large to write down or take parameters. */
final class BadInputTest {
    private static final String TOO_MUCH_MEMORY = "53200 4001";
    private static final String BAD_PARAMETER = "07001 1016";

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyStatementFailsWell() throws IOException {
        List<BadCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(Failures.CASES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                cases.addAll(BadCase.read(file));
            }
        }
        writeFiles();
        return cases.stream()
                .map(bad -> DynamicTest.dynamicTest(
                        bad.file() + ": " + bad.title(),
                        Failures.CASES.resolve(bad.file()).toUri(),
                        () -> check(bad)));
    }

    private void writeFiles() throws IOException {
        write("ok.csv", "id,name\n4,Rome\n");
        write("long.csv", "id,name\n4,Rome\n5,abcdefghijklmnop\n");
        write("range.csv", "id,name,age\n4,Dora,40000\n");
        write("null.csv", "id,name\n4,\n");
        write("twice.csv", "id,name\n3,Bern\n4,Rome\n4,Riga\n");
        write("stored.csv", "id,name\n4,Rome\n1,Riga\n");
        write("dangling.csv", "id,name,age,city\n4,Dora,30,99\n");
        write("broken.csv", "id,name\n4,Rome\ntwo,Riga\n");
        write("few.csv", "id,name\n4,Rome\n5\n");
        write("many.csv", "id,name\n4,Rome,extra\n");
        write("quote.csv", "id,name\n4,\"Rome\n");
        write("fake.parquet", "id,name\n4,Rome\n");
        write("empty.parquet", "");
        Files.write(folder.resolve("latin.csv"), "id,name\n4,Z\u00fcrich\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void check(BadCase bad) throws SQLException, IOException {
        try (Connection connection = Failures.open()) {
            List<String> statements = bad.statements().stream()
                    .map(sql -> sql.replace("{dir}", folder.toString()))
                    .toList();
            int last = statements.size() - 1;
            for (String sql : statements.subList(0, last)) {
                Failures.run(connection, sql);
            }
            Failures.check(
                    connection,
                    () -> Failures.run(connection, statements.get(last)),
                    bad.state() + " " + bad.code(),
                    bad.place(),
                    bad.piece());
        }
    }

    @TestFactory
    Stream<DynamicTest> aQueryOverItsBudgetNamesTheOperator() {
        return Stream.of(
                        List.of("Sort", "SELECT * FROM numbers ORDER BY s DESC, n"),
                        List.of("HashAggregate", "SELECT n, s, COUNT(*) FROM numbers GROUP BY n, s"),
                        List.of("HashAggregate", "SELECT DISTINCT n, s FROM numbers"),
                        List.of("HashJoin", "SELECT COUNT(*) FROM numbers x JOIN numbers y ON x.n = y.n AND x.s = y.s"),
                        List.of("Window", "SELECT n, SUM(n) OVER (PARTITION BY s ORDER BY n) FROM numbers"),
                        List.of("SetOperation", "SELECT n, s FROM numbers INTERSECT SELECT n, s FROM numbers"))
                .map(query -> DynamicTest.dynamicTest(query.get(1), () -> {
                    try (Connection connection = Failures.open()) {
                        Failures.run(connection, "CREATE TABLE numbers (n BIGINT, s VARCHAR)");
                        Failures.run(
                                connection, "INSERT INTO numbers VALUES (1, 'a text of some length'), (2, 'another')");
                        for (int i = 0; i < 15; i++) {
                            Failures.run(
                                    connection,
                                    "INSERT INTO numbers SELECT n + (SELECT MAX(n) FROM numbers), s || 'x' FROM numbers");
                        }
                        Failures.run(connection, "SET memory = '2MB'");
                        String message = query.get(0) + ": the query's memory budget is 2 MiB. Raise it with";
                        Failures.check(
                                connection,
                                () -> {
                                    Failures.run(connection, query.get(1));
                                },
                                TOO_MUCH_MEMORY,
                                "",
                                message);
                    }
                }));
    }

    @Test
    void aStatementNestedTooDeeplyIsRefused() throws SQLException, IOException {
        try (Connection connection = Failures.open()) {
            for (String sql : List.of(
                    "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000),
                    "SELECT " + "1 + ".repeat(50_000) + "1",
                    "SELECT id FROM person WHERE " + "NOT (".repeat(20_000) + "id = 1" + ")".repeat(20_000))) {
                Failures.check(connection, () -> Failures.run(connection, sql), "0A000 3001", "", "nested too deeply");
            }
        }
    }

    @Test
    void aLongStatementHasRightPositions() throws SQLException, IOException {
        try (Connection connection = Failures.open()) {
            String sql = "SELECT id FROM person WHERE id IN (" + "1,\n".repeat(5_000) + "1)\n  AND nmae = 'x'";
            Failures.check(
                    connection,
                    () -> Failures.run(connection, sql),
                    "42S22 1004",
                    "(line 5002, column 7)",
                    "Did you mean name?");
        }
    }

    /** Sets parameters, then executes. */
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private static void checkParameters(String sql, Binding binding, String state, String piece)
            throws SQLException, IOException {
        try (Connection connection = Failures.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            Failures.check(
                    connection,
                    () -> {
                        binding.bind(statement);
                        statement.execute();
                    },
                    state,
                    "",
                    piece);
        }
    }

    @Test
    void wrongParametersAreRefused() throws SQLException, IOException {
        String query = "SELECT name FROM person WHERE id = ?";
        checkParameters(query, s -> {}, "07002 1016", "parameter 1 is not set");
        checkParameters(query, s -> s.setString(1, "one"), BAD_PARAMETER, "Cannot bind parameter 1");
        checkParameters(query, s -> s.setLong(1, 1L << 40), BAD_PARAMETER, "INTEGER");
        checkParameters(query, s -> s.setInt(2, 1), "07009 1016", "Cannot set parameter 2: the statement has 1");
        checkParameters(query, s -> s.setInt(0, 1), "07009 1016", "Cannot set parameter 0: the statement has 1");
        checkParameters(query, s -> s.setBigDecimal(1, new java.math.BigDecimal("1.5")), BAD_PARAMETER, "1.5");
    }

    @Test
    void parametersThatDoNotFitTheirColumnAreRefused() throws SQLException, IOException {
        String insert = "INSERT INTO city VALUES (?, ?)";
        checkParameters(
                insert,
                s -> {
                    s.setInt(1, 3);
                    s.setString(2, "abcdefghijklmnop");
                },
                "22001 2006",
                "name");
        checkParameters(
                insert,
                s -> {
                    s.setInt(1, 1);
                    s.setString(2, "again");
                },
                "23505 2009",
                "1");
        checkParameters("UPDATE city SET name = ?", s -> s.setString(1, "abcdefghijklmnop"), "22001 2006", "name");
        checkParameters("UPDATE person SET age = ?", s -> s.setInt(1, 40_000), BAD_PARAMETER, "40000");
    }
}
