package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of a cluster on this machine: {@code ray start --block}, and the processes below it. */
final class LocalNode {
    private static final String UP = "Ray runtime started";
    private static final long START_MILLIS = 90_000;

    private static final String FOLDER = "GRISM_RAY_FOLDER";

    /** Runs a program until standard input ends, and then ends it, and removes the folder of the cluster: also when the process at the other end was killed. */
    private static final String TIED =
            "\"$@\" </dev/null & p=$!; trap '' TERM HUP; cat >/dev/null; kill -TERM $p; wait $p; rm -rf -- \"$" + FOLDER
                    + "\"";

    /** Runs a program that outlives its terminal. */
    private static final String DETACHED = "trap '' HUP; exec \"$@\" </dev/null";

    private final String address;
    private final long pid;
    private final long started;
    private final @Nullable OutputStream tie;
    private final @Nullable Path log;

    private LocalNode(String address, long pid, long started, @Nullable OutputStream tie, @Nullable Path log) {
        this.address = address;
        this.pid = pid;
        this.started = started;
        this.tie = tie;
        this.log = log;
    }

    /**
     * Starts the nodes of a cluster.
     *
     * @param command the program {@code ray}
     * @param folder what the nodes may write to
     * @param head host:port
     */
    record Starter(Path command, Path folder, Path token, String head, LocalRay.Size size, LocalRay.Life life) {
        private static final long MEMORY = 1L << 30;

        LocalNode start(String address) throws IOException {
            Path log = folder.resolve(address + ".log");
            boolean tied = life == LocalRay.Life.TIED;
            ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                    Stream.of("bash", "-c", tied ? TIED : DETACHED, "grism-ray"),
                                    words(address).stream())
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .directory(folder.toFile());
            if (!tied) {
                builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            }
            environment(builder.environment());
            Process process = builder.start();
            return new LocalNode(
                    address, process.pid(), startOf(process.toHandle()), tied ? process.getOutputStream() : null, log);
        }

        private List<String> words(String address) {
            List<String> words = new ArrayList<>(List.of(
                    command.toString(),
                    "start",
                    "--block",
                    "--node-ip-address=" + address,
                    "--num-cpus=" + size.processors(),
                    "--object-store-memory=" + size.objectStore(),
                    "--memory=" + MEMORY,
                    // Any free port: nodes on one machine would give their workers the same ones.
                    "--min-worker-port=0",
                    "--max-worker-port=0",
                    "--disable-usage-stats",
                    "--include-log-monitor=false"));
            if (head.startsWith(address + ":")) {
                words.addAll(List.of(
                        "--head",
                        "--port=" + head.substring(address.length() + 1),
                        "--include-dashboard=false",
                        "--no-monitor",
                        // A folder of its own: Ray lets all users write to it.
                        "--temp-dir=" + folder.resolve("r")));
            } else {
                words.add("--address=" + head);
            }
            return words;
        }

        private void environment(Map<String, String> environment) {
            environment.put(
                    "PATH",
                    Path.of(System.getProperty("java.home"), "bin")
                            + File.pathSeparator
                            + environment.getOrDefault("PATH", "/usr/bin:/bin"));
            environment.put(FOLDER, folder.toString());
            environment.put("RAY_AUTH_MODE", "token");
            environment.put("RAY_AUTH_TOKEN_PATH", token.toString());
            environment.remove("RAY_ADDRESS");
            // What Python compiles of Ray is kept: it halves the time to start.
            environment.remove("PYTHONDONTWRITEBYTECODE");
            // Ray would end workers over the memory that other programs use.
            environment.put("RAY_memory_monitor_refresh_ms", "0");
            environment.put("PYTHONUNBUFFERED", "1");
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** The node as a line of text, for another process. */
    String write() {
        return address + " " + pid + " " + started;
    }

    static LocalNode read(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException("not a node: " + line);
        }
        return new LocalNode(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]), null, null);
    }

    String address() {
        return address;
    }

    /** The process, unless it is gone; another one may have its number. */
    private @Nullable ProcessHandle process() {
        return ProcessHandle.of(pid)
                .filter(process -> process.isAlive() && startOf(process) == started)
                .orElse(null);
    }

    boolean isAlive() {
        return process() != null;
    }

    /** The process and those below it. */
    List<ProcessHandle> processes() {
        ProcessHandle process = process();
        return process == null
                ? List.of()
                : Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    void awaitUp() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        try {
            while (log != null && !Files.readString(log).contains(UP)) {
                if (!isAlive() || System.nanoTime() > end) {
                    throw new GrismException(
                            ErrorCode.CONNECTION_FAILED,
                            "Cannot start the Ray node " + address + ". Ray said last: " + LastLines.lastOfFile(log));
                }
                Thread.sleep(50);
            }
        } catch (IOException e) {
            throw new GrismException(
                    ErrorCode.CONNECTION_FAILED, "Cannot start the Ray node " + address + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(ErrorCode.CANCELLED, "Cannot start the Ray node: interrupted", e);
        }
    }

    void askToStop() {
        if (tie != null) {
            try {
                tie.close();
            } catch (IOException e) {
                // It is gone.
            }
            return;
        }
        ProcessHandle process = process();
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits until the process has ended, or until a time of {@link System#nanoTime()}. */
    void awaitStop(long deadline) {
        ProcessHandle process = process();
        if (process == null) {
            return;
        }
        try {
            process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // It is ended with the processes below it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return address + "  process " + pid + "  " + (isAlive() ? "up" : "gone");
    }
}
