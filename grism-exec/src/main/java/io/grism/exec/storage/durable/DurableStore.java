package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.History;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.PageCache;
import io.grism.exec.storage.PagedSnapshot;
import io.grism.exec.storage.PagedStore;
import io.grism.exec.storage.PagedTable;
import io.grism.exec.storage.Segment;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.durable.StoredSegment.Part;
import io.grism.exec.storage.durable.TableWriter.Leftover;
import io.grism.exec.storage.durable.TableWriter.Stored;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A database in a folder: every commit is a version that lasts. See {@code docs/storage.md} for what lies in the folder and what is promised.
 *
 * <p>Options: {@code cache_bytes}, how much memory pages read from files may take, by default a quarter of the heap; {@code index_bytes}, of how many bytes an index must be to be kept in a file, by default 1 MiB; {@code format}, that of the tables of a database that is created. All options are given
 * to the {@link TableFormat} as well. Open a database once in a process: each store has a cache of its own.
 */
public final class DurableStore extends PagedStore {
    private static final int CACHE_PART = 4;

    /** An index that is smaller is made in some milliseconds. */
    static final long INDEX_BYTES = 1 << 20;

    private static final int TRIES = 5;
    private static final int WRITER_THREADS = 2;

    /** For files of rows: mostly they wait for the disk, and for the threads of a format. */
    private static final Executor WRITERS = writerThreads();

    private final Database database;
    private final CommitLog log;
    private final PageCache cache;
    private final HeldSnapshots held;
    private final DurableHistory history;
    private final SecureRandom random = new SecureRandom();
    /** Tables by the names of the files that tell what is in them. */
    private final Map<String, WeakReference<PagedTable>> tables;

    /** Of the running write. */
    private Folder.@Nullable Lock lock;

    private TableWriter writer;
    /** Files of writes that were given up; one may still be read by who has seen the write from inside. */
    private final List<Leftover> leftovers = new ArrayList<>();

    private DurableStore(
            Database database,
            CommitLog log,
            PageCache cache,
            Map<String, WeakReference<PagedTable>> tables,
            DurableSnapshot newest) {
        super(newest);
        this.database = database;
        this.log = log;
        this.cache = cache;
        this.tables = tables;
        this.held = new HeldSnapshots();
        this.writer = new TableWriter(database, cache);
        this.history = new DurableHistory(this, database, log, held);
    }

    /**
     * Opens the database in a folder. The format of its tables is found by {@link ServiceLoader}.
     *
     * @param location a path, or the URL of a place in an object store
     * @param create whether to make a database when the folder is not there, or is empty
     * @throws GrismException FILE_NOT_FOUND, FILE_FORMAT_ERROR when the folder has no database, DATA_CORRUPTED, NOT_SUPPORTED when it was written by a newer version, or its format is not known
     */
    public static DurableStore open(String location, Map<String, String> options, boolean create) {
        return open(
                location,
                options,
                create,
                ServiceLoader.load(TableFormat.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    /** The same with the formats that tables may have; the first one is that of a database that is created. */
    public static DurableStore open(
            String location, Map<String, String> options, boolean create, List<TableFormat> formats) {
        if (!ObjectFiles.isUrl(location)) {
            return open(new LocalFolder(Path.of(location)), options, create, formats);
        }
        if (formats.isEmpty()) {
            throw FolderOpener.noFormat(location, "there is no format for the files of its tables");
        }
        String url = location.replaceAll("/+$", "");
        Map<String, String> ofStore = new HashMap<>(options);
        ofStore.keySet().removeIf(name -> !ObjectFiles.isOption(name));
        Folder folder = new ObjectFolder(url, formats.get(0).objects(url, ofStore));
        try {
            return open(folder, options, create, formats);
        } catch (Throwable e) {
            folder.close();
            throw e;
        }
    }

    static DurableStore open(Folder folder, Map<String, String> options, boolean create, List<TableFormat> formats) {
        PageCache cache =
                new PageCache(bytes(options, "cache_bytes", Runtime.getRuntime().maxMemory() / CACHE_PART));
        TableFormat format = new FolderOpener(folder, options, formats).open(create);
        Database database =
                new Database(folder, format.name(), format.open(options), bytes(options, "index_bytes", INDEX_BYTES));
        try {
            CommitLog log = new CommitLog(folder);
            Map<String, WeakReference<PagedTable>> tables = new ConcurrentHashMap<>();
            DurableSnapshot newest = newest(database, log, cache, tables);
            return new DurableStore(database, log, cache, tables, newest);
        } catch (Throwable e) {
            database.close();
            throw e;
        }
    }

    private static ThreadPoolExecutor writerThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                WRITER_THREADS, WRITER_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "grism-writer");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static long bytes(Map<String, String> options, String name, long standard) {
        String text = options.get(name);
        if (text == null) {
            return standard;
        }
        try {
            long bytes = Long.parseLong(text.trim());
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new GrismException(
                ErrorCode.INVALID_OPTION, "Cannot use " + name + " " + text + ": it is a number of bytes, 0 or more");
    }

    @Override
    protected String title() {
        return "the database " + database.folder().location();
    }

    @Override
    protected long nextNumber() {
        return 1 + (random.nextLong() >>> 1) % (Long.MAX_VALUE - 1);
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public Snapshot snapshot() {
        while (true) {
            DurableSnapshot newest = newest();
            if (held.hold(newest.version())) {
                return held.handle(newest);
            }
        }
    }

    DurableSnapshot newest() {
        return (DurableSnapshot) current();
    }

    @Override
    protected PagedSnapshot paged(Snapshot snapshot) {
        return snapshot instanceof HeldSnapshots.Held handle ? handle.durable() : super.paged(snapshot);
    }

    @Override
    protected boolean isOutdated(PagedSnapshot known) {
        return log.hasAfter(known.version());
    }

    @Override
    protected PagedSnapshot refresh(PagedSnapshot known) {
        return newest(database, log, cache, tables);
    }

    private static DurableSnapshot newest(
            Database database, CommitLog log, PageCache cache, Map<String, WeakReference<PagedTable>> tables) {
        for (int i = 1; ; i++) {
            long number = log.newest();
            try {
                return load(log.read(number), database, cache, tables);
            } catch (GrismException e) {
                // Others may have committed and removed this version meanwhile.
                boolean removed = e.code() == ErrorCode.FILE_NOT_FOUND || e.code() == ErrorCode.UNKNOWN_VERSION;
                if (!removed || i == TRIES || !log.hasAfter(number)) {
                    throw e;
                }
            }
        }
    }

    /** The version that a commit made. */
    DurableSnapshot load(Commit commit) {
        return load(commit, database, cache, tables);
    }

    private static DurableSnapshot load(
            Commit commit, Database database, PageCache cache, Map<String, WeakReference<PagedTable>> tables) {
        Map<ObjectName, PagedTable> loaded = new HashMap<>();
        for (TableEntry entry : commit.tables()) {
            loaded.put(entry.definition().name(), table(entry, database, cache, tables));
        }
        Map<ObjectName, CatalogObject> objects = new HashMap<>();
        commit.objects().forEach(object -> objects.put(object.name(), object));
        return new DurableSnapshot(commit, loaded, objects);
    }

    private static PagedTable table(
            TableEntry entry, Database database, PageCache cache, Map<String, WeakReference<PagedTable>> tables) {
        String name = entry.content().name();
        WeakReference<PagedTable> reference = tables.get(name);
        PagedTable known = reference == null ? null : reference.get();
        if (known != null && known.definition().equals(entry.definition())) {
            return known;
        }
        PagedTable table = table(entry, content(database, entry), database, cache);
        tables.put(name, new WeakReference<>(table));
        return table;
    }

    static PagedTable table(TableEntry entry, TableContent content, Database database, PageCache cache) {
        List<Segment> segments = new ArrayList<>();
        for (StoredSegment segment : content.segments()) {
            segments.add(StoredRows.segment(
                    database, cache, entry.id(), entry.definition().schema(), segment));
        }
        return PagedTable.of(entry.id(), entry.definition(), content.version(), segments, content.sketches())
                .lasting(content.ancestors(), database.stored(entry, content.version()), database.derived());
    }

    static TableContent content(Database database, TableEntry entry) {
        return TableContent.decode(
                database.folder().locationOf(entry.content().name()),
                database.read(entry.content()),
                entry.id(),
                entry.definition().schema());
    }

    @Override
    protected void acquire(Duration patience) {
        Folder folder = database.folder();
        if (!folder.isWritable()) {
            throw new GrismException(
                    ErrorCode.INVALID_TRANSACTION_STATE,
                    "Cannot write to " + title() + ": its folder is read-only for this process. It can be read");
        }
        Folder.Lock taken = folder.lock(patience);
        if (taken == null) {
            throw new GrismException(
                    ErrorCode.WRITE_CONFLICT,
                    "Cannot write to " + title()
                            + ": another process or connection writes to it and did not end in time. Run the transaction again");
        }
        lock = taken;
        writer = new TableWriter(database, cache);
        boolean done = false;
        try {
            if (taken.isAbandoned()) {
                history.sweepAfterCrash(keptNames());
            }
            deleteLeftovers();
            done = true;
        } finally {
            if (!done) {
                lock = null;
                taken.close();
            }
        }
    }

    @Override
    protected void release() {
        TableWriter givenUp = writer;
        writer = new TableWriter(database, cache);
        leftovers.addAll(givenUp.leftovers(Set.of()));
        try {
            givenUp.deleteContents();
        } finally {
            Folder.Lock taken = lock;
            lock = null;
            if (taken != null) {
                taken.close();
            }
        }
    }

    private void deleteLeftovers() {
        List<Leftover> still = new ArrayList<>();
        for (Leftover leftover : leftovers) {
            if (leftover.isRead()) {
                still.add(leftover);
            } else {
                database.removed(leftover.name());
                database.folder().delete(leftover.name());
            }
        }
        leftovers.clear();
        leftovers.addAll(still);
    }

    /** Files that no commit has and that are not to be removed. For the single writer. */
    Set<String> keptNames() {
        Set<String> names = new HashSet<>();
        leftovers.forEach(leftover -> names.add(leftover.name()));
        return names;
    }

    @Override
    protected Segment sealed(PagedTable table, Segment full) {
        return writer.stored(table, full);
    }

    @Override
    protected Executor writers() {
        return WRITERS;
    }

    @Override
    protected Segment joined(PagedTable table, Segment tail, Segment more) {
        return tail.source() instanceof StoredRows stored
                ? writer.appended(table, tail, stored, more)
                : super.joined(table, tail, more);
    }

    @Override
    protected PagedSnapshot persist(PagedSnapshot base, PagedSnapshot next, String changes) {
        DurableSnapshot before = (DurableSnapshot) base;
        return commit(before, next, changes);
    }

    /** Puts several segments of a table in one. For the single writer. */
    Segment merged(PagedTable table, List<Segment> segments) {
        return writer.merged(table, segments);
    }

    /**
     * Commits the version after the newest one. For the single writer.
     *
     * @param next tables that are not the same objects as in {@code before} have changed
     */
    DurableSnapshot commit(DurableSnapshot before, PagedSnapshot next, String changes) {
        List<TableEntry> entries = new ArrayList<>();
        Map<ObjectName, PagedTable> stored = new HashMap<>();
        Set<String> parts = new HashSet<>();
        next.tableMap().forEach((name, table) -> {
            TableEntry base = before.entry(table.id());
            if (base != null && before.table(name) == table) {
                entries.add(base);
                stored.put(name, table);
            } else {
                Stored kept = writer.store(table, base, parts(before.table(name), base));
                entries.add(kept.entry());
                stored.put(name, kept.table());
                parts(kept.table(), kept.entry())
                        .forEach(part -> parts.add(part.sum().name()));
            }
        });
        writer.sync();
        Commit commit = new Commit(
                before.version() + 1,
                time(before.commit()),
                changes,
                List.copyOf(next.schemas()),
                List.copyOf(next.objects()),
                entries);
        TableWriter done = writer;
        // Whether a commit that fails lasts is not known, so its files stay.
        writer = new TableWriter(database, cache);
        try {
            add(commit);
        } catch (GrismException e) {
            if (e.code() == ErrorCode.WRITE_CONFLICT) {
                leftovers.addAll(done.leftovers(Set.of()));
                done.deleteContents();
            }
            throw e;
        }
        leftovers.addAll(done.leftovers(parts));
        tables.values().removeIf(reference -> reference.get() == null);
        for (TableEntry entry : entries) {
            PagedTable table = stored.get(entry.definition().name());
            if (table != before.table(entry.definition().name())) {
                tables.put(entry.content().name(), new WeakReference<>(table));
            }
        }
        return new DurableSnapshot(commit, stored, next.objectMap());
    }

    /**
     * Commits a version that consists of what others have stored. For the single writer.
     *
     * @param latest for each table of the older version, by id, the table where it has the newest version of its dataset
     */
    DurableSnapshot commitAgain(DurableSnapshot before, Commit older, Map<Long, TableEntry> latest, String changes) {
        List<TableEntry> entries = new ArrayList<>();
        for (TableEntry entry : older.tables()) {
            entries.add(writer.restored(entry, latest.getOrDefault(entry.id(), entry)));
        }
        Commit commit = new Commit(
                before.version() + 1, time(before.commit()), changes, older.schemas(), older.objects(), entries);
        DurableSnapshot result = load(commit);
        writer.sync();
        add(commit);
        return result;
    }

    private void add(Commit commit) {
        log.add(commit);
        try {
            log.noteNewest(commit.number());
        } catch (GrismException e) {
            // The commit is made, whatever comes now; the note is made up for with the next one.
        }
    }

    /** Makes a version the newest in this process. For the single writer. */
    void publishNow(DurableSnapshot snapshot) {
        publish(snapshot);
    }

    <T> T exclusive(Duration patience, java.util.function.Supplier<T> work) {
        return exclusively(patience, work);
    }

    private static Instant time(Commit before) {
        Instant now = Instant.now();
        return now.isBefore(before.time()) ? before.time() : now;
    }

    private static Set<Part> parts(@Nullable PagedTable table, @Nullable TableEntry base) {
        Set<Part> parts = new HashSet<>();
        if (table != null && base != null && table.id() == base.id()) {
            for (Segment segment : table.segments()) {
                if (segment.source() instanceof StoredRows rows) {
                    parts.addAll(rows.segment().parts());
                }
            }
        }
        return parts;
    }

    @Override
    public void close() {
        super.close();
        Folder folder = database.folder();
        try {
            database.close();
            for (Leftover leftover : leftovers) {
                folder.delete(leftover.name());
            }
            leftovers.clear();
        } finally {
            folder.close();
        }
    }
}
