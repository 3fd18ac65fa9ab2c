package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.test.Seeds;
import io.grism.test.Damage.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a file of a database in a folder, SQL gives the rows that were written or tells what is wrong, and the process lives. Each damage is read in a child process, so that its end would be seen. The property grism.flips gives another number of flipped bits.
 */
final class StoredDamageTest {
    private static final int FLIPS = Integer.getInteger("grism.flips", 80);
    private static final boolean QUICK = FLIPS < 1000;
    private static final long SEED = Seeds.first();

    /** Then another one follows, so that what one has loaded once does not hide what a fresh one meets. */
    private static final int DAMAGES_OF_A_PROCESS = 100;

    private static final int WRITE_EVERY = 4;
    private static final int SECONDS = 120;

    /** Ends of names, or names, of every kind of file. */
    private static final List<String> KINDS = List.of(
            "grism.db",
            "lock",
            "checkpoint",
            "commits/",
            "meta/",
            "tags/",
            "derived/",
            "/data/",
            "/_versions/",
            "/_transactions/",
            "/_checksums/");

    @TempDir
    private Path temporary;

    private Map<String, byte[]> files = Map.of();
    private final Random random = new Random(SEED);
    private final List<String> failures = new ArrayList<>();
    private int right;
    private int noticed;
    private int crashes;
    private int children;
    private @Nullable String learned;

    /** A process that looks at damages, one at a time. */
    private final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;
        private final Writer damages;
        private int count;

        Child() throws Exception {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("--add-"))
                    .forEach(command::add);
            command.addAll(List.of(
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ErrorFileToStderr",
                    "-cp",
                    System.getProperty("java.class.path"),
                    DamagedProcess.class.getName(),
                    temporary.resolve("db").toString(),
                    temporary.resolve("child" + children++).toString()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            damages = process.outputWriter(StandardCharsets.UTF_8);
            String first = answer();
            assertTrue(first != null && first.startsWith("learned "), () -> "a child says " + first);
            if (learned == null) {
                learned = first;
            }
            assertEquals(learned, first);
        }

        /** Null when it has ended, or does not answer; then it is gone. */
        private @Nullable String answer() throws Exception {
            Thread guard = new Thread(() -> {
                try {
                    TimeUnit.SECONDS.sleep(SECONDS);
                    process.destroyForcibly();
                } catch (InterruptedException e) {
                    // It has answered.
                }
            });
            guard.setDaemon(true);
            guard.start();
            try {
                return answers.readLine();
            } finally {
                guard.interrupt();
                guard.join();
            }
        }

        @Nullable
        String look(Damage damage) throws Exception {
            count++;
            damages.write(damage.line() + "\n");
            damages.flush();
            return answer();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            process.onExit().join();
            answers.close();
        }
    }

    @BeforeEach
    void make() throws Exception {
        DamagedProcess.make(temporary.resolve("db"));
        files = DamagedProcess.contents(temporary.resolve("db"));
        for (String kind : KINDS) {
            assertTrue(
                    files.keySet().stream().anyMatch(name -> name.contains(kind)),
                    () -> "no " + kind + " in " + files.keySet());
        }
    }

    private void look(List<Damage> damages) throws Exception {
        Child child = null;
        try {
            for (Damage damage : damages) {
                if (child == null || child.count == DAMAGES_OF_A_PROCESS) {
                    if (child != null) {
                        child.close();
                    }
                    child = new Child();
                }
                String answer = child.look(damage);
                switch (answer == null ? "crash" : answer) {
                    case "right" -> {
                        right++;
                        if (isNeeded(damage)) {
                            failures.add("seed " + SEED + ", " + damage + ": nobody has noticed");
                        }
                    }
                    case "noticed" -> noticed++;
                    default -> failures.add("seed " + SEED + ", " + damage + ": " + answer);
                }
                if (answer == null) {
                    crashes++;
                    child.close();
                    child = null;
                }
            }
        } finally {
            if (child != null) {
                child.close();
            }
        }
        System.out.println(
                "seed " + SEED + ", " + files.size() + " files, " + damages.size() + " damages in " + children
                        + " processes: " + right + " right, " + noticed + " noticed, " + (failures.size() - crashes)
                        + " wrong, "
                        + crashes + " crashes");
        assertEquals(List.of(), failures);
    }

    /** One of the same folder, where there is one: what takes its place most easily. */
    private String otherThan(String name, List<String> names) {
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        List<String> others = names.stream()
                .filter(other -> !other.equals(name) && other.startsWith(folder))
                .toList();
        return others.isEmpty() ? names.get(0) : others.get(random.nextInt(others.size()));
    }

    /** Whether no version can be read, or not all, without the file that is damaged. */
    private static boolean isNeeded(Damage damage) {
        String file = damage.file();
        return damage.kind() != Kind.NONE
                && damage.kind() != Kind.REMOVE_FOLDER
                && (file.equals("grism.db")
                        || file.startsWith("commits/")
                        || file.startsWith("meta/")
                        || file.contains("/data/"));
    }

    private boolean isWriteToo() {
        return random.nextInt(WRITE_EVERY) == 0;
    }

    /** All, or for a quick look one. */
    private List<Damage> some(List<Damage> damages) {
        return QUICK ? List.of(damages.get(random.nextInt(damages.size()))) : damages;
    }

    @Test
    void flippedBits() throws Exception {
        List<String> names = new ArrayList<>(files.keySet());
        names.removeIf(name -> files.get(name).length == 0);
        Collections.shuffle(names, random);
        List<Damage> damages = new ArrayList<>(List.of(Damage.none(true), Damage.none(false)));
        for (int i = 0; i < FLIPS; i++) {
            // Each file in turn; large ones are all the same inside.
            String name = names.get(i % names.size());
            long bit = random.nextLong(files.get(name).length * (long) Byte.SIZE);
            damages.add(new Damage(Kind.FLIP, isWriteToo(), name, bit, ""));
        }
        look(damages);
        assertTrue(right >= 2, "not even what is not damaged");
        // Some files are not needed to read, and those of Lance only when their table is written to.
        assertTrue(noticed > FLIPS / 4, () -> noticed + " of " + FLIPS + " noticed");
    }

    @Test
    void filesThatAreCutRemovedOrSwapped() throws Exception {
        List<Damage> damages = new ArrayList<>();
        List<String> names = new ArrayList<>(files.keySet());
        for (String name : names) {
            List<Damage> all = new ArrayList<>();
            int whole = files.get(name).length;
            Set<Integer> lengths = whole == 0 ? Set.of() : new TreeSet<>(List.of(0, whole - 1, random.nextInt(whole)));
            for (int length : lengths) {
                all.add(new Damage(Kind.CUT, isWriteToo(), name, length, ""));
            }
            all.add(new Damage(Kind.REMOVE, isWriteToo(), name, 0, ""));
            all.add(new Damage(Kind.SWAP, isWriteToo(), name, 0, otherThan(name, names)));
            damages.addAll(some(all));
        }
        try (Stream<Path> found = Files.walk(temporary.resolve("db"))) {
            for (Path path : found.filter(Files::isDirectory).toList()) {
                String name = temporary.resolve("db").relativize(path).toString();
                if (!name.isEmpty()) {
                    damages.addAll(some(List.of(
                            new Damage(Kind.REMOVE_FOLDER, false, name, 0, ""),
                            new Damage(Kind.REMOVE_FOLDER, true, name, 0, ""))));
                }
            }
        }
        look(damages);
        assertTrue(noticed > damages.size() / 4, () -> noticed + " of " + damages.size() + " noticed");
    }
}
