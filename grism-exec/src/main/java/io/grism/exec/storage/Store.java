package io.grism.exec.storage;

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

    @Override
    void close();
}
