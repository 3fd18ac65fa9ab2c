package io.grism.exec.storage.durable;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A process of its own that writes to a database; it ends when its standard input does. */
final class WriterProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private WriterProcess(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs steps one after the other, and tells the number of each when it is committed. */
    static WriterProcess steps(String location) throws IOException {
        return start("steps", location);
    }

    /** Counts up in {@link Steps#B}'s place of a counter, so often, and tells when it is done. */
    static WriterProcess counter(String location, int times, long id) throws IOException {
        return start("counter", location, Integer.toString(times), Long.toString(id));
    }

    private static WriterProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new WriterProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line; null at the end. */
    @Nullable
    String line() throws IOException {
        return lines.readLine();
    }

    /** Ends it at once, and waits until it is gone. What it has told can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    int waitFor() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new AssertionError("the process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        kill();
        lines.close();
    }

    /** The process. */
    public static void main(String[] arguments) {
        Thread guard = new Thread(WriterProcess::endWithParent, "guard");
        guard.setDaemon(true);
        guard.start();
        try (BufferAllocator allocator = new RootAllocator();
                DurableStore store = DurableStore.open(arguments[1], Map.of(), false, TestFormats.get())) {
            if (arguments[0].equals("steps")) {
                runSteps(store, allocator);
            } else {
                count(store, Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]), allocator);
            }
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is sent.
            }
        } catch (IOException e) {
            // The end, as well.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void tell(Object what) {
        System.out.println(what);
        System.out.flush();
    }

    private static void runSteps(DurableStore store, BufferAllocator allocator) {
        tell("open");
        long step;
        try (Snapshot snapshot = store.snapshot()) {
            step = Steps.totals(snapshot, allocator)[0];
        }
        while (true) {
            step++;
            Steps.run(store, step, allocator);
            tell(step);
        }
    }

    /** Adds 1 to the first total and inserts a row, on a snapshot, again when somebody else was faster. */
    private static void count(DurableStore store, int times, long id, BufferAllocator allocator) {
        List<Field> fields = List.of(TypeKind.BIGINT.field("row"), TypeKind.BIGINT.field("step"));
        int conflicts = 0;
        for (int i = 0; i < times; i++) {
            boolean done = false;
            while (!done) {
                try (Snapshot on = store.snapshot();
                        WriteTransaction write = store.begin(on, Duration.ofSeconds(60))) {
                    long next = Steps.totals(write.view(), allocator)[0] + 1;
                    write.update(
                            Steps.STEP,
                            List.of(0),
                            TestRows.stream(new Schema(fields), List.of(List.of(0L, next)), 1, allocator));
                    write.append(
                            Steps.B,
                            TestRows.stream(
                                    Steps.table(on, Steps.B).definition().schema(),
                                    List.of(List.of(id * 1_000_000 + i)),
                                    1,
                                    allocator));
                    write.commit();
                    done = true;
                } catch (GrismException e) {
                    if (e.code() != ErrorCode.WRITE_CONFLICT) {
                        throw e;
                    }
                    conflicts++;
                }
            }
        }
        tell("done after " + conflicts + " conflicts");
    }
}
