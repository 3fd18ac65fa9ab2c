package io.grism.exec.storage.index;

/** Tells arrays that can be those of an index from others. */
final class KeptRows {
    private KeptRows() {}

    /** Whether these are where parts of {@code length} begin, ascending, with the end of the last one. */
    static boolean areParts(int[] starts, int length) {
        if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != length) {
            return false;
        }
        for (int i = 1; i < starts.length; i++) {
            if (starts[i] < starts[i - 1]) {
                return false;
            }
        }
        return true;
    }

    static boolean areBelow(int rowCount, char[] rows) {
        for (char row : rows) {
            if (row >= rowCount) {
                return false;
            }
        }
        return true;
    }
}
