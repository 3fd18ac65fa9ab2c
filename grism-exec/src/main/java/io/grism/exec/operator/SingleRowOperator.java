package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.jspecify.annotations.Nullable;

/** The one row of a scalar sub-query; more than one is an error, found before a row is delivered. */
public final class SingleRowOperator implements Operator {
    private final Operator input;
    private boolean done;

    public SingleRowOperator(Operator input) {
        this.input = input;
    }

    @Override
    public @Nullable Batch next() {
        if (done) {
            return null;
        }
        done = true;
        Batch first = input.next();
        if (first == null) {
            return null;
        }
        try (Batch second = first.rowCount() > 1 ? null : input.next()) {
            if (first.rowCount() > 1 || second != null) {
                throw new GrismException(
                        ErrorCode.SUBQUERY_MULTIPLE_ROWS,
                        "Cannot use a sub-query as a value: it gives more than one row. A scalar sub-query gives at"
                                + " most one; add LIMIT 1 or an aggregate");
            }
            return first;
        } catch (Throwable e) {
            first.close();
            throw e;
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
