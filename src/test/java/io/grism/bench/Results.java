package io.grism.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known about one engine on one size of data, kept in a file. */
final class Results {
    private final Path file;
    private final Map<Question, Measurement> measurements = new EnumMap<>(Question.class);
    private final Map<String, String> notes = new TreeMap<>();

    private Results(Path file) {
        this.file = file;
    }

    static Results of(Path folder, Size size, EngineKind engine) throws IOException {
        Results results = new Results(folder.resolve("results").resolve(size.label() + "-" + engine.label() + ".tsv"));
        if (Files.exists(results.file)) {
            for (String line : Files.readAllLines(results.file)) {
                results.read(line);
            }
        }
        return results;
    }

    /** Takes a line that a worker prints; others are ignored. */
    void read(String line) {
        if (line.startsWith(Worker.MEASUREMENT)) {
            Measurement measurement = Measurement.of(line.substring(Worker.MEASUREMENT.length()));
            measurements.put(measurement.question(), measurement);
        } else if (line.startsWith(Worker.NOTE)) {
            String[] parts = line.substring(Worker.NOTE.length()).split("\t", 2);
            notes.put(parts[0], parts[1]);
        }
    }

    void add(Measurement measurement) {
        measurements.put(measurement.question(), measurement);
    }

    void forget(List<Question> questions) {
        measurements.keySet().removeAll(questions);
    }

    void save() throws IOException {
        List<String> lines = new ArrayList<>();
        notes.forEach((key, value) -> lines.add(Worker.NOTE + key + "\t" + value));
        measurements.values().forEach(measurement -> lines.add(Worker.MEASUREMENT + measurement.line()));
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    @Nullable
    Measurement get(Question question) {
        return measurements.get(question);
    }

    boolean isEmpty() {
        return measurements.isEmpty();
    }

    String note(String key) {
        return notes.getOrDefault(key, "");
    }
}
