package io.grism.exec.expr;

import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What expressions see of the running statement. Shared by all threads of it, except for the outer rows. */
public interface EvaluationContext {
    /** Where results are allocated. */
    BufferAllocator allocator();

    /** The boxed value of a dynamic parameter, as {@link io.grism.exec.batch.TypeKind} names it. */
    @Nullable
    Object parameter(int index);

    /** The boxed value of a column of the current outer row of a Correlate. */
    @Nullable
    Object outer(int correlation, int index);

    /** Milliseconds since the epoch at which the statement started: CURRENT_TIMESTAMP. */
    long statementTime();

    /** The session's time zone. */
    TimeZone timeZone();

    /** The session's user: CURRENT_USER. */
    String user();
}
