package io.grism.exec.kernel;

import org.apache.arrow.vector.FieldVector;

/** What a text must be like, ready to be asked of many texts. Single-threaded. */
public interface TextPattern {
    /** The pattern as it was given. */
    String text();

    /** Keeps in {@code mask} the rows whose text matches; rows that are not in it, or NULL, are not looked at. */
    void keep(FieldVector vector, int rows, long[] mask);
}
