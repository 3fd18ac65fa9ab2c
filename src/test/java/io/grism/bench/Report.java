package io.grism.bench;

import io.grism.bench.Measurement.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of all results in a folder, as Markdown, and what is wrong with them. */
final class Report {
    private static final String BEGIN = "<!-- tables: begin -->";
    private static final String END = "<!-- tables: end -->";
    /** In ms: less says nothing. */
    private static final double SHORTEST = 0.0001;

    private static final double AIM = 3;
    private static final List<EngineKind> PEERS = List.of(EngineKind.DUCKDB, EngineKind.KUZU);

    private final Map<Size, Map<EngineKind, Results>> results = new EnumMap<>(Size.class);
    private final List<String> problems = new ArrayList<>();
    private final String markdown;

    Report(Path folder, long seed) throws IOException {
        for (Size size : Size.values()) {
            Map<EngineKind, Results> engines = new EnumMap<>(EngineKind.class);
            boolean any = false;
            for (EngineKind engine : EngineKind.values()) {
                Results found = Results.of(folder, size, engine);
                engines.put(engine, found);
                any |= !found.isEmpty();
            }
            if (any) {
                results.put(size, engines);
            }
        }
        StringBuilder text = new StringBuilder();
        for (Size size : results.keySet()) {
            compare(size);
            text.append(times(size, Dataset.of(folder, size, seed))).append('\n');
            text.append(processor(size)).append('\n');
        }
        if (results.size() > 1) {
            text.append(growth()).append('\n');
        }
        for (Size size : results.keySet()) {
            text.append(memory(size)).append('\n');
        }
        markdown = text.toString();
    }

    String markdown() {
        return markdown;
    }

    /** Answers that differ, and questions that failed. */
    List<String> problems() {
        return problems;
    }

    /** Replaces what stands between the markers of a document. */
    void putInto(Path document) throws IOException {
        replace(document, BEGIN, END, markdown);
    }

    /** Replaces what stands between two lines of a document. */
    static void replace(Path document, String first, String last, String by) throws IOException {
        String text = Files.readString(document);
        int begin = text.indexOf(first);
        int end = text.indexOf(last);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    "Cannot write tables into " + document + ": it lacks the lines " + first + " and " + last);
        }
        Files.writeString(document, text.substring(0, begin + first.length()) + "\n" + by + text.substring(end));
    }

    private @Nullable Measurement get(Size size, EngineKind engine, Question question) {
        return results.get(size).get(engine).get(question);
    }

    private OptionalDouble median(Size size, EngineKind engine, Question question) {
        Measurement measurement = get(size, engine, question);
        return measurement != null && measurement.answered()
                ? OptionalDouble.of(measurement.median())
                : OptionalDouble.empty();
    }

    private void compare(Size size) {
        for (Question question : Question.values()) {
            Measurement expected = null;
            for (EngineKind engine : EngineKind.values()) {
                Measurement found = get(size, engine, question);
                if (found == null || found.outcome() == Outcome.LATE) {
                    continue;
                }
                String where = size.label() + ", " + question + ", " + engine.title() + ": ";
                if (!found.answered()) {
                    problems.add(where + "failed: " + found.answer());
                } else if (expected == null) {
                    expected = found;
                } else if (!expected.answer().equals(found.answer())) {
                    problems.add(where + found.answer() + "; others: " + expected.answer());
                }
            }
        }
    }

    private String times(Size size, Dataset data) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "### %s: %,d persons, %,d knows, %,d posts, %,d likes, %,d meetings%n%n",
                size.label(),
                size.persons(),
                data.edges(),
                size.posts(),
                size.likes(),
                size.meetings()));
        text.append("Medians in ms");
        for (EngineKind engine : EngineKind.values()) {
            String version = results.get(size).get(engine).note("version");
            if (!version.isEmpty() && engine != EngineKind.GRISM) {
                text.append(engine == EngineKind.DUCKDB ? "; " : ", ").append(version);
            }
        }
        text.append(".\n\n");
        text.append(
                "| Question | Grism | first time | DuckDB | Kuzu | Reference | against peers | floor | against reference |\n");
        text.append("|---|--:|--:|--:|--:|--:|--:|:-:|--:|\n");
        for (Question question : Question.values()) {
            text.append("| ").append(question.title());
            Measurement grism = get(size, EngineKind.GRISM, question);
            text.append(" | ").append(cell(grism));
            text.append(" | ").append(grism != null && grism.answered() ? number(grism.first()) : "–");
            for (EngineKind engine : List.of(EngineKind.DUCKDB, EngineKind.KUZU, EngineKind.REFERENCE)) {
                text.append(" | ").append(cell(get(size, engine, question)));
            }
            text.append(" | ").append(verdicts(size, question)).append(" |\n");
        }
        return text.toString();
    }

    /** The ratio to the peers, whether it is enough, and the ratio to the reference. */
    private String verdicts(Size size, Question question) {
        OptionalDouble grism = median(size, EngineKind.GRISM, question);
        if (grism.isEmpty()) {
            return "– | **no** | –";
        }
        OptionalDouble peer = question.floor() >= 1
                ? PEERS.stream()
                        .flatMapToDouble(engine -> median(size, engine, question).stream())
                        .min()
                : median(size, EngineKind.DUCKDB, question);
        boolean late = peer.isEmpty();
        String ratio = late ? "–" : number(peer.getAsDouble() / grism.getAsDouble()) + "×";
        String floor = late ? "yes" : peer.getAsDouble() / grism.getAsDouble() >= question.floor() ? "yes" : "**no**";
        OptionalDouble reference = median(size, EngineKind.REFERENCE, question);
        String limit = "–";
        if (reference.isPresent() && reference.getAsDouble() >= SHORTEST) {
            double times = grism.getAsDouble() / reference.getAsDouble();
            limit = times <= AIM ? number(times) + "×" : "**" + number(times) + "×**";
        }
        return ratio + " | " + floor + " | " + limit;
    }

    private static String cell(@Nullable Measurement measurement) {
        if (measurement == null) {
            return "–";
        }
        return switch (measurement.outcome()) {
            case ANSWERED -> number(measurement.median());
            case LATE -> "> limit";
            case FAILED -> "failed";
        };
    }

    /** Three digits. */
    static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (value >= 10) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        if (value >= 0.1) {
            return String.format(Locale.ROOT, "%.2f", value);
        }
        return value < SHORTEST ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", value);
    }

    private String processor(Size size) {
        StringBuilder text = new StringBuilder();
        text.append(
                "Processor time of one run on all threads, in ms: less sensitive to what else the machine does.\n\n");
        text.append("| |");
        EngineKind[] engines = EngineKind.values();
        Stream.of(engines)
                .forEach(engine -> text.append(' ').append(engine.title()).append(" |"));
        text.append("\n|---|").append("--:|".repeat(engines.length)).append('\n');
        for (Question question : Question.values()) {
            text.append("| ").append(question.title()).append(" |");
            for (EngineKind engine : engines) {
                Measurement measurement = get(size, engine, question);
                text.append(' ')
                        .append(measurement != null && measurement.answered() ? processorTime(measurement) : "–")
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The clock of processors ticks every ten milliseconds. */
    private static String processorTime(Measurement measurement) {
        return measurement.cpu() < 0.1 ? "< 0.1" : number(measurement.cpu());
    }

    private String growth() {
        StringBuilder text =
                new StringBuilder("### Growth\n\nTimes as long as at the size before (times as many edges).\n\n");
        List<Size> sizes = List.copyOf(results.keySet());
        text.append("| Question |");
        for (Size size : sizes.subList(1, sizes.size())) {
            Size before = sizes.get(sizes.indexOf(size) - 1);
            double factor = (double) size.knows() / before.knows();
            for (EngineKind engine : List.of(EngineKind.GRISM, EngineKind.DUCKDB, EngineKind.REFERENCE)) {
                text.append(String.format(
                        Locale.ROOT,
                        " %s, %s (%s×) |",
                        engine.title(),
                        size.label(),
                        String.format(Locale.ROOT, "%.0f", factor)));
            }
        }
        text.append("\n|---|").append("--:|".repeat(3 * (sizes.size() - 1))).append('\n');
        for (Question question : Question.values()) {
            text.append("| ").append(question.title()).append(" |");
            for (Size size : sizes.subList(1, sizes.size())) {
                Size before = sizes.get(sizes.indexOf(size) - 1);
                for (EngineKind engine : List.of(EngineKind.GRISM, EngineKind.DUCKDB, EngineKind.REFERENCE)) {
                    OptionalDouble small = median(before, engine, question);
                    OptionalDouble large = median(size, engine, question);
                    text.append(
                            small.isPresent() && large.isPresent() && small.getAsDouble() >= SHORTEST
                                    ? " " + number(large.getAsDouble() / small.getAsDouble()) + "× |"
                                    : " – |");
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String memory(Size size) {
        StringBuilder text = new StringBuilder();
        text.append("### Memory, ").append(size.label()).append("\n\n");
        text.append("Peak resident memory of the process during the question, in MB.\n\n");
        text.append("| |");
        EngineKind[] engines = EngineKind.values();
        Stream.of(engines)
                .forEach(engine -> text.append(' ').append(engine.title()).append(" |"));
        text.append("\n|---|").append("--:|".repeat(engines.length)).append('\n');
        for (Question question : Question.values()) {
            text.append("| ").append(question.title()).append(" |");
            for (EngineKind engine : engines) {
                Measurement measurement = get(size, engine, question);
                text.append(
                        measurement != null && measurement.answered()
                                ? String.format(Locale.ROOT, " %,d |", measurement.peak())
                                : " – |");
            }
            text.append('\n');
        }
        for (String note : List.of("loaded heap", "asked heap", "loaded resident")) {
            text.append("| *").append(note).append("* |");
            for (EngineKind engine : engines) {
                text.append(' ')
                        .append(results.get(size).get(engine).note(note))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
