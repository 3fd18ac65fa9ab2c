package io.grism.cli;

import io.grism.exec.storage.FileFormat;
import java.io.PrintStream;
import java.util.Locale;

/** One line on a terminal that shows how far a load is; drawn ten times a second at most, and wiped at the end. */
final class ProgressBar implements FileFormat.Progress {
    private static final int WIDTH = 30;
    private static final long INTERVAL = 100_000_000;

    private final PrintStream terminal;
    private long nextDraw = System.nanoTime() + INTERVAL;
    private int drawn;

    ProgressBar(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void report(long bytes, long totalBytes, long rows) {
        boolean done = totalBytes >= 0 && bytes >= totalBytes;
        long now = System.nanoTime();
        if (done) {
            wipe();
        } else if (now - nextDraw >= 0) {
            nextDraw = now + INTERVAL;
            draw(line(bytes, totalBytes, rows));
        }
    }

    static String line(long bytes, long totalBytes, long rows) {
        String counts = String.format(Locale.ROOT, "%,d rows, %,d MB", rows, bytes >> 20);
        if (totalBytes <= 0) {
            return counts;
        }
        int filled = (int) (WIDTH * bytes / totalBytes);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + 100 * bytes / totalBytes + " %  "
                + counts;
    }

    private void draw(String line) {
        terminal.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        terminal.flush();
        drawn = line.length();
    }

    private void wipe() {
        if (drawn > 0) {
            terminal.print("\r" + " ".repeat(drawn) + "\r");
            terminal.flush();
            drawn = 0;
        }
    }
}
