package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.hydromatic.quidem.Quidem;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every golden script, {@code resources/golden/**}{@code /*.iq}, on a fresh database each: on one thread, on four, on four with batches cut at random, and in
 * stages of one, three and seven partitions, on a cluster of which this process plays all parts; and on databases in folders: on threads, in stages, and opened anew after each change. The same file holds for all; for stages, rows without an order may come in any. What a run gives is left in {@code target/golden}, to be looked at and, if right, copied back.
 *
 * <p>A script is Quidem's: {@code !use fresh} opens the database, {@code !ok} shows rows, {@code !update} counts them, and {@code !fails}
 * shows SQLSTATE, code and message of the error that must come.
 */
final class GoldenTest {
    private static final Path SCRIPTS = Path.of(System.getProperty("grism.root", "../.."), "src/test/resources/golden");
    private static final Path RESULTS = Path.of("target/golden");

    /** How the scripts are run: a name for the results, a database, and whether it is closed and opened again after each statement that changes something. */
    record Mode(String name, String url, boolean reopens) {
        Mode(String name, String url) {
            this(name, url, false);
        }

        static Mode stages(int partitions) {
            return new Mode("stages=" + partitions, "jdbc:grism:runtime=stages;threads=2;partitions=" + partitions);
        }

        /** Databases in memory keep no versions, and what scripts of versions set is of one session. */
        boolean canRun(Path script) {
            return url.contains(ScriptDatabases.FOLDER) && !reopens
                    || !SCRIPTS.relativize(script).startsWith("versions");
        }

        String comparable(String script) {
            return url.contains("runtime=") ? ScriptRows.sorted(script) : script;
        }
    }

    @TestFactory
    Stream<DynamicNode> scripts() throws IOException {
        long seed = Seeds.first();
        List<Mode> modes = List.of(
                new Mode("threads=1", "jdbc:grism:threads=1"),
                new Mode("threads=4", "jdbc:grism:threads=4"),
                new Mode("batch.seed=" + seed, "jdbc:grism:threads=4;batch.seed=" + seed),
                Mode.stages(1),
                Mode.stages(3),
                Mode.stages(7),
                new Mode("cluster=3", "jdbc:grism:runtime=fake;partitions=3"),
                new Mode("folder", "jdbc:grism:" + ScriptDatabases.FOLDER + ";threads=4"),
                new Mode(
                        "folder stages=3",
                        "jdbc:grism:" + ScriptDatabases.FOLDER + ";runtime=stages;threads=2;partitions=3"),
                new Mode(
                        "folder reopened",
                        "jdbc:grism:" + ScriptDatabases.FOLDER + ";threads=2;cache=1MB;index.size=0",
                        true),
                new Mode("folder cluster=3", "jdbc:grism:" + ScriptDatabases.FOLDER + ";runtime=fake;partitions=3"));
        return scripts(modes);
    }

    /** A test for each script and mode. */
    static Stream<DynamicNode> scripts(List<Mode> modes) throws IOException {
        return scripts(modes, script -> true);
    }

    /** A test for each mode and each script whose name, as {@code sql/ddl.iq}, is wanted. */
    static Stream<DynamicNode> scripts(List<Mode> modes, Predicate<String> wanted) throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            scripts = files.filter(file -> file.toString().endsWith(".iq"))
                    .filter(file -> wanted.test(SCRIPTS.relativize(file).toString()))
                    .sorted()
                    .toList();
        }
        assertTrue(!scripts.isEmpty(), "no scripts in " + SCRIPTS);
        List<DynamicNode> tests = new ArrayList<>();
        for (Path script : scripts) {
            URI source = script.toUri();
            tests.add(DynamicContainer.dynamicContainer(
                    SCRIPTS.relativize(script).toString(),
                    modes.stream()
                            .filter(mode -> mode.canRun(script))
                            .map(mode -> DynamicTest.dynamicTest(mode.name(), source, () -> run(script, mode)))));
        }
        return tests.stream();
    }

    private static void run(Path script, Mode mode) throws IOException {
        String expected = Files.readString(script);
        String actual = mode.reopens()
                ? replay(ScriptDatabases.reopening(expected), mode.url()).replace("!update\n!use again", "!update")
                : replay(expected, mode.url());
        Path result = RESULTS.resolve(mode.name()
                        .replaceAll("=.*seed.*", "")
                        .replace('=', '-')
                        .replace(' ', '-'))
                .resolve(SCRIPTS.relativize(script).toString());
        Files.createDirectories(result.getParent());
        Files.writeString(result, actual);
        String wanted = mode.comparable(expected);
        String got = mode.comparable(actual);
        if (!wanted.equals(got)) {
            assertEquals(wanted, got, "with " + mode.url() + "; the result is in " + result.toAbsolutePath());
        }
    }

    /** The script with what its commands give now. */
    static String replay(String script, String url) throws IOException {
        StringWriter out = new StringWriter();
        try (ScriptDatabases databases = new ScriptDatabases(url)) {
            Quidem.Config config = Quidem.configBuilder()
                    .withReader(new StringReader(script))
                    .withWriter(out)
                    .withConnectionFactory(databases::connect)
                    .withCommandHandler(
                            (lines, content, line) -> line.equals("fails") ? new FailsCommand(lines, content) : null)
                    .build();
            new Quidem(config).execute();
        }
        return out.toString();
    }
}
