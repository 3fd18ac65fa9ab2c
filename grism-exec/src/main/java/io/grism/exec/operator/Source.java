package io.grism.exec.operator;

/**
 * Where a pipeline starts: rows that several drivers share. Every row goes to exactly one of the operators that it opens.
 * Thread-safe.
 */
public interface Source {
    /** An operator for one more driver. */
    Operator open(OperatorContext context);

    /** How many drivers find work here; 1 where order matters or there is little to do. */
    int parallelism();
}
