package io.grism.exec.storage;

import io.grism.exec.expr.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a table.
 *
 * @param columns ordinals to deliver, in order; {@link #ROW_ID} stands for the row's position as BIGINT
 * @param predicate over the delivered columns; a store with {@link TableSnapshot.Capability#FILTER} applies it in full,
 *     others are never given one
 * @param batchRows the largest batch wanted
 */
public record ScanRequest(List<Integer> columns, @Nullable Expression predicate, int batchRows) {
    /** The pseudo column of row positions. */
    public static final int ROW_ID = -1;

    public ScanRequest {
        columns = List.copyOf(columns);
    }
}
