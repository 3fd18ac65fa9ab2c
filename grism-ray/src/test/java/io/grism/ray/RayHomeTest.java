package io.grism.ray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Ray is looked for, what a node is given, and what the command line refuses. */
final class RayHomeTest {
    @TempDir
    private @Nullable Path temporary;

    private Path folder() {
        return Objects.requireNonNull(temporary);
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(folder().resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    @Test
    void asksThePythonOfTheProgram() throws IOException {
        Path jar = Files.createDirectories(folder().resolve("site/ray/jars")).resolve("ray_dist.jar");
        Files.createFile(jar);
        Path python = program("python", "#!/bin/sh\necho " + folder().resolve("site/ray") + "\n");
        RayHome home = RayHome.ofCommand(program("ray", "#!" + python + "\nimport ray\n"));
        assertNotNull(home);
        assertEquals(jar, home.jar());
        assertEquals(folder().resolve("ray"), home.command());
    }

    @Test
    void leavesOtherProgramsOfThatNameAlone() throws IOException {
        assertNull(RayHome.ofCommand(program("ray", "#!/bin/sh\ntouch " + folder().resolve("ran") + "\n")));
        assertNull(RayHome.ofCommand(Files.write(folder().resolve("binary"), new byte[] {(byte) 0xFF, 1, 2})));
        Path python = program("python", "#!/bin/sh\nexit 1\n");
        assertNull(RayHome.ofCommand(program("ray", "#!" + python + "\n")));
        assertTrue(Files.notExists(folder().resolve("ran")));
        assertThrows(GrismException.class, () -> RayHome.ofJar("/nowhere.jar"));
    }

    @Test
    void packsWhatANodeNeeds() throws IOException {
        WorkerFiles.pack(folder());
        WorkerFiles files = WorkerFiles.ofFolder(folder().toString());
        assertTrue(Files.size(files.jar()) > 1_000);
        assertEquals(List.of(folder().resolve("lib") + "/*"), files.engine());
        try (Stream<Path> jars = Files.list(folder().resolve("lib"))) {
            assertTrue(jars.anyMatch(jar -> jar.getFileName().toString().startsWith("arrow-vector")));
        }
        GrismException error = assertThrows(GrismException.class, () -> WorkerFiles.ofFolder("/nowhere"));
        assertTrue(error.getMessage().contains("./grism ray pack /nowhere"), error.getMessage());
    }

    @Test
    void refusesCommandsThatItDoesNotUnderstand() {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("fly"),
                List.of("down", "now"),
                List.of("up", "--nodes"),
                List.of("up", "--nodes", "many"),
                List.of("up", "--nodes", "0"),
                List.of("up", "--wings", "2"),
                List.of("up", "--object-store", "1"),
                List.of("up", "--object-store", "1MB"),
                List.of("pack"))) {
            List<String> said = new ArrayList<>();
            GrismException error = assertThrows(GrismException.class, () -> new RayCommand(said::add).run(words));
            assertTrue(error.getMessage().startsWith("Cannot "), error.getMessage());
            assertEquals(List.of(), said);
        }
    }
}
