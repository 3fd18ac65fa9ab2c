package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of 144 MB is loaded, scanned, read at random and written anew by a process with a heap of 48 MB. */
class BoundedMemoryTest {
    private static final long ROWS = 6_000_000;
    private static final String CACHE = "8000000";

    @TempDir
    Path folder;

    @Test
    void aTableMayBeLargerThanTheHeap() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                BoundedMemoryProcess.class.getName(),
                folder.resolve("db").toString(),
                Long.toString(ROWS),
                CACHE));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, code, text);
        assertEquals("done", text.lines().reduce((first, last) -> last).orElse(""), text);
    }
}
