package io.grism.exec.storage;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A database in the memory of this process. Versions share what did not change; a reader never waits, one writer works at a time.
 * It starts with the schema {@code main}.
 */
public final class MemoryStore implements Store {
    /** The schema that every database has. */
    public static final String DEFAULT_SCHEMA = "main";

    private final Semaphore writer = new Semaphore(1, true);
    private final AtomicLong tableVersions = new AtomicLong();
    private volatile @Nullable MemorySnapshot newest =
            new MemorySnapshot(0, Set.of(DEFAULT_SCHEMA), Map.of(), Map.of());

    @Override
    public Snapshot snapshot() {
        return newest();
    }

    private MemorySnapshot newest() {
        MemorySnapshot snapshot = newest;
        if (snapshot == null) {
            throw new GrismException(
                    ErrorCode.CONNECTION_CLOSED, "Cannot use the in-memory database: it is closed. Open a new one");
        }
        return snapshot;
    }

    @Override
    public WriteTransaction begin() {
        try {
            writer.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(
                    ErrorCode.CANCELLED, "Cannot start to write: interrupted while another write was running", e);
        }
        try {
            return new MemoryTransaction(this, newest());
        } catch (Throwable e) {
            writer.release();
            throw e;
        }
    }

    @Override
    public WriteTransaction begin(Snapshot on, Duration patience) {
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED, "Cannot write in a transaction of several statements. Commit each statement");
    }

    /** A number that no version of any table has had. */
    long nextTableVersion() {
        return tableVersions.incrementAndGet();
    }

    void publish(MemorySnapshot snapshot) {
        newest();
        newest = snapshot;
    }

    void endWrite() {
        writer.release();
    }

    @Override
    public void close() {
        newest = null;
    }
}
