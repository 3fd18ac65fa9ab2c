package io.grism.exec.storage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A database: tables and catalog objects under versions. Thread-safe. */
public interface Store extends AutoCloseable {
    /** The newest committed version, held until closed. */
    Snapshot snapshot();

    /**
     * Starts a write on the newest version. One writer runs at a time in a process; the call waits for the one before it.
     *
     * @throws io.grism.exec.error.GrismException CANCELLED when interrupted while waiting
     */
    WriteTransaction begin();

    /**
     * Starts a write on the newest version there is when it is this one's turn.
     *
     * @param patience how long to wait for another write to end
     * @throws io.grism.exec.error.GrismException WRITE_CONFLICT when another write does not end in time; CANCELLED when interrupted
     */
    WriteTransaction begin(Duration patience);

    /**
     * Starts a write on a version that need not be the newest any more: it sees that version and its own changes, and what others have committed since stays. One writer runs at a time; it waits for the one before it.
     *
     * @param on a snapshot of this store; may be closed before the transaction is
     * @param patience how long to wait for another write to end
     * @throws io.grism.exec.error.GrismException WRITE_CONFLICT when another write does not end in time, and from the transaction's methods when a table that it changes, or one whose keys it checks, has
     *     changed since {@code on}; CANCELLED when interrupted
     */
    WriteTransaction begin(Snapshot on, Duration patience);

    /** Its versions, if it keeps more than the newest one. */
    default @Nullable History history() {
        return null;
    }

    @Override
    void close();
}
