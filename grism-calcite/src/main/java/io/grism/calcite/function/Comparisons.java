package io.grism.calcite.function;

import java.util.UUID;
import org.apache.calcite.linq4j.function.Strict;

/**
 * The order of values as kernels, joins and sorts have it: NaN equals NaN and is the greatest, -0.0 equals 0.0, strings go by code point. Called by generated
 * code.
 */
@Strict
public final class Comparisons {
    private Comparisons() {}

    public static int compareDouble(double left, double right) {
        return left == right ? 0 : Double.compare(left, right);
    }

    public static int compareReal(float left, float right) {
        return left == right ? 0 : Float.compare(left, right);
    }

    /** In the order of the hexadecimal digits. */
    public static int compareUuid(UUID left, UUID right) {
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }

    public static int compareText(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // A surrogate stands for a code point above all others.
                boolean highA = Character.isSurrogate(a);
                boolean highB = Character.isSurrogate(b);
                return highA == highB ? Character.compare(a, b) : highA ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
