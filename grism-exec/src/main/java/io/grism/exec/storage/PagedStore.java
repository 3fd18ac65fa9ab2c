package io.grism.exec.storage;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database whose tables are {@link PagedTable}s. Versions share what did not change; a reader never waits, one writer works at a time.
 *
 * <p>A store that lasts overrides the hooks: where segments go as they are filled ({@link #sealed}, {@link #joined}), what makes a version last ({@link #persist}), and what
 * other processes do ({@link #acquire}, {@link #release}, {@link #isOutdated}, {@link #refresh}).
 */
public abstract class PagedStore implements Store {
    /** The schema that every database has. */
    public static final String DEFAULT_SCHEMA = "main";

    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Semaphore writer = new Semaphore(1, true);
    private final Object publishing = new Object();
    private volatile @Nullable PagedSnapshot newest;

    protected PagedStore(PagedSnapshot first) {
        this.newest = first;
    }

    /** What the database is called in messages: "the in-memory database". */
    protected abstract String title();

    /** A positive number that no version of any table has had, and no table has as its id. */
    protected abstract long nextNumber();

    /**
     * The same rows where the store keeps them. Called while a transaction works, with each segment that it fills or makes anew; the segment may contain stored pages that did not change.
     *
     * @param table the version that the transaction changes
     */
    protected Segment sealed(PagedTable table, Segment closed) {
        return closed;
    }

    /** On whose threads to call {@link #sealed}, several at a time; null for that of the transaction. */
    protected @Nullable Executor writers() {
        return null;
    }

    /** The rows of a segment followed by those of another, which is in memory; there are no more than a segment holds. */
    protected Segment joined(PagedTable table, Segment tail, Segment more) {
        return SegmentWriter.copied(tail, more);
    }

    /**
     * Makes a version last. When it returns, the version is committed; when it throws, it is not.
     *
     * @param base the newest version
     * @param next the version after it; tables with versions that {@code base} does not have have changed
     * @param changes for people: "INSERT main.person"
     * @return what to publish: {@code next}, mostly with {@link PagedTable#in other segments}
     */
    protected PagedSnapshot persist(PagedSnapshot base, PagedSnapshot next, String changes) {
        return next;
    }

    /** Keeps the writers of other processes out. Called by one thread at a time. */
    protected void acquire(Duration patience) {}

    /** Lets them in again, after a commit or without one. */
    protected void release() {}

    /** Whether another process has committed; to be found out quickly. */
    protected boolean isOutdated(PagedSnapshot known) {
        return false;
    }

    /** What other processes have committed. Called by one thread at a time. */
    protected PagedSnapshot refresh(PagedSnapshot known) {
        return known;
    }

    @Override
    public Snapshot snapshot() {
        return current();
    }

    /** The newest version, of all processes. */
    protected final PagedSnapshot current() {
        PagedSnapshot known = known();
        if (!isOutdated(known)) {
            return known;
        }
        synchronized (publishing) {
            PagedSnapshot still = known();
            PagedSnapshot fresh = isOutdated(still) ? refresh(still) : still;
            newest = fresh;
            return fresh;
        }
    }

    private PagedSnapshot known() {
        PagedSnapshot snapshot = newest;
        if (snapshot == null) {
            throw new GrismException(
                    ErrorCode.CONNECTION_CLOSED, "Cannot use " + title() + ": it is closed. Open a new one");
        }
        return snapshot;
    }

    @Override
    public WriteTransaction begin() {
        return start(null, FOREVER);
    }

    @Override
    public WriteTransaction begin(Duration patience) {
        return start(null, patience);
    }

    @Override
    public WriteTransaction begin(Snapshot on, Duration patience) {
        return start(paged(on), patience);
    }

    private WriteTransaction start(@Nullable PagedSnapshot on, Duration patience) {
        lock(patience);
        try {
            PagedSnapshot now = current();
            return new PagedTransaction(this, on == null ? now : on, now);
        } catch (Throwable e) {
            unlock();
            throw e;
        }
    }

    /** The version that a snapshot of this store is of. */
    protected PagedSnapshot paged(Snapshot snapshot) {
        if (snapshot instanceof PagedSnapshot paged) {
            return paged;
        }
        throw new IllegalArgumentException("not a snapshot of " + title());
    }

    /** Does some work while nobody writes. */
    protected final <T> T exclusively(Duration patience, Supplier<T> work) {
        lock(patience);
        try {
            return work.get();
        } finally {
            unlock();
        }
    }

    private void lock(Duration patience) {
        long start = System.nanoTime();
        try {
            if (!writer.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new GrismException(
                        ErrorCode.WRITE_CONFLICT,
                        "Cannot write to " + title() + ": another write is running, for " + seconds(patience)
                                + " by now. Run the transaction again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(
                    ErrorCode.CANCELLED, "Cannot start to write: interrupted while another write was running", e);
        }
        try {
            Duration left = patience.minusNanos(System.nanoTime() - start);
            acquire(left.isNegative() ? Duration.ZERO : left);
        } catch (Throwable e) {
            writer.release();
            throw e;
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private void unlock() {
        try {
            release();
        } finally {
            writer.release();
        }
    }

    /** Makes a version the newest one. For the single writer. */
    protected final void publish(PagedSnapshot snapshot) {
        synchronized (publishing) {
            known();
            newest = snapshot;
        }
    }

    void commit(PagedSnapshot base, PagedSnapshot next, String changes) {
        known();
        publish(persist(base, next, changes));
    }

    void endWrite() {
        unlock();
    }

    @Override
    public void close() {
        newest = null;
    }
}
