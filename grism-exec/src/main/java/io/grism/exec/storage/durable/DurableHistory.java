package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.History;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.PagedSnapshot;
import io.grism.exec.storage.PagedTable;
import io.grism.exec.storage.Segment;
import io.grism.exec.storage.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The versions of a database in a folder. */
final class DurableHistory implements History {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DurableStore store;
    private final CommitLog log;
    private final HeldSnapshots held;
    private final Folder folder;
    private final Tags tags;
    private final Sweeper sweeper;
    private final Map<Long, Instant> times = new ConcurrentHashMap<>();

    DurableHistory(DurableStore store, Database database, CommitLog log, HeldSnapshots held) {
        this.store = store;
        this.log = log;
        this.held = held;
        this.folder = database.folder();
        this.tags = new Tags(folder);
        this.sweeper = new Sweeper(database, log);
    }

    @Override
    public List<Version> versions() {
        store.newest();
        Map<Long, List<String>> names = new HashMap<>();
        tags.all().forEach((tag, number) -> names.computeIfAbsent(number, n -> new ArrayList<>())
                .add(tag));
        List<Version> versions = new ArrayList<>();
        for (long number : log.numbers()) {
            Commit commit = commitOrNull(number);
            if (commit != null) {
                versions.add(
                        new Version(number, commit.time(), commit.changes(), names.getOrDefault(number, List.of())));
            }
        }
        return versions;
    }

    @Override
    public Snapshot snapshot(long number) {
        Snapshot newest = store.snapshot();
        if (newest.version() == number) {
            return newest;
        }
        newest.close();
        if (!held.hold(number)) {
            throw unknown(number);
        }
        DurableSnapshot loaded = null;
        try {
            loaded = store.load(commit(number));
        } finally {
            if (loaded == null) {
                held.release(number);
            }
        }
        return held.handle(loaded);
    }

    @Override
    public Snapshot snapshot(Instant time) {
        while (true) {
            long number = numberAt(time);
            try {
                return snapshot(number);
            } catch (GrismException e) {
                // Another process may have removed it meanwhile.
                if (e.code() != ErrorCode.UNKNOWN_VERSION || log.exists(number)) {
                    throw e;
                }
            }
        }
    }

    private long numberAt(Instant time) {
        store.newest();
        List<Long> numbers = new ArrayList<>(log.numbers());
        int low = -1;
        int high = numbers.size();
        while (low + 1 < high) {
            int middle = (low + high) >>> 1;
            if (time(numbers.get(middle)).isAfter(time)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        if (low < 0) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_VERSION,
                    "Cannot read the version of " + time + ": the oldest one kept is of " + time(numbers.get(0)));
        }
        return numbers.get(low);
    }

    private Instant time(long number) {
        return times.computeIfAbsent(number, n -> commit(n).time());
    }

    @Override
    public Snapshot snapshot(String tag) {
        Long number = tags.all().get(tag);
        if (number == null) {
            throw unknownTag(tag);
        }
        return snapshot(number);
    }

    private Commit commit(long number) {
        Commit commit = number < 0 ? null : commitOrNull(number);
        if (commit == null) {
            throw unknown(number);
        }
        return commit;
    }

    private @Nullable Commit commitOrNull(long number) {
        try {
            return log.isRemoved(number) ? null : log.read(number);
        } catch (GrismException e) {
            if (e.code() == ErrorCode.FILE_NOT_FOUND && !log.numbers().contains(number)) {
                return null;
            }
            throw e;
        }
    }

    private static GrismException unknown(long number) {
        return new GrismException(
                ErrorCode.UNKNOWN_VERSION,
                "Cannot read version " + number + ": there is no such version, or it was removed");
    }

    private static GrismException unknownTag(String tag) {
        return new GrismException(ErrorCode.UNKNOWN_VERSION, "Cannot use tag " + tag + ": there is no such tag");
    }

    @Override
    public void tag(String tag, long number) {
        store.exclusive(PATIENCE, () -> {
            if (!log.numbers().contains(number)) {
                throw unknown(number);
            }
            if (!tags.add(tag, number)) {
                throw new GrismException(
                        ErrorCode.OBJECT_EXISTS,
                        "Cannot tag version " + number + " as " + tag + ": there is such a tag. Remove it first");
            }
            return number;
        });
    }

    @Override
    public void untag(String tag) {
        store.exclusive(PATIENCE, () -> {
            if (!tags.remove(tag)) {
                throw unknownTag(tag);
            }
            return tag;
        });
    }

    @Override
    public long restore(long number) {
        return store.exclusive(PATIENCE, () -> {
            if (folder.isLocal()) {
                return restoreNow(number);
            }
            // Nothing else would keep a vacuum of another process from the files of the version.
            String hold = "restoring " + UUID.randomUUID();
            commit(number);
            tags.add(hold, number);
            try {
                return restoreNow(number);
            } finally {
                tags.remove(hold);
            }
        });
    }

    private long restoreNow(long number) {
        DurableSnapshot newest = store.newest();
        Commit older = commit(number);
        DurableSnapshot made = store.commitAgain(newest, older, latest(), "RESTORE version " + number);
        store.publishNow(made);
        return made.version();
    }

    /** By id, each table where it has the newest version of its dataset, of all versions kept. */
    private Map<Long, TableEntry> latest() {
        Map<Long, TableEntry> latest = new HashMap<>();
        if (!folder.isLocal()) {
            return latest; // there are no datasets
        }
        for (long number : log.numbers()) {
            for (TableEntry entry : log.read(number).tables()) {
                if (entry.dataset() != null) {
                    latest.merge(entry.id(), entry, DurableHistory::later);
                }
            }
        }
        return latest;
    }

    private static TableEntry later(TableEntry one, TableEntry other) {
        TableEntry.Dataset first = one.dataset();
        TableEntry.Dataset second = other.dataset();
        return first == null || second != null && second.number() > first.number() ? other : one;
    }

    @Override
    public Vacuumed vacuum(Instant before) {
        return store.exclusive(PATIENCE, () -> {
            store.newest();
            TreeSet<Long> numbers = log.numbers();
            Set<Long> named = new HashSet<>(tags.all().values());
            Set<Long> old = new HashSet<>();
            for (long number : numbers) {
                if (number != numbers.last()
                        && !named.contains(number)
                        && time(number).isBefore(before)) {
                    old.add(number);
                }
            }
            Set<Long> removed = held.take(old);
            if (!folder.isLocal()) {
                return vacuumUnlocked(removed);
            }
            long bytes = sweeper.bytesOf(removed);
            if (!removed.isEmpty()) {
                log.remove(new TreeSet<>(removed));
            }
            Sweeper.Swept swept = sweeper.sweep(store.keptNames());
            return new Vacuumed(removed.size(), removed.size() + swept.files(), bytes + swept.bytes());
        });
    }

    /** Removes versions while other processes may write: what these add is in none of the versions, unless they restore one, which they hold by a tag. */
    private Vacuumed vacuumUnlocked(Set<Long> old) {
        if (old.isEmpty()) {
            return new Vacuumed(0, 0, 0);
        }
        Set<FileSum> files = sweeper.filesOf(old);
        log.remove(old);
        Set<Long> kept = new HashSet<>(log.numbers());
        // From here on nobody can hold one; whoever did so before is seen here.
        tags.all().values().stream().filter(old::contains).forEach(kept::add);
        files.removeAll(sweeper.filesOf(kept));
        Sweeper.Swept swept = sweeper.remove(files);
        return new Vacuumed(old.size(), swept.files(), swept.bytes());
    }

    /** Removes what a writer has left that did not come to its end. For the single writer. */
    void sweepAfterCrash(Set<String> kept) {
        try {
            sweeper.sweep(kept);
        } catch (GrismException e) {
            // What cannot be told apart from files of damaged versions stays, and harms nobody.
        }
    }

    @Override
    public int optimize(@Nullable ObjectName table) {
        return store.exclusive(PATIENCE, () -> {
            DurableSnapshot newest = store.newest();
            if (table != null && newest.table(table) == null) {
                throw new GrismException(
                        ErrorCode.UNKNOWN_TABLE, "Cannot optimize " + table + ": there is no such table");
            }
            Map<ObjectName, PagedTable> tables = new TreeMap<>(newest.tableMap());
            int files = 0;
            for (Map.Entry<ObjectName, PagedTable> entry : tables.entrySet()) {
                if (table == null || table.equals(entry.getKey())) {
                    PagedTable old = entry.getValue();
                    List<Segment> few = new ArrayList<>();
                    int replaced = optimize(old, few);
                    if (replaced > 0) {
                        entry.setValue(old.in(few));
                        files += replaced;
                    }
                }
            }
            if (files > 0) {
                PagedSnapshot next =
                        new PagedSnapshot(newest.version() + 1, newest.schemas(), tables, newest.objectMap());
                store.publishNow(store.commit(newest, next, "OPTIMIZE" + (table == null ? "" : " " + table)));
            }
            return files;
        });
    }

    /** The segments of a table, each in one file, those that go together as one; returns how many files are replaced. */
    private int optimize(PagedTable table, List<Segment> result) {
        List<Segment> segments = table.segments();
        int replaced = 0;
        for (int i = 0; i < segments.size(); i++) {
            List<Segment> together = new ArrayList<>(List.of(segments.get(i)));
            int rowCount = segments.get(i).rowCount();
            while (i + 1 < segments.size() && rowCount + segments.get(i + 1).rowCount() <= TableContent.MAX_ROWS) {
                together.add(segments.get(++i));
                rowCount += segments.get(i).rowCount();
            }
            int files = 0;
            for (Segment segment : together) {
                files += segment.source() instanceof StoredRows rows
                        ? rows.segment().parts().size()
                        : 1;
            }
            if (files > 1) {
                result.add(store.merged(table, together));
                replaced += files;
            } else {
                result.add(together.get(0));
            }
        }
        return replaced;
    }
}
