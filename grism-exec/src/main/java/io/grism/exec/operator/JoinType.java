package io.grism.exec.operator;

/** Kinds of join. SEMI and ANTI deliver the left columns only. */
public enum JoinType {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    SEMI,
    ANTI
}
