package io.grism.calcite.function;

import io.grism.exec.expr.EvaluationContext;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The context of constants, which see nothing of a statement. */
public record ConstantContext(BufferAllocator allocator) implements EvaluationContext {
    /** The first value of a vector, boxed as Calcite's generated code has it. */
    public static @Nullable Object value(FieldVector vector) {
        return BoxedValues.get(vector, 0);
    }

    @Override
    public @Nullable Object parameter(int index) {
        throw new UnsupportedOperationException("a constant has no parameters");
    }

    @Override
    public @Nullable Object outer(int correlation, int index) {
        throw new UnsupportedOperationException("a constant has no outer row");
    }

    @Override
    public long statementTime() {
        return 0;
    }

    @Override
    public TimeZone timeZone() {
        return TimeZone.getTimeZone("UTC");
    }

    @Override
    public String user() {
        return "";
    }
}
