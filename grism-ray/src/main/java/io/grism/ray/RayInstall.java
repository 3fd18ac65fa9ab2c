package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ray in an environment of Python of its own, in a folder of the cache. */
final class RayInstall {
    private static final Pattern PYTHON_VERSION = Pattern.compile("Python 3\\.(\\d+)\\..*");
    private static final int OLDEST = 10;
    private static final int NEWEST = 14;

    private final Path folder;

    private RayInstall(Path folder) {
        this.folder = folder;
    }

    static RayInstall inCache() {
        return new RayInstall(CacheFolder.get().resolve("ray-" + RayHome.VERSION));
    }

    private Path mark() {
        return folder.resolve("grism-complete");
    }

    /** The installation, if it is there and complete. */
    @Nullable
    RayHome home() {
        if (!Files.exists(mark())) {
            return null;
        }
        try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
            return libraries
                    .map(library -> library.resolve(Path.of("site-packages", "ray", "jars", "ray_dist.jar")))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .map(jar -> new RayHome(jar, folder.resolve("bin").resolve("ray")))
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** Installs Ray, unless it is there; one process at a time. */
    RayHome install() {
        try {
            Files.createDirectories(folder.getParent());
            Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                @Nullable RayHome there = lock.isValid() ? home() : null;
                return there != null ? there : make();
            }
        } catch (IOException e) {
            throw cannot("cannot write to " + folder + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(ErrorCode.CANCELLED, "Cannot install Ray: interrupted", e);
        }
    }

    private RayHome make() throws IOException, InterruptedException {
        Folders.delete(folder);
        String python = python();
        run(List.of(python, "-m", "venv", folder.toString()), 5);
        run(
                List.of(
                        folder.resolve("bin").resolve("python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--no-input",
                        "--no-compile",
                        "--disable-pip-version-check",
                        "--retries",
                        "2",
                        "ray==" + RayHome.VERSION),
                20);
        Files.createFile(mark());
        @Nullable RayHome made = home();
        if (made == null) {
            Files.delete(mark());
            throw cannot("its package has no Java part (ray_dist.jar) for this machine", null);
        }
        return made;
    }

    private static String python() throws IOException, InterruptedException {
        List<String> seen = new ArrayList<>();
        @Nullable String own = System.getenv("GRISM_PYTHON");
        List<String> names = own != null && !own.isBlank()
                ? List.of(own)
                : List.of("python3", "python3.13", "python3.12", "python3.11", "python3.10", "python");
        for (String name : names) {
            @Nullable String version = version(name);
            if (version == null) {
                continue;
            }
            Matcher matcher = PYTHON_VERSION.matcher(version);
            int minor = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            if (minor >= OLDEST && minor <= NEWEST) {
                return name;
            }
            seen.add(name + " is " + version);
        }
        throw cannot(
                "it needs Python 3." + OLDEST + " to 3." + NEWEST + " with venv and pip; "
                        + (seen.isEmpty() ? "there is no python3 on the PATH" : String.join(", ", seen))
                        + ". Install one, or name it in GRISM_PYTHON",
                null);
    }

    private static @Nullable String version(String python) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? text : null;
        } catch (IOException e) {
            // There is no such program.
            return null;
        }
    }

    private void run(List<String> command, int minutes) throws IOException, InterruptedException {
        Path log = Files.createTempFile("grism-ray-install", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw cannot(String.join(" ", command) + " takes longer than " + minutes + " minutes", null);
            }
            if (process.exitValue() != 0) {
                throw cannot(
                        String.join(" ", command) + " failed:\n" + LastLines.ofFile(log)
                                + "\nInstall python3 with venv and pip, or install Ray yourself: pip install ray=="
                                + RayHome.VERSION,
                        null);
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static GrismException cannot(String why, @Nullable Throwable cause) {
        return new GrismException(
                ErrorCode.CONNECTION_FAILED, "Cannot install Ray " + RayHome.VERSION + ": " + why, cause);
    }
}
