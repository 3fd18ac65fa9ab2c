package io.grism.calcite.function;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.apache.calcite.linq4j.function.Strict;

/** Checked functions of integers. Called by generated code. */
@Strict
public final class Numbers {
    private Numbers() {}

    public static byte absTinyint(byte value) {
        return value < 0 ? (byte) negative(value, Byte.MIN_VALUE, "TINYINT") : value;
    }

    public static short absSmallint(short value) {
        return value < 0 ? (short) negative(value, Short.MIN_VALUE, "SMALLINT") : value;
    }

    public static int absInteger(int value) {
        return value < 0 ? (int) negative(value, Integer.MIN_VALUE, "INTEGER") : value;
    }

    public static long absBigint(long value) {
        return value < 0 ? negative(value, Long.MIN_VALUE, "BIGINT") : value;
    }

    /** Exact at the powers of ten. */
    public static double log10(Number number) {
        double value = number.doubleValue();
        if (value <= 0) {
            throw new GrismException(
                    ErrorCode.DATA_ERROR, "Cannot take logarithm of " + number + ": it is not greater than zero");
        }
        return Math.log10(value);
    }

    private static long negative(long value, long least, String type) {
        if (value == least) {
            throw RuntimeErrors.overflow("ABS(" + value + ")", type);
        }
        return -value;
    }
}
