package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of several inputs, one input after the other; each is closed when it has ended. */
public final class UnionOperator implements Operator {
    private final List<Operator> inputs;
    private int current;

    public UnionOperator(List<Operator> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public @Nullable Batch next() {
        while (current < inputs.size()) {
            Batch batch = inputs.get(current).next();
            if (batch != null) {
                return batch;
            }
            inputs.get(current++).close();
        }
        return null;
    }

    @Override
    public void close() {
        Closing.closeAll(inputs);
    }
}
