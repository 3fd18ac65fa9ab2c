package io.grism.api;

/** An open database. Thread-safe; connections made from it share its data. */
public interface GrismDatabase extends AutoCloseable {
    /** A new session with default settings. */
    GrismConnection connect();

    /** Closes the database and every connection to it. */
    @Override
    void close();
}
