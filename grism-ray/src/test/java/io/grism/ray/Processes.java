package io.grism.ray;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Processes of this machine, as tests see them. */
final class Processes {
    private static final long PATIENCE_SECONDS = 20;

    private Processes() {}

    /** Whether a process runs; one that has ended and that nobody has asked for does not. */
    static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false;
        }
    }

    static void awaitGone(long pid) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (isAlive(pid) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertFalse(isAlive(pid), "process " + pid + " is left behind");
    }

    /** Ends a process as a crash would. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
