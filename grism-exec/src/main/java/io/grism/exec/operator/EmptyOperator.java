package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import org.jspecify.annotations.Nullable;

/** No rows. */
public enum EmptyOperator implements Operator {
    INSTANCE;

    @Override
    public @Nullable Batch next() {
        return null;
    }

    @Override
    public void close() {}
}
