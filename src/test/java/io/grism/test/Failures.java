package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismConnection;
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
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What holds for every error: its SQLSTATE, code, position and words are the expected ones, and data, connection and memory are as before. */
final class Failures {
    static final Path CASES = Path.of(System.getProperty("grism.root", "../.."), "src/test/resources/bad");
    /** What belongs in a log, never before a user. */
    private static final Pattern INSIDE = Pattern.compile(
            "(?i)java\\.|org\\.apache|io\\.grism|exception|relnode|null ?pointer|stack ?(trace|overflow)|\\bat [\\w$.]+\\(|rel#|defect");

    private Failures() {}

    /** An action that must fail. */
    interface Action {
        void run() throws SQLException;
    }

    /** A fresh database with the tables of {@code fixture.sql}. */
    static Connection open() throws SQLException, IOException {
        Connection connection = DriverManager.getConnection("jdbc:grism:statement_timeout=60000");
        try (Statement statement = connection.createStatement()) {
            for (String sql : SqlScript.split(Files.readString(CASES.resolve("fixture.sql")))) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    /** Runs a statement and reads all its rows. */
    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    text(rows);
                }
            }
        }
    }

    /**
     * Runs an action that must fail.
     *
     * @param state SQLSTATE, a space, and the code
     * @param place the position as it ends the message, or nothing
     * @param piece of the message
     */
    static void check(Connection connection, Action action, String state, String place, String piece)
            throws SQLException {
        String before = contents(connection);
        SQLException error = failure(action);
        assertNotNull(error, "must fail with " + state + " " + piece);
        String message = String.valueOf(error.getMessage());
        assertAll(
                message,
                () -> assertEquals(state, error.getSQLState() + " " + error.getErrorCode()),
                () -> assertTrue(message.contains(piece), "says not: " + piece),
                () -> assertEquals(place, place(message)),
                () -> assertFalse(INSIDE.matcher(message).find(), "shows what is inside"),
                () -> assertEquals(before, contents(connection), "the data"),
                () -> assertEquals(
                        0, connection.unwrap(GrismConnection.class).allocator().getAllocatedMemory(), "memory left"));
    }

    private static @Nullable SQLException failure(Action action) {
        try {
            action.run();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    private static String place(String message) {
        int at = message.lastIndexOf("(line ");
        return at < 0 ? "" : message.substring(at);
    }

    /** All names, and all rows of all tables and views. */
    private static String contents(Connection connection) throws SQLException {
        TreeMap<String, String> contents = new TreeMap<>();
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
            while (tables.next()) {
                contents.put(tables.getString(2) + "." + tables.getString(3), tables.getString(4));
            }
        }
        for (var table : contents.entrySet()) {
            if (table.getValue().equals("TABLE") || table.getValue().equals("VIEW")) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT * FROM " + table.getKey())) {
                    table.setValue(text(rows));
                }
            }
        }
        return contents.toString();
    }

    private static String text(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
            List<String> line = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                line.add(String.valueOf(rows.getString(i)));
            }
            lines.add(line.toString());
        }
        lines.sort(null);
        return lines.toString();
    }
}
