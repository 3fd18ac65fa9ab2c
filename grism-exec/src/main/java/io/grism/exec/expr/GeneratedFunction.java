package io.grism.exec.expr;

import org.apache.arrow.vector.FieldVector;

/**
 * What generated source implements: computes {@code rowCount} values into {@code output}, which arrives allocated and empty.
 */
public interface GeneratedFunction {
    /**
     * @param inputs the evaluated arguments, each with {@code rowCount} values; not to be closed
     * @param output the vector to fill; its value count is set by the caller
     */
    void evaluate(FieldVector[] inputs, int rowCount, FieldVector output, EvaluationContext context);
}
