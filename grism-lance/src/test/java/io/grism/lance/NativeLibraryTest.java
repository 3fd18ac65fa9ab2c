package io.grism.lance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lance's native library in processes with cache folders of their own. */
final class NativeLibraryTest {
    @TempDir
    private Path folder;

    /** A process that loads the library. */
    static final class Loading {
        private Loading() {}

        public static void main(String[] arguments) throws ClassNotFoundException {
            Class.forName("org.lance.JniLoader");
            System.out.println("loaded");
        }
    }

    private void load(Path cache, Path temporary) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-Dgrism.cache=" + cache,
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loading.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        assertEquals("loaded\n", printed);
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> found = Files.walk(below)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void isUnpackedOnceAndAgainWhenItIsNotWhole() throws IOException, InterruptedException {
        Path cache = folder.resolve("cache");
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        load(cache, temporary);
        List<Path> cached = files(cache);
        assertEquals(1, cached.size());
        Path library = cached.get(0);
        Object before = Files.readAttributes(library, "unix:ino").get("ino");
        load(cache, temporary);
        assertEquals(before, Files.readAttributes(library, "unix:ino").get("ino"));
        Files.write(library, new byte[100]);
        load(cache, temporary);
        assertEquals(cached, files(cache));
        assertTrue(Files.size(library) > 1_000_000);
    }

    @Test
    void leavesNothingWhereItCannotBeKept() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        load(Files.writeString(folder.resolve("file"), "no folder"), temporary);
        assertEquals(List.of(), files(temporary));
    }
}
