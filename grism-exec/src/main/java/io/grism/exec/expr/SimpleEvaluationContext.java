package io.grism.exec.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** An evaluation context of given values, without outer rows. */
public final class SimpleEvaluationContext implements EvaluationContext {
    private final BufferAllocator allocator;
    private final List<@Nullable Object> parameters;
    private final long statementTime;
    private final TimeZone timeZone;
    private final String user;

    public SimpleEvaluationContext(
            BufferAllocator allocator,
            List<? extends @Nullable Object> parameters,
            long statementTime,
            TimeZone timeZone,
            String user) {
        this.allocator = allocator;
        this.parameters = Collections.unmodifiableList(new ArrayList<@Nullable Object>(parameters));
        this.statementTime = statementTime;
        this.timeZone = timeZone;
        this.user = user;
    }

    /** No parameters, now, UTC, no user. */
    public SimpleEvaluationContext(BufferAllocator allocator) {
        this(allocator, List.of(), System.currentTimeMillis(), TimeZone.getTimeZone("UTC"), "");
    }

    @Override
    public BufferAllocator allocator() {
        return allocator;
    }

    @Override
    public @Nullable Object parameter(int index) {
        return parameters.get(index);
    }

    @Override
    public @Nullable Object outer(int correlation, int index) {
        throw new IllegalStateException("there is no outer row " + correlation);
    }

    @Override
    public long statementTime() {
        return statementTime;
    }

    @Override
    public TimeZone timeZone() {
        return timeZone;
    }

    @Override
    public String user() {
        return user;
    }
}
