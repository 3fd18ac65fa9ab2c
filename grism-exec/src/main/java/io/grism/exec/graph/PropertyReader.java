package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.expr.Evaluator;
import io.grism.exec.expr.Evaluators;
import io.grism.exec.expr.Expression;
import io.grism.exec.operator.Batches;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
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
        List<Integer> columns = new ArrayList<>();
        Evaluator evaluator = Evaluators.compile(overChosen(expression, columns), context.evaluation());
        return (rows, count) -> {
            try (Batch gathered = Batches.build(
                    count, columns.size(), c -> table.gather(columns.get(c), rows, count, context.allocator()))) {
                return evaluator.evaluate(gathered);
            }
        };
    }

    /** The expression over a row of the columns that it uses, which are added to {@code columns}. */
    private static Expression overChosen(Expression expression, List<Integer> columns) {
        if (expression instanceof Expression.ColumnRef column) {
            if (!columns.contains(column.index())) {
                columns.add(column.index());
            }
            return new Expression.ColumnRef(columns.indexOf(column.index()), column.type());
        }
        if (expression instanceof Expression.Call call) {
            return new Expression.Call(call.function(), overChosen(call.arguments(), columns), call.type());
        }
        if (expression instanceof Expression.Generated generated) {
            return new Expression.Generated(
                    generated.source(), overChosen(generated.arguments(), columns), generated.type());
        }
        return expression;
    }

    private static List<Expression> overChosen(List<Expression> expressions, List<Integer> columns) {
        return expressions.stream().map(part -> overChosen(part, columns)).toList();
    }
}
