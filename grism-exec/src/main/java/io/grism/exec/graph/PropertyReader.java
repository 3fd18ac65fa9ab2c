package io.grism.exec.graph;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.TableSnapshot;
import org.apache.arrow.vector.FieldVector;

/** Reads one property of rows of one element table. Single-threaded. */
interface PropertyReader {
    /** The property's values at the first {@code count} of {@code rows}, as a new vector. */
    FieldVector read(long[] rows, int count);

    /** A reader for an expression over the table's columns. */
    static PropertyReader of(TableSnapshot table, Expression expression, OperatorContext context) {
        if (expression instanceof Expression.ColumnRef column) {
            return (rows, count) -> table.gather(column.index(), rows, count, context.allocator());
        }
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED, "Cannot compute property " + expression + ": not supported yet");
    }
}
