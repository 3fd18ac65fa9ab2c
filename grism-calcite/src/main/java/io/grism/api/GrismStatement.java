package io.grism.api;

import io.grism.exec.plan.PlanNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement. It sees the database as it is at each {@link #execute}, or as the open transaction does: when tables that it reads were changed in shape since it was prepared, it is planned again.
 */
public interface GrismStatement extends AutoCloseable {
    /** What kind of statement this is. */
    enum Kind {
        QUERY,
        /** INSERT, UPDATE, DELETE, COPY: gives a row count. */
        DML,
        /** CREATE, DROP, SET, COMMIT: gives nothing. */
        DDL
    }

    Kind kind();

    /** The columns of the result; empty unless a query. */
    List<GrismColumn> columns();

    /** The types of the parameters, in order. */
    List<GrismColumn> parameters();

    /** Binds a parameter, from 0. The value is of the Java type that TypeKind names, or one that converts to it without loss. */
    void bind(int parameter, @Nullable Object value);

    /** Stops execution after this many milliseconds with TIMEOUT; 0 for the setting {@code statement_timeout}. */
    void setTimeout(long milliseconds);

    /** At most this many rows; 0 for all. */
    void setMaxRows(long rows);

    /** Runs it. A statement has one open result at a time; running it again closes the one before. */
    GrismResult execute();

    /** Makes the running execution end with CANCELLED, from any thread; nothing happens when none runs. */
    void cancel();

    /** The executable plan of a query, for programs that run or inspect it themselves; null for other statements. */
    @Nullable
    PlanNode plan();

    @Override
    void close();
}
