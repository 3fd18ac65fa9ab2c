package io.grism.ray;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of what a program prints, for messages. Thread-safe. */
final class LastLines {
    private static final int KEPT = 20;

    private final Deque<String> lines = new ArrayDeque<>();

    /** Reads to the end. */
    void read(InputStream source) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            // The program has ended.
        }
    }

    private synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    static String ofFile(Path file) throws IOException {
        LastLines last = new LastLines();
        last.read(Files.newInputStream(file));
        return last.toString();
    }

    /** The last line that is not blank: where a program of Python fails, what it failed with. */
    static String lastOfFile(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .reduce("nothing", (before, line) -> line.strip());
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
