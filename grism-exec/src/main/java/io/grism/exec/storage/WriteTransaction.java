package io.grism.exec.storage;

import io.grism.exec.batch.BatchStream;
import java.util.List;

/**
 * Changes to a database, visible to others all at once at {@link #commit()} or not at all. Every method checks what it writes: types, NOT NULL,
 * keys and references; a violation is an error that leaves the transaction usable only for {@link #rollBackTo} and {@link #close()}. Single-threaded.
 */
public interface WriteTransaction extends AutoCloseable {
    /** The database as this transaction sees it now, its own changes included. Stays as it is when more is changed, and after the transaction. */
    Snapshot view();

    void createSchema(String name);

    /** Drops an empty schema. */
    void dropSchema(String name);

    void createTable(TableDefinition definition);

    void dropTable(ObjectName name);

    /** Adds or replaces. */
    void putObject(CatalogObject object);

    void dropObject(ObjectName name);

    /** Appends rows; the stream has the table's columns. Closes the stream. Returns the number of rows. */
    long append(ObjectName table, BatchStream rows);

    /** Deletes rows; the stream has one BIGINT column of row positions in {@link #view()}. Closes the stream. */
    long delete(ObjectName table, BatchStream positions);

    /**
     * Updates rows. The first column of the stream is the row position in {@link #view()}, the others are the new values of {@code columns}.
     * Closes the stream.
     */
    long update(ObjectName table, List<Integer> columns, BatchStream positionsAndValues);

    /** What has been changed up to now, to come back to. */
    Mark mark();

    /** Drops what was changed after a mark of this transaction, which can be used again, after an error too. */
    void rollBackTo(Mark mark);

    /** A point of a transaction. */
    interface Mark {}

    /** Makes the changes the newest version. */
    void commit();

    /** Drops the changes unless they are committed. */
    @Override
    void close();
}
