package io.grism.exec.operator.window;

import java.util.Arrays;

/** A growable array of ints. */
final class IntList {
    private int[] values = new int[256];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    /** The array; {@link #size} of it is in use. */
    int[] values() {
        return values;
    }

    void clear() {
        size = 0;
    }
}
