package io.grism.exec.storage;

import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a table.
 *
 * @param columns ordinals to deliver, in order; {@link #ROW_ID} stands for the row's position as BIGINT
 * @param predicate over the delivered columns; a store with {@link TableSnapshot.Capability#FILTER} applies it in full,
 *     others are never given one
 * @param context what the predicate's parameters, outer rows and session functions mean; needed only with a predicate that has them.
 *     Its allocator is not used: the scan allocates from the one it is given.
 * @param batchRows the largest batch wanted
 */
public record ScanRequest(
        List<Integer> columns, @Nullable Expression predicate, @Nullable EvaluationContext context, int batchRows) {
    /** The pseudo column of row positions. */
    public static final int ROW_ID = -1;

    public ScanRequest {
        columns = List.copyOf(columns);
        if (batchRows < 1) {
            throw new IllegalArgumentException("batches of " + batchRows + " rows");
        }
    }

    /** A request whose predicate, if there is one, means the same in every context. */
    public ScanRequest(List<Integer> columns, @Nullable Expression predicate, int batchRows) {
        this(columns, predicate, null, batchRows);
    }

    /** The same request with a context for its predicate. */
    public ScanRequest in(EvaluationContext evaluation) {
        return new ScanRequest(columns, predicate, evaluation, batchRows);
    }
}
