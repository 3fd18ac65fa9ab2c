package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installation of Ray.
 *
 * @param jar ray_dist.jar: the Java part
 * @param command the program {@code ray}, null if only the jar is known
 */
public record RayHome(Path jar, @Nullable Path command) {
    /** The version that Grism is built for and installs. */
    public static final String VERSION = "2.58.0";

    private static final Path JAR = Path.of("jars", "ray_dist.jar");

    /** The installation that is there already: {@code grism.ray.jar}, then RAY_HOME, then {@code ray} on the PATH, then the one of the cache. Null if there is none. */
    static @Nullable RayHome find() {
        @Nullable String jar = System.getProperty("grism.ray.jar");
        if (jar != null && !jar.isBlank()) {
            return ofJar(jar);
        }
        @Nullable String home = System.getenv("RAY_HOME");
        if (home != null && !home.isBlank()) {
            return ofHome(Path.of(home));
        }
        @Nullable RayHome onPath = onPath();
        return onPath != null ? onPath : RayInstall.inCache().home();
    }

    /** The installation that is there already, or one that is made now. */
    public static RayHome findOrInstall() {
        @Nullable RayHome found = find();
        return found != null && found.command != null
                ? found
                : RayInstall.inCache().install();
    }

    static RayHome ofJar(String path) {
        Path jar = Path.of(path);
        if (!Files.isRegularFile(jar)) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot find Ray: there is no file " + path + ". Allowed is ray_dist.jar");
        }
        return new RayHome(jar.toAbsolutePath(), null);
    }

    /** RAY_HOME is the folder of Ray's Python package, or an environment of Python that has it. */
    private static RayHome ofHome(Path home) {
        if (Files.isRegularFile(home.resolve(JAR))) {
            return new RayHome(home.resolve(JAR), null);
        }
        Path command = home.resolve("bin").resolve("ray");
        @Nullable RayHome found = Files.isExecutable(command) ? ofCommand(command) : null;
        if (found == null) {
            throw new GrismException(
                    ErrorCode.CONNECTION_FAILED,
                    "Cannot find Ray in RAY_HOME: " + home + ". It is an environment of Python with Ray in it, or the"
                            + " folder of Ray's Python package");
        }
        return found;
    }

    private static @Nullable RayHome onPath() {
        for (String folder : Objects.toString(System.getenv("PATH"), "").split(":")) {
            Path command = Path.of(folder, "ray");
            if (!folder.isBlank() && Files.isExecutable(command) && Files.isRegularFile(command)) {
                return ofCommand(command);
            }
        }
        return null;
    }

    /** The installation that a program {@code ray} belongs to: its first line names its Python, which knows where the package is. */
    static @Nullable RayHome ofCommand(Path command) {
        try (Stream<String> lines = Files.lines(command, StandardCharsets.UTF_8)) {
            String first = lines.findFirst().orElse("");
            if (!first.startsWith("#!") || !first.contains("python")) {
                return null;
            }
            String script = "import importlib.util as u; print(u.find_spec('ray').submodule_search_locations[0])";
            List<String> python = List.of(first.substring(2).strip().split("\\s+"));
            Process process = new ProcessBuilder(Stream.concat(python.stream(), Stream.of("-c", script))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            String folder = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            Path jar = Path.of(folder).resolve(JAR);
            return !folder.isEmpty() && Files.isRegularFile(jar) ? new RayHome(jar, command.toAbsolutePath()) : null;
        } catch (IOException | RuntimeException e) {
            // Not a script of Python, so not Ray.
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
