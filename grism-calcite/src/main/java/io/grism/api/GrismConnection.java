package io.grism.api;

import io.grism.calcite.query.GraphRelBuilder;
import io.grism.exec.remote.ProgressListener;
import io.grism.exec.storage.FileFormat;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** A session on a database: settings and, one at a time, statements. Single-threaded but for {@link GrismStatement#cancel()}. */
public interface GrismConnection extends AutoCloseable {
    /**
     * Parses, validates and plans one statement.
     *
     * @throws io.grism.exec.error.GrismException with code and position when it is wrong
     */
    GrismStatement prepare(String sql);

    /**
     * Plans a query that a program builds as relational algebra, with {@link GraphRelBuilder#match} for graph patterns. The query is built again when a table that it reads
     * has changed its shape.
     */
    GrismStatement prepare(Function<GraphRelBuilder, RelNode> query);

    /** Prepares and runs one statement without parameters. The result owns the statement: closing the result closes both. */
    GrismResult execute(String sql);

    /** The session's settings by name: threads, memory, timezone, batch.rows, batch.seed, … */
    Map<String, String> settings();

    /** Changes a setting; INVALID_OPTION when there is none of that name, or the value is wrong. */
    void set(String name, String value);

    /** Who is told of the progress of COPY … FROM, on the thread that runs it; null for nobody. */
    void onProgress(FileFormat.@Nullable Progress listener);

    /** Who is told of the progress of queries on a cluster, on the thread that reads their rows; null for nobody. */
    void onQueryProgress(@Nullable ProgressListener listener);

    /**
     * Starts a transaction, as START TRANSACTION does. It sees the version that is the newest at its first query or change, and its own changes.
     *
     * @throws io.grism.exec.error.GrismException INVALID_TRANSACTION_STATE when one is open
     */
    void begin();

    /**
     * Makes the changes of the open transaction last, all at once. Open results keep their rows.
     *
     * @throws io.grism.exec.error.GrismException INVALID_TRANSACTION_STATE when none is open, but not without auto-commit; WRITE_CONFLICT when it has met a conflict: it is rolled back then
     */
    void commit();

    /** Drops the changes of the open transaction. Open results keep their rows. INVALID_TRANSACTION_STATE as for {@link #commit}. */
    void rollback();

    /** Whether a transaction of several statements is open. */
    boolean isInTransaction();

    /** Whether each statement is a transaction of its own unless {@link #begin} says otherwise. It is so at the start. */
    boolean isAutoCommit();

    /** Without auto-commit the first statement after the end of a transaction begins the next one. A change commits the open transaction. */
    void setAutoCommit(boolean autoCommit);

    boolean isReadOnly();

    /** Whether transactions may change anything unless they say so. INVALID_TRANSACTION_STATE while one is open. */
    void setReadOnly(boolean readOnly);

    /** The schema that unqualified names are looked up in. */
    String currentSchema();

    void setCurrentSchema(String schema);

    /** Tables, views and graphs as they are now, or as the open transaction sees them. */
    GrismMetadata metadata();

    /** The parent of all batches of this connection; a test asserts that it is at zero. */
    BufferAllocator allocator();

    /** Rolls back the open transaction, and closes all results. */
    @Override
    void close();
}
