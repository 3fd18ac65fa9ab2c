package io.grism.ray.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Ray's native library: each driver unpacks a copy of 40 MB to a folder of its own, and leaves it there. */
final class NativeLibrary {
    private static final String NAME = "core_worker_library_java";

    private NativeLibrary() {}

    /** Removes the copy that this process has loaded; it stays mapped. */
    static void dropCopy() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            for (String file : maps.filter(line -> line.contains(NAME) && line.contains("/"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList()) {
                drop(Path.of(file));
            }
        } catch (IOException e) {
            // A copy stays: there is nothing to do about it.
        }
    }

    private static void drop(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null || !folder.getFileName().toString().matches("\\d+")) {
            return;
        }
        Files.deleteIfExists(file);
        try (Stream<Path> rest = Files.list(folder)) {
            for (Path other : rest.toList()) {
                Files.deleteIfExists(other);
            }
        }
        Files.deleteIfExists(folder);
    }
}
