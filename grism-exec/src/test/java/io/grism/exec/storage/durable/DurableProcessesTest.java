package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.storage.Snapshot;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database in several processes: writers that are killed, writers at the same time, readers during writes. */
class DurableProcessesTest {
    private static final int CRASHES = Integer.getInteger("grism.crashes", 0);
    private static final int SOAK_SECONDS = Integer.getInteger("grism.soak", 5);
    /** More for the first change, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    /** Where the database is. */
    String location() {
        return temporary.resolve("db").toString();
    }

    /** Fails when there are files that no version has. */
    void checkFiles(DurableStore store) throws IOException {
        store.history().vacuum(Instant.now());
        assertEquals(0, store.history().vacuum(Instant.now()).files());
        assertEquals(List.of(), temporaryFiles());
    }

    /** How many crashes are enough for a quick look; the property grism.crashes gives another number. */
    int fewCrashes() {
        return 25;
    }

    private DurableStore open() {
        return DurableStore.open(location(), Map.of(), true, TestFormats.get());
    }

    private BufferAllocator allocator() {
        return leaks.allocator();
    }

    @Test
    void aKilledWriterLosesNothingThatItHasCommitted() throws Exception {
        long seed = Seeds.first();
        int crashes = CRASHES > 0 ? CRASHES : fewCrashes();
        System.out.println("seed " + seed + ", " + crashes + " crashes");
        Random random = new Random(seed);
        Steps.Model model = new Steps.Model();
        try (DurableStore store = open()) {
            Steps.createTables(store);
        }
        int ahead = 0;
        long stepNanos = 200_000_000;
        for (int crash = 0; crash < crashes || crash < 5 * crashes && model.step() <= crashes; crash++) {
            long told = model.step();
            try (WriterProcess writer = WriterProcess.steps(location())) {
                assertEquals("open", writer.line());
                // Some steps, then a moment within one: as long as the last ones took, however busy the machine is.
                long last = told + random.nextInt(4);
                long start = System.nanoTime();
                while (told < last) {
                    assertEquals(told + 1, Long.parseLong(String.valueOf(writer.line())), "seed " + seed);
                    told++;
                    stepNanos = (stepNanos + System.nanoTime() - start) / 2;
                    start = System.nanoTime();
                }
                TimeUnit.NANOSECONDS.sleep((long) (random.nextDouble() * 1.5 * stepNanos));
                writer.kill();
                for (String line = writer.line(); line != null; line = writer.line()) {
                    assertEquals(told + 1, Long.parseLong(line), "seed " + seed);
                    told++;
                }
            }
            try (DurableStore store = open();
                    Snapshot snapshot = store.snapshot()) {
                long step = Steps.check(snapshot, allocator());
                assertTrue(step == told || step == told + 1, "seed " + seed + ": " + step + " after " + told);
                ahead += step == told ? 0 : 1;
                model.advance(step);
                model.check(snapshot, allocator());
                if (random.nextInt(10) == 0) {
                    store.history().vacuum(Instant.now());
                    store.history().optimize(null);
                    try (Snapshot after = store.snapshot()) {
                        model.check(after, allocator());
                    }
                }
            }
        }
        try (DurableStore store = open()) {
            checkFiles(store);
            try (Snapshot snapshot = store.snapshot()) {
                model.check(snapshot, allocator());
            }
        }
        System.out.println(model.step() + " steps, " + ahead + " times one more than told");
        assertTrue(model.step() > crashes, "the writers hardly ever wrote");
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> found = Files.walk(temporary.resolve("db"))) {
            return found.filter(path -> path.toString().endsWith(LocalFolder.TEMPORARY))
                    .toList();
        }
    }

    @Test
    void twoProcessesAndThisOneLoseNoWrite() throws Exception {
        int times = 40;
        try (DurableStore store = open()) {
            Steps.createTables(store);
            try (WriterProcess one = WriterProcess.counter(location(), times, 1);
                    WriterProcess two = WriterProcess.counter(location(), times, 2)) {
                System.out.println(one.line());
                System.out.println(two.line());
                assertEquals(0, one.waitFor());
                assertEquals(0, two.waitFor());
            }
            try (Snapshot snapshot = store.snapshot()) {
                assertEquals(2L * times, Steps.totals(snapshot, allocator())[0]);
                long[] rows = Steps.column(Steps.table(snapshot, Steps.B), 0, allocator());
                Arrays.sort(rows);
                List<Long> expected = new ArrayList<>();
                for (long id = 1; id <= 2; id++) {
                    for (int i = 0; i < times; i++) {
                        expected.add(id * 1_000_000 + i);
                    }
                }
                assertEquals(expected, Arrays.stream(rows).boxed().toList());
            }
        }
    }

    @Test
    void readersSeeWholeVersionsDuringWrites() throws Exception {
        try (DurableStore store = open()) {
            Steps.createTables(store);
        }
        Instant end = Instant.now().plus(Duration.ofSeconds(SOAK_SECONDS));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (DurableStore store = open();
                WriterProcess writer = WriterProcess.steps(location())) {
            assertEquals("open", writer.line());
            AtomicLong told = new AtomicLong();
            Future<?> listening = threads.submit(() -> {
                for (String line = writer.line(); line != null; line = writer.line()) {
                    told.set(Long.parseLong(line));
                }
                return null;
            });
            List<Future<Integer>> readers = new ArrayList<>();
            for (int r = 0; r < 2; r++) {
                readers.add(threads.submit(() -> {
                    int reads = 0;
                    long before = 0;
                    while (!done.get()) {
                        try (Snapshot snapshot = store.snapshot()) {
                            long step = Steps.check(snapshot, allocator());
                            assertTrue(step >= before, "back from " + before + " to " + step);
                            before = step;
                            reads++;
                        }
                    }
                    return reads;
                }));
            }
            int vacuums = 0;
            while (Instant.now().isBefore(told.get() > 0 ? end : end.plus(PATIENCE))
                    && readers.stream().noneMatch(Future::isDone)) {
                Thread.sleep(500);
                store.history().vacuum(Instant.now().minusSeconds(1));
                vacuums++;
            }
            done.set(true);
            writer.kill();
            listening.get();
            int reads = 0;
            for (Future<Integer> reader : readers) {
                reads += reader.get();
            }
            try (Snapshot snapshot = store.snapshot()) {
                Steps.Model model = new Steps.Model();
                model.advance(Steps.check(snapshot, allocator()));
                model.check(snapshot, allocator());
                assertTrue(model.step() >= told.get() && model.step() <= told.get() + 1);
            }
            System.out.println(told.get() + " steps, " + reads + " reads, " + vacuums + " vacuums");
            assertTrue(told.get() > 0 && reads > 0);
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }
}
