package io.grism.bench;

import io.grism.bench.Dataset.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A database of Grism in a folder against a database file of DuckDB and against Parquet files, read by both: load, open, scan, and the first question to a graph with and without the indexes that were kept. Each
 * step runs in a process of its own. Compares all answers, prints a table, and puts it into a document between its markers.
 *
 * <p>Arguments: folder, size, document (or nothing).
 */
public final class StorageBenchmark {
    private static final String BEGIN = "<!-- storage: begin -->";
    private static final String END = "<!-- storage: end -->";
    private static final long SEED = 42;
    private static final int RUNS = 21;
    private static final double MILLION = 1e6;
    private static final String VALUE = "VALUE\t";
    private static final String THREADS = "2";
    private static final String CREATE_GRAPH = "CREATE PROPERTY GRAPH";

    /** Who keeps the tables. */
    private enum Keeper {
        GRISM("Grism in a folder", "grism"),
        DUCKDB("DuckDB's file", "duck.db"),
        GRISM_PARQUET("Grism on Parquet", "parquet"),
        DUCKDB_PARQUET("DuckDB on Parquet", "parquet");

        private final String title;
        private final String place;

        Keeper(String title, String place) {
            this.title = title;
            this.place = place;
        }

        boolean isDuck() {
            return this == DUCKDB || this == DUCKDB_PARQUET;
        }

        String url(Path folder) {
            return switch (this) {
                case GRISM -> "jdbc:grism:" + folder.resolve(place) + ";threads=" + THREADS;
                case DUCKDB -> "jdbc:duckdb:" + folder.resolve(place);
                case GRISM_PARQUET -> "jdbc:grism:threads=" + THREADS;
                case DUCKDB_PARQUET -> "jdbc:duckdb:";
            };
        }

        String table(Path folder, Table table) {
            return this == GRISM || this == DUCKDB
                    ? table.label()
                    : "read_parquet('" + folder.resolve(place).resolve(table.label() + ".parquet") + "')";
        }
    }

    /** What is asked; {@code $} and a name stand for a table. */
    private enum Scan {
        ONE_COLUMN("sum of one column of knows", "SELECT SUM(since) FROM $knows"),
        ALL_COLUMNS("all columns of knows", "SELECT MIN(src), MAX(dst), SUM(since) FROM $knows"),
        FEW_ROWS("one row of post by its id", "SELECT author_id, length FROM $post WHERE id = 77777"),
        STRINGS("posts by language", "SELECT lang, COUNT(*) FROM $post GROUP BY lang");

        private final String title;
        private final String sql;

        Scan(String title, String sql) {
            this.title = title;
            this.sql = sql;
        }
    }

    private static final String GRAPH_QUESTION =
            """
            SELECT COUNT(*) FROM GRAPH_TABLE (social MATCH (a IS person WHERE a.id = $start)-[IS knows]->()-[IS likes]->(p IS post)
              COLUMNS (p.id))""";

    private final Dataset data;
    private final Path work;

    private StorageBenchmark(Dataset data) {
        this.data = data;
        this.work = data.folder().resolve("storage");
    }

    public static void main(String[] args) throws Exception {
        Dataset data = Dataset.of(Path.of(args[0]), Size.of(args[1]), SEED);
        StorageBenchmark benchmark = new StorageBenchmark(data);
        if (args.length > 2 && args[2].equals("step")) {
            benchmark.step(Keeper.valueOf(args[3]), args[4]);
            System.exit(0);
        }
        delete(benchmark.work);
        Files.createDirectories(benchmark.work.resolve("parquet"));
        String text = benchmark.report();
        System.out.println(text);
        if (args.length > 2) {
            Report.replace(Path.of(args[2]), BEGIN, END, text);
        }
        delete(benchmark.work);
    }

    private String report() throws IOException, InterruptedException {
        Map<Keeper, Map<String, String>> all = new LinkedHashMap<>();
        for (Keeper keeper : Keeper.values()) {
            // DuckDB makes the Parquet files that Grism reads.
            all.put(keeper, keeper == Keeper.GRISM_PARQUET ? new LinkedHashMap<>() : run(keeper, "load"));
        }
        for (Keeper keeper : Keeper.values()) {
            Map<String, String> values = all.get(keeper);
            values.put("size", Long.toString(size(work.resolve(keeper.place)) >> 20));
            values.putAll(run(keeper, "scan"));
        }
        // Once to make the indexes, once to find them made.
        Map<String, String> graph = all.get(Keeper.GRISM);
        delete(work.resolve(Keeper.GRISM.place).resolve("derived"));
        rename(run(Keeper.GRISM, "graph"), "made", graph);
        rename(run(Keeper.GRISM, "graph"), "kept", graph);
        graph.putAll(run(Keeper.GRISM, "start"));
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s size: %,d rows of knows. Each column is what one keeper needs, in ms unless it says MB; %s threads; every step in a fresh process. *First* is from before the database is opened, with the pages of the files in the cache of the operating system; *again* is the median of %d more.%n%n|",
                data.size().label(),
                data.edges(),
                THREADS,
                RUNS));
        for (Keeper keeper : Keeper.values()) {
            text.append(" | ").append(keeper.title);
        }
        text.append(" |\n|---").append("|--:".repeat(Keeper.values().length)).append("|\n");
        line(text, "load all tables from CSV", "load", all);
        line(text, "create the graph: check its edges, make its indexes", "create graph", all);
        line(text, "memory of the process that loads, MB", "load memory", all);
        line(text, "files, MB", "size", all);
        line(text, "open, and count a table", "open", all);
        for (Scan scan : Scan.values()) {
            line(text, scan.title + ", first", scan + " first", all);
            line(text, scan.title + ", again", scan + " again", all);
            compare(scan, all);
        }
        line(text, "memory of the process that scans, MB", "scan memory", all);
        text.append(String.format(
                Locale.ROOT,
                "%nOpen the graph and take two hops from one person, along %,d edges of knows and %,d of likes: %s ms when their adjacency has to be made (%s MB), %s ms in the next process, which finds it in the folder (%s MB). Java and the planner take %s ms of that, and of *open*: as long as a first query on an empty table in memory.%n",
                data.edges(),
                data.size().likes(),
                graph.get("made graph"),
                graph.get("made graph memory"),
                graph.get("kept graph"),
                graph.get("kept graph memory"),
                graph.get("start")));
        if (!graph.get("made graph answer").equals(graph.get("kept graph answer"))) {
            throw new IllegalStateException("two answers of the graph: " + graph);
        }
        return text.toString();
    }

    private static void rename(Map<String, String> from, String prefix, Map<String, String> to) {
        from.forEach((name, value) -> to.put(prefix + " " + name, value));
    }

    private static void line(StringBuilder text, String title, String value, Map<Keeper, Map<String, String>> all) {
        text.append("| ").append(title);
        all.values().forEach(values -> text.append(" | ").append(values.getOrDefault(value, "")));
        text.append(" |\n");
    }

    private static void compare(Scan scan, Map<Keeper, Map<String, String>> all) {
        List<String> answers = all.values().stream()
                .map(values -> values.get(scan + " answer"))
                .distinct()
                .toList();
        if (answers.size() > 1) {
            throw new IllegalStateException(scan.title + ": " + answers);
        }
    }

    private Map<String, String> run(Keeper keeper, String step) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:+UseParallelGC",
                "-Xmx8g",
                "-cp",
                System.getProperty("java.class.path"),
                StorageBenchmark.class.getName(),
                data.folder().getParent().toString(),
                data.size().label(),
                "step",
                keeper.name(),
                step));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, String> values = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(VALUE)) {
                    String[] parts = line.split("\t", 3);
                    values.put(parts[1], parts[2]);
                    System.err.println(keeper.title + ": " + parts[1] + " " + parts[2]);
                }
            }
        } finally {
            process.destroy();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(keeper.title + " ended at " + step);
        }
        return values;
    }

    private static void value(String name, Object value) {
        System.out.println(VALUE + name + "\t" + value);
    }

    private static void time(String name, long start) {
        value(name, Report.number((System.nanoTime() - start) / MILLION));
    }

    private void step(Keeper keeper, String step) throws Exception {
        ProcessMemory.resetPeak();
        switch (step) {
            case "load" -> load(keeper);
            case "scan" -> scan(keeper);
            case "graph" -> graph(keeper);
            case "start" -> startUp();
            default -> throw new IllegalArgumentException(step);
        }
        value(step + " memory", ProcessMemory.peak());
    }

    private Connection connect(Keeper keeper) throws SQLException {
        Connection connection = DriverManager.getConnection(keeper.url(work));
        if (keeper.isDuck()) {
            execute(connection, "SET threads = " + THREADS);
        }
        return connection;
    }

    private void load(Keeper keeper) throws SQLException {
        List<String> statements = (keeper.isDuck()
                        ? new DuckEngine(Integer.parseInt(THREADS))
                        : new GrismEngine(Integer.parseInt(THREADS)))
                .loading(data);
        long start = System.nanoTime();
        try (Connection connection = connect(keeper)) {
            for (String statement : statements) {
                if (statement.startsWith(CREATE_GRAPH)) {
                    time("load", start);
                    long graph = System.nanoTime();
                    execute(connection, statement);
                    time("create graph", graph);
                    return;
                }
                execute(connection, statement);
            }
            if (keeper == Keeper.DUCKDB_PARQUET) {
                for (Table table : Table.values()) {
                    Path file = work.resolve(keeper.place).resolve(table.label() + ".parquet");
                    execute(connection, "COPY " + table.label() + " TO '" + file + "' (FORMAT parquet)");
                }
            }
        }
        time("load", start);
    }

    private void scan(Keeper keeper) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = connect(keeper)) {
            ask(connection, fill(keeper, "SELECT COUNT(*) FROM $city"));
            time("open", start);
            for (Scan scan : Scan.values()) {
                String sql = fill(keeper, scan.sql);
                long first = System.nanoTime();
                String answer = ask(connection, sql);
                time(scan + " first", first);
                List<Double> times = new ArrayList<>();
                for (int run = 0; run < RUNS; run++) {
                    long again = System.nanoTime();
                    if (!ask(connection, sql).equals(answer)) {
                        throw new IllegalStateException("two answers to " + sql);
                    }
                    times.add((System.nanoTime() - again) / MILLION);
                }
                Collections.sort(times);
                value(scan + " again", Report.number(times.get(RUNS / 2)));
                value(scan + " answer", answer);
            }
        }
    }

    private void graph(Keeper keeper) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = connect(keeper)) {
            value("graph answer", ask(connection, data.fill(GRAPH_QUESTION)));
            time("graph", start);
        }
    }

    /** What Java and the planner need, with nothing to read. */
    private static void startUp() throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:grism:;threads=" + THREADS)) {
            execute(connection, "CREATE TABLE city (id BIGINT)");
            ask(connection, "SELECT COUNT(*) FROM city");
            time("start", start);
        }
    }

    private String fill(Keeper keeper, String sql) {
        String filled = sql;
        for (Table table : Table.values()) {
            filled = filled.replace("$" + table.label(), keeper.table(work, table));
        }
        return filled;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows as text, in an order of their own. */
    private static String ask(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(result.getString(i)).append(' ');
                }
                rows.add(row.toString());
            }
        }
        Collections.sort(rows);
        return rows.toString();
    }

    private static long size(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
