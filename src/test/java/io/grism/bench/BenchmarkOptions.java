package io.grism.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The command line of the benchmarks. */
final class BenchmarkOptions {
    static final String USAGE =
            """
            Usage: src/test/benchmark [OPTIONS]
              --sizes small,middle        of small, middle, large (small,middle)
              --engines grism,duckdb      of grism, duckdb, kuzu, reference (all)
              --questions SCAN,TRIANGLES  only these (all); results of others are kept
              --runs N                    measured runs of a question, at least (5)
              --limit SECONDS             after which a question is given up (60)
              --threads N                 of each engine (2)
              --seed N                    of the data (42)
              --folder PATH               for data and results (target/bench of this module)
              --document PATH             a Markdown file to put the tables into, between its markers
              --flags "-XX:…"             further flags of the engines' JVMs
              --tables                    only print the tables of the results that are there""";

    List<Size> sizes = List.of(Size.SMALL, Size.MIDDLE);
    List<EngineKind> engines = List.of(EngineKind.values());
    List<Question> questions = List.of(Question.values());
    int runs = 5;
    int limit = 60;
    int threads = 2;
    long seed = 42;
    Path folder = Path.of("target/bench");
    List<Path> documents = List.of();
    List<String> flags = List.of();
    boolean tablesOnly;

    private BenchmarkOptions() {}

    /** Fails with IllegalArgumentException when the command line is wrong. */
    static BenchmarkOptions of(String[] args) {
        BenchmarkOptions options = new BenchmarkOptions();
        Iterator<String> words = Arrays.asList(args).iterator();
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "--tables" -> options.tablesOnly = true;
                case "--sizes" -> options.sizes = list(option, words, Size::of);
                case "--engines" -> options.engines = list(option, words, EngineKind::of);
                case "--questions" ->
                    options.questions = list(option, words, name -> Question.valueOf(name.toUpperCase(Locale.ROOT)));
                case "--runs" -> options.runs = Integer.parseInt(value(option, words));
                case "--limit" -> options.limit = Integer.parseInt(value(option, words));
                case "--threads" -> options.threads = Integer.parseInt(value(option, words));
                case "--seed" -> options.seed = Long.parseLong(value(option, words));
                case "--folder" -> options.folder = Path.of(value(option, words));
                case "--document" -> options.documents = List.of(Path.of(value(option, words)));
                case "--flags" ->
                    options.flags = List.of(value(option, words).trim().split("\\s+"));
                default -> throw new IllegalArgumentException("Cannot read option: " + option + ".\n" + USAGE);
            }
        }
        return options;
    }

    private static <T> List<T> list(String option, Iterator<String> words, Function<String, T> reader) {
        return Arrays.stream(value(option, words).split(",")).map(reader).toList();
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("Cannot read option: " + option + ". A value must follow.\n" + USAGE);
        }
        return words.next();
    }
}
