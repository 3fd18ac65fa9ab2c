package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import org.jspecify.annotations.Nullable;

/** A BOOLEAN expression that answers with sets of rows. Single-threaded. */
interface Condition {
    /**
     * Decides the rows in {@code active}. Those for which the condition is TRUE are written to {@code trues}, those for which it is
     * FALSE to {@code falses} where wanted; the others are UNKNOWN. Rows that are not active are in neither, and cause no error.
     *
     * @param trues may be the same array as {@code active}
     */
    void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses);
}
