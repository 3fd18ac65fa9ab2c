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

    /** The schema that unqualified names are looked up in. */
    String currentSchema();

    void setCurrentSchema(String schema);

    /** Tables, views and graphs as they are now. */
    GrismMetadata metadata();

    /** The parent of all batches of this connection; a test asserts that it is at zero. */
    BufferAllocator allocator();

    @Override
    void close();
}
