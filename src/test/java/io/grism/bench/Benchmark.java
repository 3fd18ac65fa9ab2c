package io.grism.bench;

import io.grism.bench.Measurement.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs each engine in a process of its own, one after the other, compares their answers and prints the tables. */
public final class Benchmark {
    private static final int WRONG_ANSWER_EXIT = 1;
    private static final int USAGE_EXIT = 2;
    private static final int MAX_RESTARTS = 20;

    private final BenchmarkOptions options;
    private final PrintStream log = System.err;

    private Benchmark(BenchmarkOptions options) {
        this.options = options;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (Arrays.asList(args).contains("--help")) {
            System.out.println(BenchmarkOptions.USAGE);
            return;
        }
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.of(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(USAGE_EXIT);
            return;
        }
        System.exit(new Benchmark(options).run() ? 0 : WRONG_ANSWER_EXIT);
    }

    /** False when engines disagree or fail. */
    private boolean run() throws IOException, InterruptedException {
        if (!options.tablesOnly) {
            Files.createDirectories(options.folder);
            for (Size size : options.sizes) {
                Dataset.of(options.folder, size, options.seed);
                for (EngineKind engine : options.engines) {
                    run(size, engine);
                }
            }
        }
        Report report = new Report(options.folder, options.seed);
        String tables = report.markdown();
        System.out.println(tables);
        for (Path document : options.documents) {
            report.putInto(document);
        }
        report.problems().forEach(log::println);
        return report.problems().isEmpty();
    }

    private void run(Size size, EngineKind engine) throws IOException, InterruptedException {
        Results results = Results.of(options.folder, size, engine);
        results.forget(options.questions);
        List<Question> open = new ArrayList<>(options.questions);
        for (int start = 0; !open.isEmpty() && start < MAX_RESTARTS; start++) {
            int before = open.size();
            runProcess(size, engine, open, results);
            if (open.size() == before) {
                Question culprit = open.remove(0);
                results.add(Measurement.without(culprit, Outcome.FAILED, "the process ended"));
            }
            results.save();
        }
    }

    /** Asks until all are answered or the process ends; takes those that have a result off the list. */
    private void runProcess(Size size, EngineKind engine, List<Question> open, Results results)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(size, engine, open))
                .redirectError(options.folder
                        .resolve(size.label() + "-" + engine.label() + ".log")
                        .toFile())
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.println(size.label() + " " + engine.label() + " " + line.replace('\t', ' '));
                results.read(line);
                open.removeIf(question -> results.get(question) != null);
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
    }

    private List<String> command(Size size, EngineKind engine, List<Question> questions) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xmx" + engine.heap(),
                "-XX:+UseParallelGC",
                "-XX:+UseTransparentHugePages",
                "-Xlog:disable",
                "-XX:ActiveProcessorCount=" + options.threads));
        command.addAll(options.flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                engine.label(),
                size.label(),
                options.folder.toString(),
                Long.toString(options.seed),
                Integer.toString(options.threads),
                Integer.toString(options.runs),
                Integer.toString(options.limit),
                String.join(",", questions.stream().map(Question::name).toList())));
        return command;
    }
}
