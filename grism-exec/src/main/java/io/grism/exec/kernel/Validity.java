package io.grism.exec.kernel;

import io.grism.exec.column.Raw;
import org.apache.arrow.vector.FieldVector;

/** Validity bitmaps of results: null where an operand is. An operand of one value stands for that value at every row. */
final class Validity {
    private Validity() {}

    static void of(FieldVector operand, int rows, long out) {
        Raw.fillBits(out, rows);
        and(operand, rows, out);
    }

    static void both(FieldVector left, FieldVector right, int rows, long out) {
        Raw.fillBits(out, rows);
        and(left, rows, out);
        and(right, rows, out);
    }

    private static void and(FieldVector operand, int rows, long out) {
        if (Raw.allValid(operand)) {
            return;
        }
        boolean constant = operand.getValueCount() == 1; // and that value is null
        long validity = operand.getValidityBufferAddress();
        for (int i = 0; i < rows; i += 64) {
            int n = Math.min(64, rows - i);
            Raw.putBits(out, i, Raw.bits(out, i, n) & (constant ? 0 : Raw.bits(validity, i, n)), n);
        }
    }
}
