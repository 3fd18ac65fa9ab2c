package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import org.apache.arrow.vector.FieldVector;

/** An expression ready to run. Single-threaded: each driver makes its own. */
public interface Evaluator {
    /** The values for every row of the batch, as a new vector that the caller owns. The batch stays the caller's. */
    FieldVector evaluate(Batch batch);
}
