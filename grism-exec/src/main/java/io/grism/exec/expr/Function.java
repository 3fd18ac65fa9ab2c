package io.grism.exec.expr;

/**
 * The functions that have a hand-written kernel. Operands of comparisons and arithmetic have one and the same type;
 * the translator inserts casts. Each kernel gives what the generated code of the same SQL operator gives: a
 * null operand makes the result null (AND, OR, IS … and COALESCE excepted), an overflow or a division by zero is an
 * error.
 *
 * <p>Comparisons order values as {@link io.grism.exec.column.Column} does, so that a filter and a join agree: of REAL and DOUBLE, NaN equals NaN and is the
 * greatest, and -0.0 equals 0.0; strings compare by code point.
 */
public enum Function {
    EQUALS,
    NOT_EQUALS,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IS_NOT_DISTINCT_FROM,
    IS_DISTINCT_FROM,
    /** A VARCHAR and a pattern that is the same for all rows; without ESCAPE. */
    LIKE,
    /** A VARCHAR, and a text that is the same for all rows: whether each token of this one is one of that one. */
    CONTAINS_TOKENS,
    AND,
    OR,
    NOT,
    IS_NULL,
    IS_NOT_NULL,
    IS_TRUE,
    IS_NOT_TRUE,
    IS_FALSE,
    IS_NOT_FALSE,
    /**
     * Checked on integers; IEEE on REAL and DOUBLE. A DECIMAL result takes operands that are integers or DECIMAL of any scale; it is exact where its scale allows, else
     * rounded half up.
     */
    ADD,
    SUBTRACT,
    MULTIPLY,
    /** Checked on integers; IEEE on REAL and DOUBLE. Not for DECIMAL. */
    DIVIDE,
    MODULO,
    NEGATE,
    /**
     * Integer, REAL, DOUBLE and DECIMAL to a type that holds every value: TINYINT to BIGINT, INTEGER to DOUBLE, SMALLINT or DECIMAL(5, 0) to DECIMAL(9, 2) and so
     * on.
     */
    WIDEN
}
