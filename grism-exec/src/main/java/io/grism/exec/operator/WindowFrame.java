package io.grism.exec.operator;

/**
 * The frame of a window.
 *
 * @param unit how offsets count
 * @param start lower bound
 * @param end upper bound
 * @param exclusion rows left out around the current one
 */
public record WindowFrame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
    /** How offsets count. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /** EXCLUDE … */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /** Kinds of bound. */
    public enum BoundKind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /** A bound; {@code offsetColumn} is the input column with the offset for PRECEDING and FOLLOWING, else -1. */
    public record Bound(BoundKind kind, int offsetColumn) {}
}
