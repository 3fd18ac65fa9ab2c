package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.durable.Checkpoint.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The commits of a database: a file each, named by its number. Thread-safe; who adds or removes holds the write lock. */
final class CommitLog {
    static final String FOLDER = "commits";
    static final String CHECKPOINT = "checkpoint";

    private static final int DIGITS = 20;
    private static final int TRIES = 5;

    private final Folder folder;

    CommitLog(Folder folder) {
        this.folder = folder;
    }

    static String name(long number) {
        String digits = Long.toString(number);
        return FOLDER + "/" + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The number of the commit of a name. */
    static long number(String name) {
        return Long.parseLong(name.substring(FOLDER.length() + 1));
    }

    boolean exists(long number) {
        return folder.size(name(number)) >= 0;
    }

    /** Whether there is a commit after one that is or was the newest. */
    boolean hasAfter(long number) {
        if (exists(number + 1)) {
            return true;
        }
        if (!folder.isLocal()) {
            return false;
        }
        // The next one may be removed by now.
        Checkpoint checkpoint = checkpoint();
        return checkpoint != null && checkpoint.newest() > number;
    }

    /** The numbers of all commits, ascending; fails when one is missing. */
    TreeSet<Long> numbers() {
        for (int i = 1; ; i++) {
            // Others may commit and vacuum between the two looks.
            TreeSet<Long> found = list();
            Checkpoint checkpoint = checkpoint();
            long missing = checkpoint == null ? -1 : firstMissing(found, checkpoint);
            if (found.isEmpty()) {
                missing = 0;
            }
            if (missing < 0) {
                if (checkpoint != null) {
                    // A vacuum that did not come to its end has left files of commits that are removed.
                    found.removeIf(checkpoint::isRemoved);
                }
                return found;
            }
            if (i == TRIES) {
                throw missing(missing);
            }
        }
    }

    private GrismException missing(long number) {
        return new GrismException(
                ErrorCode.DATA_CORRUPTED,
                "Cannot read " + folder.locationOf(name(number))
                        + ": the file is gone, and with it a commit. Restore it from a back-up");
    }

    /** The number of the newest commit; that older ones are missing does not matter. */
    long newest() {
        for (int i = 1; ; i++) {
            TreeSet<Long> found = list();
            Checkpoint checkpoint = checkpoint();
            long least = checkpoint == null ? 0 : checkpoint.newest();
            if (!found.isEmpty() && found.last() >= least) {
                return found.last();
            }
            if (i == TRIES) {
                throw missing(least);
            }
        }
    }

    private static long firstMissing(TreeSet<Long> found, Checkpoint checkpoint) {
        long next = 0;
        for (Run run : checkpoint.removed()) {
            for (; next < run.from(); next++) {
                if (!found.contains(next)) {
                    return next;
                }
            }
            next = Math.max(next, run.to() + 1);
        }
        long last = found.isEmpty() ? checkpoint.newest() : Math.max(checkpoint.newest(), found.last());
        for (; next <= last; next++) {
            if (!found.contains(next)) {
                return next;
            }
        }
        return -1;
    }

    private TreeSet<Long> list() {
        TreeSet<Long> numbers = new TreeSet<>();
        for (String name : folder.list(FOLDER)) {
            String digits = name.substring(FOLDER.length() + 1);
            if (digits.length() == DIGITS
                    && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    && digits.startsWith("0")) {
                numbers.add(Long.parseLong(digits));
            }
        }
        return numbers;
    }

    Commit read(long number) {
        String name = name(number);
        return Commit.decode(folder.locationOf(name), folder.read(name), number);
    }

    /** The last step of a write. */
    void add(Commit commit) {
        if (!folder.put(name(commit.number()), commit.encode())) {
            throw conflict(folder.location());
        }
    }

    static GrismException conflict(String location) {
        return new GrismException(
                ErrorCode.WRITE_CONFLICT,
                "Cannot commit to the database " + location
                        + ": another process has committed at the same time. Run the transaction again");
    }

    /** Takes note of a commit that was added. */
    void noteNewest(long number) {
        folder.note(CHECKPOINT, checkpointOrGaps().withNewest(number).encode());
    }

    /** Removes commits; none is the newest. */
    void remove(Collection<Long> numbers) {
        Checkpoint checkpoint = checkpointOrGaps().withNewest(newest());
        for (long number : numbers) {
            checkpoint = checkpoint.without(number);
        }
        folder.replace(CHECKPOINT, checkpoint.encode());
        numbers.forEach(number -> folder.delete(name(number)));
        folder.syncFolder(FOLDER);
    }

    /** Whether a commit that can still be read counts as removed: those of object stores are kept. */
    boolean isRemoved(long number) {
        if (folder.isLocal()) {
            return false;
        }
        Checkpoint known = checkpoint();
        return known != null && known.isRemoved(number);
    }

    /** What the file tells; null when it is not there or is empty, which is no harm: it only helps to see that commits are missing. */
    private @Nullable Checkpoint checkpoint() {
        if (folder.size(CHECKPOINT) <= 0) {
            return null;
        }
        return Checkpoint.decode(folder.locationOf(CHECKPOINT), folder.read(CHECKPOINT));
    }

    private Checkpoint checkpointOrGaps() {
        Checkpoint known = checkpoint();
        if (known != null) {
            return known;
        }
        List<Run> gaps = new ArrayList<>();
        long next = 0;
        TreeSet<Long> found = list();
        for (long number : found) {
            if (number > next) {
                gaps.add(new Run(next, number - 1));
            }
            next = number + 1;
        }
        return new Checkpoint(Math.max(0, next - 1), gaps);
    }
}
