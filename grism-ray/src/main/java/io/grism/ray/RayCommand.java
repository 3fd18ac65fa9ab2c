package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code ./grism ray} does: a cluster on this machine, and folders for nodes of other machines. */
public final class RayCommand {
    public static final String USAGE =
            "Usage: ./grism ray up [--nodes N] [--cpus N] [--object-store SIZE] | down | status | install | pack FOLDER";

    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(MB|GB)");
    private static final int DEFAULT_NODES = 2;
    private static final long MOST_STORE = 2L << 30;

    private final Consumer<String> out;

    /**
     * @param out is told what is done, a line at a time
     */
    public RayCommand(Consumer<String> out) {
        this.out = out;
    }

    /**
     * Runs a command.
     *
     * @param words the command and its options
     * @throws GrismException if it fails; INVALID_OPTION if it is not understood
     */
    public void run(List<String> words) {
        String command = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        if (!command.equals("up") && !command.equals("pack") && !rest.isEmpty()) {
            throw wrong("Cannot understand argument: " + rest.get(0));
        }
        try {
            switch (command) {
                case "up" -> up(rest);
                case "down" -> down();
                case "status" -> status();
                case "install" ->
                    out.accept("Ray is in " + RayHome.findOrInstall().jar());
                case "pack" -> pack(rest);
                default -> throw wrong("Cannot run command: ray " + command);
            }
        } catch (IOException e) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot run ray " + command + ": " + e.getMessage(), e);
        }
    }

    private static GrismException wrong(String problem) {
        return new GrismException(ErrorCode.INVALID_OPTION, problem + ". " + USAGE);
    }

    private void up(List<String> options) throws IOException {
        int nodes = DEFAULT_NODES;
        int processors = 0;
        long store = 0;
        for (int i = 0; i < options.size(); i += 2) {
            if (i + 1 == options.size()) {
                throw wrong("Cannot use option " + options.get(i) + " without a value");
            }
            String value = options.get(i + 1);
            switch (options.get(i)) {
                case "--nodes" -> nodes = number(value);
                case "--cpus" -> processors = number(value);
                case "--object-store" -> store = bytes(value);
                default -> throw wrong("Cannot understand option: " + options.get(i));
            }
        }
        if (processors == 0) {
            processors = Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, nodes));
        }
        if (store == 0) {
            store = Math.max(200L << 20, Math.min(MOST_STORE, totalMemory() / 8 / Math.max(1, nodes)));
        }
        LocalRay.Size size = new LocalRay.Size(nodes, processors, store);
        if (LocalRay.running() != null) {
            throw new GrismException(
                    ErrorCode.OBJECT_EXISTS,
                    "Cannot start Ray: it runs. './grism ray status' shows it, 'down' stops it");
        }
        stopRest();
        RayHome home = home();
        out.accept("Starting " + nodes + " Ray nodes of " + processors + " processors on this machine");
        LocalRay ray = LocalRay.start(home, size, LocalRay.Life.DETACHED);
        try {
            ray.publish();
        } catch (IOException | RuntimeException e) {
            ray.close();
            throw e;
        }
        out.accept(
                "Ray is up at " + ray.address() + ". './grism sql --runtime ray' uses it, './grism ray down' stops it");
    }

    private RayHome home() {
        @Nullable RayHome found = RayHome.find();
        if (found != null && found.command() != null) {
            return found;
        }
        out.accept("Installing Ray " + RayHome.VERSION + " to " + CacheFolder.get());
        return RayHome.findOrInstall();
    }

    private static long totalMemory() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrong("Cannot understand number: " + text);
        }
    }

    private static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            throw wrong("Cannot understand size: " + text);
        }
        return Long.parseLong(matcher.group(1)) << (matcher.group(2).equals("GB") ? 30 : 20);
    }

    private void down() throws IOException {
        out.accept(stopRest() ? "Ray is down" : "Ray is not up");
    }

    /** Stops what is left of the noted cluster. */
    private static boolean stopRest() throws IOException {
        @Nullable LocalRay ray = LocalRay.published();
        if (ray == null) {
            return false;
        }
        ray.close();
        LocalRay.unpublish();
        return true;
    }

    private void status() {
        @Nullable LocalRay ray = LocalRay.published();
        if (ray == null) {
            out.accept("Ray is not up");
            return;
        }
        @Nullable String problem = RayAddress.parse(ray.address()).problem();
        out.accept("Ray is " + (problem == null ? "up" : "not up (" + problem + ")") + " at " + ray.address());
        ray.report().forEach(line -> out.accept("  " + line));
    }

    private void pack(List<String> words) throws IOException {
        if (words.size() != 1) {
            throw wrong("Cannot pack without the name of one folder");
        }
        Path folder = Path.of(words.get(0)).toAbsolutePath();
        WorkerFiles.pack(folder);
        out.accept("What a node needs is in " + folder
                + ". Copy it to the same path on each node, and set ray.worker.path=" + folder);
    }
}
