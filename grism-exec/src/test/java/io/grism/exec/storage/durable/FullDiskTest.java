package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.test.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database on a file system that becomes full. Needs the right to mount a small one in memory. */
class FullDiskTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    @Test
    void aFullDiskLosesNothing() throws Exception {
        Path disk = Files.createDirectory(temporary.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString()) == 0,
                "a file system in memory cannot be mounted here");
        try {
            fill(disk.resolve("db"));
        } finally {
            assertEquals(0, run("umount", disk.toString()));
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private DurableStore open(Path folder) {
        return DurableStore.open(folder.toString(), Map.of(), true, TestFormats.get());
    }

    private void fill(Path folder) {
        Steps.Model model = new Steps.Model();
        int failures = 0;
        try (DurableStore store = open(folder)) {
            Steps.createTables(store);
            for (int i = 0; i < 1000 && failures < 5; i++) {
                try {
                    Steps.run(store, model.step() + 1, leaks.allocator());
                    model.advance(model.step() + 1);
                } catch (GrismException e) {
                    assertEquals(ErrorCode.IO_ERROR, e.code(), e.getMessage());
                    failures++;
                    try (Snapshot snapshot = store.snapshot()) {
                        // A commit can be there although the last fsync has failed.
                        model.advance(Steps.check(snapshot, leaks.allocator()));
                    }
                }
                try (Snapshot snapshot = store.snapshot()) {
                    model.check(snapshot, leaks.allocator());
                }
            }
        }
        assertEquals(5, failures, "the disk never was full");
        assertTrue(model.step() > 3, () -> model.step() + " steps");
        try (DurableStore store = open(folder);
                Snapshot snapshot = store.snapshot()) {
            model.check(snapshot, leaks.allocator());
        }
    }
}
