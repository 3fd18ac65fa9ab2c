package io.grism.exec.graph;

/** What a search through a graph starts from. */
public enum Starts {
    /** From the element of one input row at a time; the row is kept beside what it reaches. */
    EACH,
    /** From the elements of all input rows at once; what any of them reaches comes once, and the rows are not kept. */
    TOGETHER
}
