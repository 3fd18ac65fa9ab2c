package io.grism.exec.storage;

import java.io.IOException;

/** Takes what is kept in {@link DerivedFiles}. Single-threaded. */
public interface DerivedOutput {
    void putInt(int value) throws IOException;

    void putLong(long value) throws IOException;

    void putText(String text) throws IOException;

    void putInts(int[] values) throws IOException;

    void putLongs(long[] values) throws IOException;

    void putBytes(byte[] values) throws IOException;

    void putChars(char[] values) throws IOException;
}
