package io.grism.exec.storage.index;

import io.grism.exec.column.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an indexed column, with values. All that is given must hold.
 *
 * @param bounds the values that ranges name by their rows
 * @param all ranges in each of which the value lies
 * @param any ranges in one of which it lies; null for no such condition
 * @param nulls whether the value is NULL
 * @param tokens that the text has
 */
public record Wanted(Column bounds, List<Range> all, @Nullable List<Range> any, boolean nulls, List<String> tokens) {
    public Wanted {
        all = List.copyOf(all);
        any = any == null ? null : List.copyOf(any);
        tokens = List.copyOf(tokens);
    }

    /**
     * Values between two, both included.
     *
     * @param low a row of the bounds; -1 for no bound
     * @param high a row of the bounds; -1 for no bound
     * @param end whether also what begins with the upper bound is included
     */
    public record Range(int low, int high, End end) {
        static Range point(int row) {
            return new Range(row, row, End.EXACT);
        }
    }

    /** What the upper bound of strings stands for. */
    public enum End {
        EXACT,
        PREFIX
    }

    /** Whether no row can have it. */
    public boolean isNothing() {
        return any != null && any.isEmpty();
    }
}
