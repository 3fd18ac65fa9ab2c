package io.grism.exec.operator;

import org.jspecify.annotations.Nullable;

/** A plan that an operator runs again for each outer row. Thread-safe. */
public interface Subplan {
    /** The columns of the outer row that it reads, ascending; for equal values it gives equal rows. */
    int[] outerColumns();

    /** Runs it for an outer row, given by the boxed values of {@link #outerColumns()}; the caller closes. */
    Operator run(@Nullable Object[] outerValues, OperatorContext context);
}
