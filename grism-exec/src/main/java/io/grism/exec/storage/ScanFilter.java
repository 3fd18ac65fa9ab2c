package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Evaluators;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.PredicateEvaluator;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * The predicate of a scan, evaluated on the columns that it reads only: the others are read for the rows that are left. Single-threaded.
 */
final class ScanFilter {
    /** Reads some rows of a column, or of the row positions. */
    interface ColumnReader {
        FieldVector read(int column, int from, int count);
    }

    private final List<Integer> columns = new ArrayList<>();
    private final List<Integer> stored;
    private final PredicateEvaluator predicate;

    ScanFilter(Expression condition, List<Integer> requested, EvaluationContext context) {
        Expression compact = compact(condition, requested);
        this.stored =
                columns.stream().filter(column -> column != ScanRequest.ROW_ID).toList();
        this.predicate = Evaluators.compilePredicate(compact, context);
    }

    /** The expression over the columns that it reads, which are numbered as they come. */
    private Expression compact(Expression expression, List<Integer> requested) {
        if (expression instanceof Expression.ColumnRef ref) {
            Integer column = requested.get(ref.index());
            if (!columns.contains(column)) {
                columns.add(column);
            }
            return new Expression.ColumnRef(columns.indexOf(column), ref.type());
        }
        if (expression instanceof Expression.Call call) {
            return new Expression.Call(call.function(), compact(call.arguments(), requested), call.type());
        }
        if (expression instanceof Expression.Generated generated) {
            return new Expression.Generated(
                    generated.source(), compact(generated.arguments(), requested), generated.type());
        }
        return expression;
    }

    private List<Expression> compact(List<Expression> expressions, List<Integer> requested) {
        return expressions.stream().map(e -> compact(e, requested)).toList();
    }

    /** The columns of the table that the predicate reads. */
    List<Integer> columns() {
        return stored;
    }

    /** Writes the rows of the segment that match, ascending, into {@code rows}. Returns how many there are. */
    int select(int from, int count, ColumnReader reader, int[] rows) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int column : columns) {
                vectors.add(reader.read(column, from, count));
            }
            int selected = predicate.select(new Batch(count, vectors), rows);
            for (int i = 0; i < selected; i++) {
                rows[i] += from;
            }
            return selected;
        } finally {
            vectors.forEach(FieldVector::close);
        }
    }

    static ScanFilter of(ScanRequest request, Expression condition, BufferAllocator allocator) {
        return new ScanFilter(condition, request.columns(), ScanContext.of(request.context(), allocator));
    }
}
