package io.grism.cli;

import io.grism.exec.remote.ProgressListener;
import io.grism.exec.remote.StageProgress;
import io.grism.exec.storage.FileFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** One line on a terminal that shows how far a load, or a query on a cluster, is; drawn ten times a second at most, and wiped at the end. */
final class ProgressBar implements FileFormat.Progress, ProgressListener {
    private static final int WIDTH = 30;
    private static final long INTERVAL = 100_000_000;

    private final PrintStream terminal;
    private long nextDraw = System.nanoTime() + INTERVAL;
    private int drawn;
    /** Whether a query waits for rows. */
    private boolean waits;

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

    @Override
    public void report(List<StageProgress> stages) {
        long now = System.nanoTime();
        if (stages.isEmpty()) {
            wipe();
            waits = false;
        } else if (!waits) {
            waits = true;
            nextDraw = now + INTERVAL;
        } else if (now - nextDraw >= 0) {
            nextDraw = now + INTERVAL;
            draw(line(stages));
        }
    }

    static String line(List<StageProgress> stages) {
        long ended =
                stages.stream().filter(stage -> stage.done() == stage.tasks()).count();
        int done = stages.stream().mapToInt(StageProgress::done).sum();
        int tasks = stages.stream().mapToInt(StageProgress::tasks).sum();
        long rows = stages.stream().mapToLong(StageProgress::rows).sum();
        long bytes = stages.stream().mapToLong(StageProgress::bytes).sum();
        return String.format(
                Locale.ROOT,
                "%d of %d stages, %d of %d tasks, %,d rows, %,d MB",
                ended,
                stages.size(),
                done,
                tasks,
                rows,
                bytes >> 20);
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
