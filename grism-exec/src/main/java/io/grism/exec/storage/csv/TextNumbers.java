package io.grism.exec.storage.csv;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Numbers as text in bytes. The parsers give a value, and {@link #isBad} tells whether the text was no number of the kind: no
 * exception, as bad values may be many. Single-threaded.
 */
final class TextNumbers {
    private boolean bad;

    /** Whether the last text could not be parsed. */
    boolean isBad() {
        return bad;
    }

    /** A whole number in the range of BIGINT, with an optional sign. */
    long parseLong(byte[] bytes, int from, int to) {
        bad = true;
        int p = from;
        boolean negative = p < to && bytes[p] == '-';
        if (p < to && (bytes[p] == '-' || bytes[p] == '+')) {
            p++;
        }
        if (p == to) {
            return 0;
        }
        // Down from zero, as the least number has no positive twin.
        long value = 0;
        for (; p < to; p++) {
            int digit = bytes[p] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            if (value < Long.MIN_VALUE / 10 || (value == Long.MIN_VALUE / 10 && digit > 8)) {
                return 0;
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return 0;
        }
        bad = false;
        return negative ? value : -value;
    }

    double parseDouble(byte[] bytes, int from, int to) {
        bad = !isDecimal(bytes, from, to);
        if (bad) {
            return special(bytes, from, to);
        }
        double value = JavaDoubleParser.parseDouble(bytes, from, to - from);
        bad = Double.isInfinite(value);
        return value;
    }

    float parseFloat(byte[] bytes, int from, int to) {
        bad = !isDecimal(bytes, from, to);
        if (bad) {
            return (float) special(bytes, from, to);
        }
        float value = JavaFloatParser.parseFloat(bytes, from, to - from);
        bad = Float.isInfinite(value);
        return value;
    }

    private double special(byte[] bytes, int from, int to) {
        if (to == from || to - from > 9 || (bytes[to - 1] >= '0' && bytes[to - 1] <= '9')) {
            return 0;
        }
        bad = false;
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        switch (text) {
            case "nan" -> {
                return Double.NaN;
            }
            case "infinity", "+infinity", "inf", "+inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-infinity", "-inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                bad = true;
                return 0;
            }
        }
    }

    /** Whether the text is digits with an optional sign, point and exponent. */
    static boolean isDecimal(byte[] bytes, int from, int to) {
        int p = from;
        if (p < to && (bytes[p] == '-' || bytes[p] == '+')) {
            p++;
        }
        int digits = 0;
        while (p < to && isDigit(bytes[p])) {
            p++;
            digits++;
        }
        if (p < to && bytes[p] == '.') {
            p++;
            while (p < to && isDigit(bytes[p])) {
                p++;
                digits++;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (p < to && (bytes[p] == 'e' || bytes[p] == 'E')) {
            p++;
            if (p < to && (bytes[p] == '-' || bytes[p] == '+')) {
                p++;
            }
            if (p == to) {
                return false;
            }
            while (p < to && isDigit(bytes[p])) {
                p++;
            }
        }
        return p == to;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
