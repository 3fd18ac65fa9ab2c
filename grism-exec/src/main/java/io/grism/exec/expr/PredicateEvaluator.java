package io.grism.exec.expr;

import io.grism.exec.batch.Batch;

/** A condition ready to run. Single-threaded. */
public interface PredicateEvaluator {
    /**
     * Writes the rows for which the condition is TRUE, ascending, into {@code rows} (at least as long as the batch).
     *
     * @return how many there are
     */
    int select(Batch batch, int[] rows);
}
