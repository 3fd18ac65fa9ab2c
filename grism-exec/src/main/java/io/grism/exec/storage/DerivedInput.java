package io.grism.exec.storage;

import java.io.IOException;

/** Gives what was put into a {@link DerivedOutput}, in its order. Single-threaded. */
public interface DerivedInput {
    int getInt() throws IOException;

    long getLong() throws IOException;

    String getText() throws IOException;

    int[] getInts() throws IOException;

    long[] getLongs() throws IOException;

    byte[] getBytes() throws IOException;

    char[] getChars() throws IOException;
}
