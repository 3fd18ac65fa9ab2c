package io.grism.exec.storage.durable;

import java.util.ArrayList;
import java.util.List;

/**
 * What tells whether commits are missing: the content of the file {@code checkpoint}. It may be behind by the last commits, when a writer has died, but never in front.
 *
 * @param newest number of the newest commit
 * @param removed runs of numbers whose commits were removed on purpose, ascending
 */
record Checkpoint(long newest, List<Run> removed) {
    /** Numbers {@code from .. to}, both included. */
    record Run(long from, long to) {}

    Checkpoint {
        removed = List.copyOf(removed);
    }

    boolean isRemoved(long number) {
        return removed.stream().anyMatch(run -> run.from() <= number && number <= run.to());
    }

    Checkpoint withNewest(long number) {
        return new Checkpoint(number, removed);
    }

    /** With one more number, greater or less than those that it has. */
    Checkpoint without(long number) {
        List<Run> runs = new ArrayList<>();
        long from = number;
        long to = number;
        boolean placed = false;
        for (Run run : removed) {
            if (run.to() + 1 < from) {
                runs.add(run);
            } else if (to + 1 < run.from()) {
                if (!placed) {
                    runs.add(new Run(from, to));
                    placed = true;
                }
                runs.add(run);
            } else {
                from = Math.min(from, run.from());
                to = Math.max(to, run.to());
            }
        }
        if (!placed) {
            runs.add(new Run(from, to));
        }
        return new Checkpoint(newest, runs);
    }

    byte[] encode() {
        Encoder out = new Encoder(FileKind.CHECKPOINT);
        out.putLong(newest);
        out.putList(removed, (to, run) -> {
            to.putLong(run.from());
            to.putLong(run.to());
        });
        return out.finish();
    }

    static Checkpoint decode(String name, byte[] file) {
        Decoder in = new Decoder(name, FileKind.CHECKPOINT, file);
        Checkpoint checkpoint =
                new Checkpoint(in.getLong(), in.getList(from -> new Run(from.getLong(), from.getLong())));
        in.finish();
        if (checkpoint.newest < 0 || checkpoint.isRemoved(checkpoint.newest)) {
            throw in.corrupted("it names a newest commit that is none");
        }
        return checkpoint;
    }
}
