package io.grism.exec.error;

/** Who has to act on an error. */
public enum ErrorKind {
    /** The statement or its data is wrong; running it again gives the same error. */
    USER,
    /** The statement is valid, and Grism cannot run it yet. */
    UNSUPPORTED,
    /** A limit was reached: memory, time, or the user cancelled. */
    RESOURCE,
    /** Something outside failed: a file, a network, another program. */
    EXTERNAL,
    /** A defect of Grism. */
    INTERNAL
}
