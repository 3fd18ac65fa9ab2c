package io.grism.bench;

import io.grism.bench.Question.Kind;
import io.grism.ray.LocalRay;
import io.grism.ray.RayHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Grism on a cluster of Ray against Grism in one process: one session, the same data, the questions of {@link Benchmark}. Compares all answers, prints a table, and puts it into a document between its markers.
 *
 * <p>Arguments: folder, size, nodes, document (or nothing).
 */
public final class RayBenchmark {
    private static final String BEGIN = "<!-- ray: begin -->";
    private static final String END = "<!-- ray: end -->";
    private static final long SEED = 42;
    private static final long OBJECT_STORE = 1L << 30;
    private static final int RUNS = 5;
    private static final double LONG_MS = 3_000;
    private static final double MILLION = 1e6;
    private static final int CHUNK = 1 << 20;

    /** Three stages: counts of each part of the table, all counts of a group, all groups in order. */
    private static final String THREE_STAGES = "SELECT g, COUNT(*) FROM tiny GROUP BY g ORDER BY g";

    /** All posts are moved, each to where the posts of its author are. */
    private static final String SHUFFLE =
            "SELECT MAX(id), MAX(length), MAX(created), MAX(n) FROM (SELECT id, length, created, COUNT(*) OVER (PARTITION BY author_id) AS n FROM post)";

    /** Bytes of a moved post: two BIGINT and two INTEGER columns. */
    private static final int POST_BYTES = 24;

    private final Connection connection;
    private final Dataset data;

    private RayBenchmark(Connection connection, Dataset data) {
        this.connection = connection;
        this.data = data;
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("sink")) {
            drain(Integer.parseInt(args[1]));
            return;
        }
        Dataset data = Dataset.of(Path.of(args[0]), Size.of(args[1]), SEED);
        int nodes = Integer.parseInt(args[2]);
        int processors = Runtime.getRuntime().availableProcessors();
        LocalRay.Size size = new LocalRay.Size(nodes, Math.max(1, processors / nodes), OBJECT_STORE);
        String text;
        try (LocalRay ray = LocalRay.start(RayHome.findOrInstall(), size, LocalRay.Life.TIED)) {
            StringBuilder url =
                    new StringBuilder("jdbc:grism:threads=" + processors + ";memory=4GB;partitions=" + processors);
            ray.settings()
                    .forEach((name, value) ->
                            url.append(';').append(name).append('=').append(value));
            url.append(";ray.worker.options=-Xmx4g");
            try (Connection connection = DriverManager.getConnection(url.toString())) {
                text = new RayBenchmark(connection, data).report(nodes, processors);
            }
        }
        System.out.println(text);
        if (args.length > 3) {
            Report.replace(Path.of(args[3]), BEGIN, END, text);
        }
        System.exit(0);
    }

    private String report(int nodes, int processors) throws Exception {
        for (String statement : new GrismEngine(processors).loading(data)) {
            execute(statement);
        }
        execute("CREATE TABLE tiny (id INTEGER PRIMARY KEY, g INTEGER)");
        execute("INSERT INTO tiny SELECT id, MOD(id, 10) FROM city WHERE id <= 100");
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d nodes on this machine, %d executors; %s size. Medians in ms, with planning; tables and code are where they are used.%n%n",
                nodes,
                processors,
                data.size().label()));
        text.append("| Question | one process | stages in one process | Ray | Ray, first time | Ray / one process |\n");
        text.append("|---|--:|--:|--:|--:|--:|\n");
        row(text, "three stages over 100 rows", THREE_STAGES);
        Times shuffle = row(text, "maximum of all posts with the number of their author's", SHUFFLE);
        for (Question question : Question.values()) {
            if (question.kind() == Kind.SQL || question.kind() == Kind.GRAPH || question.kind() == Kind.PATHS) {
                row(text, question.title(), data.fill(question.grism()));
            }
        }
        double megabytes = (double) data.size().posts() * POST_BYTES / MILLION;
        text.append(String.format(
                Locale.ROOT,
                "%nThe second row moves %,.0f MB between executors: %s MB/s with all that the question computes. A plain copy of as many bytes from one process to another through a socket: %s MB/s.%n",
                megabytes,
                Report.number(megabytes / shuffle.median * 1000),
                Report.number(megabytes / copy((long) (megabytes * MILLION)) * 1000)));
        return text.toString();
    }

    private record Times(double first, double median, String answer) {}

    private Times row(StringBuilder text, String title, String sql) throws SQLException {
        Times local = times("local", sql);
        Times stages = times("stages", sql);
        Times ray = times("ray", sql);
        if (!local.answer.equals(ray.answer) || !local.answer.equals(stages.answer)) {
            throw new IllegalStateException(
                    title + ": " + local.answer + ", in stages " + stages.answer + ", on Ray " + ray.answer);
        }
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s× |%n",
                title,
                Report.number(local.median),
                Report.number(stages.median),
                Report.number(ray.median),
                Report.number(ray.first),
                Report.number(ray.median / local.median));
        System.err.print(line);
        text.append(line);
        return ray;
    }

    private Times times(String runtime, String sql) throws SQLException {
        execute("SET runtime = '" + runtime + "'");
        long start = System.nanoTime();
        String answer = ask(sql);
        double first = (System.nanoTime() - start) / MILLION;
        List<Double> times = new ArrayList<>();
        double spent = first;
        for (int i = 0; i < RUNS && spent < LONG_MS; i++) {
            ask(sql);
        }
        while (times.isEmpty() || times.size() < RUNS && spent < 2 * LONG_MS) {
            start = System.nanoTime();
            String again = ask(sql);
            if (!again.equals(answer)) {
                throw new IllegalStateException(
                        "two answers on " + runtime + ": " + answer + " and " + again + " to " + sql);
            }
            times.add((System.nanoTime() - start) / MILLION);
            spent += times.get(times.size() - 1);
        }
        Collections.sort(times);
        return new Times(first, times.get(times.size() / 2), answer);
    }

    /** All rows, in an order of their own. */
    private String ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            long rows = 0;
            long sum = 0;
            while (result.next()) {
                long row = 1;
                for (int i = 1; i <= columns; i++) {
                    row = 31 * row + String.valueOf(result.getObject(i)).hashCode();
                }
                rows++;
                sum += row * row;
            }
            return rows + " rows, " + sum;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Milliseconds, the median of some runs. */
    private static double copy(long bytes) throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process sink = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            RayBenchmark.class.getName(),
                            "sink",
                            Integer.toString(server.getLocalPort()))
                    .inheritIO()
                    .start();
            List<Double> times = new ArrayList<>();
            try (Socket socket = server.accept();
                    OutputStream out = socket.getOutputStream();
                    InputStream in = socket.getInputStream()) {
                byte[] chunk = new byte[CHUNK];
                for (int run = 0; run < 2 * RUNS; run++) {
                    long start = System.nanoTime();
                    for (long left = bytes; left > 0; left -= chunk.length) {
                        out.write(chunk);
                    }
                    out.flush();
                    // The sink answers with a byte for each chunk.
                    for (long left = bytes; left > 0; left -= chunk.length) {
                        if (in.read() < 0) {
                            throw new IOException("the other process has ended");
                        }
                    }
                    times.add((System.nanoTime() - start) / MILLION);
                }
            } finally {
                sink.destroy();
                sink.waitFor();
            }
            Collections.sort(times);
            return times.get(times.size() / 2);
        }
    }

    private static void drain(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            byte[] chunk = new byte[CHUNK];
            while (in.readNBytes(chunk, 0, CHUNK) == CHUNK) {
                out.write(1);
                Arrays.fill(chunk, (byte) 0);
            }
        }
    }
}
