package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.expr.Evaluator;
import io.grism.exec.kernel.Gather;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Expressions over the input's rows. An input column that is delivered as it is shares its memory. */
public final class ProjectOperator implements Operator {
    private final Operator input;
    private final List<Output> outputs;
    private final OperatorContext context;

    /** One output column: an input column if {@code column} is not -1, else what the evaluator gives. */
    public record Output(int column, @Nullable Evaluator evaluator) {}

    public ProjectOperator(Operator input, List<Output> outputs, OperatorContext context) {
        this.input = input;
        this.outputs = List.copyOf(outputs);
        this.context = context;
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        try (Batch batch = input.next()) {
            return batch == null
                    ? null
                    : Batches.build(batch.rowCount(), outputs.size(), i -> project(batch, outputs.get(i)));
        }
    }

    private FieldVector project(Batch batch, Output output) {
        Evaluator evaluator = output.evaluator();
        return evaluator != null
                ? evaluator.evaluate(batch)
                : Gather.slice(batch.column(output.column()), 0, batch.rowCount(), context.allocator());
    }

    @Override
    public void close() {
        input.close();
    }
}
