package io.grism.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says about the memory of this process; nothing where it has no {@code /proc}. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final String RESET_PEAK = "5";

    private ProcessMemory() {}

    /** Forgets the peak so far, where the system allows it. */
    static void resetPeak() {
        try {
            Files.writeString(RESET, RESET_PEAK);
        } catch (IOException unsupported) {
            // The peak then is that since the start of the process.
        }
    }

    /** The most resident memory since the last reset, in MB; 0 when unknown. */
    static long peak() throws IOException {
        return megabytes("VmHWM:");
    }

    /** Resident memory now, in MB; 0 when unknown. */
    static long now() throws IOException {
        return megabytes("VmRSS:");
    }

    private static long megabytes(String field) throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }

    /** Live objects on the Java heap, in MB. */
    static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used >> 20;
    }
}
