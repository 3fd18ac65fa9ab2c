package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import org.jspecify.annotations.Nullable;

/** The batches of a stream. */
public final class StreamOperator implements Operator {
    private final BatchStream stream;
    private final OperatorContext context;

    public StreamOperator(BatchStream stream, OperatorContext context) {
        this.stream = stream;
        this.context = context;
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        return stream.next();
    }

    @Override
    public void close() {
        stream.close();
    }
}
