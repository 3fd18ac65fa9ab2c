package io.grism.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The databases of a script, by the names that {@code !use} takes: fresh, and again, the one that was used before. */
final class ScriptDatabases implements AutoCloseable {
    /** Stands in a URL for the folder of a fresh database. */
    static final String FOLDER = "{folder}";

    private final String url;
    private final @Nullable Path folder;
    private int count;

    ScriptDatabases(String url) throws IOException {
        this.url = url;
        this.folder = url.contains(FOLDER) ? Files.createTempDirectory("golden") : null;
    }

    /** A script that uses its database again after each statement with an update count, but for those in a transaction. */
    static String reopening(String script) {
        List<String> lines = new ArrayList<>();
        boolean inTransaction = false;
        for (String line : script.split("\n", -1)) {
            lines.add(line);
            if (line.matches("(begin|start transaction)\\b.*")) {
                inTransaction = true;
            } else if (line.matches("(commit|rollback)\\b.*")) {
                inTransaction = false;
            } else if (line.equals("!update") && !inTransaction) {
                lines.add("!use again");
            }
        }
        return String.join("\n", lines);
    }

    @Nullable
    Connection connect(String name, boolean reference) throws Exception {
        if (reference) {
            return null;
        }
        switch (name) {
            case "fresh" -> count++;
            case "again" -> {}
            default -> throw new IllegalArgumentException("no database: " + name + ". !use fresh is allowed");
        }
        return DriverManager.getConnection(
                folder == null
                        ? url
                        : url.replace(FOLDER, folder.resolve("db" + count).toString()));
    }

    @Override
    public void close() throws IOException {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
