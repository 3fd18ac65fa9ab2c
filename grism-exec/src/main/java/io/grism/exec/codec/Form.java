package io.grism.exec.codec;

import java.io.IOException;

/** How the values of one type are written and read. Null is told apart outside of it. Thread-safe. */
interface Form {
    void write(Object value, Output out) throws IOException;

    Object read(Input in) throws IOException;

    /** Tells what the bytes look like: types with the same description understand each other. */
    void describe(Description description);
}
