package io.grism.exec.storage.csv;

import io.grism.exec.batch.TypeKind;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The type that the texts of one column have in common. Whole numbers are BIGINT, or DECIMAL(38, 0) when they are too large;
 * numbers with a point or an exponent are DOUBLE; numbers with a leading zero or plus sign are VARCHAR, as they would lose it. Dates
 * and times are those of {@link TextTimes}. What fits nothing else is VARCHAR.
 */
final class CsvTypes {
    private final TextNumbers numbers = new TextNumbers();
    private boolean any;
    private boolean booleans = true;
    private boolean longs = true;
    private boolean wholes = true;
    private boolean doubles = true;
    private boolean dates = true;
    private boolean times = true;
    private boolean timestamps = true;
    private boolean instants = true;

    /** Adds a text that is not NULL. */
    void add(byte[] bytes, int from, int to) {
        any = true;
        booleans = booleans && to - from > 1 && CsvColumns.Booleans.parseBoolean(bytes, from, to) >= 0;
        if (wholes || doubles) {
            addNumber(bytes, from, to);
        }
        dates = dates && TextTimes.parseDate(bytes, from, to) != TextTimes.BAD;
        times = times && TextTimes.parseTime(bytes, from, to) != TextTimes.BAD;
        timestamps = timestamps && TextTimes.parseTimestamp(bytes, from, to) != TextTimes.BAD;
        instants = instants && TextTimes.parseInstant(bytes, from, to) != TextTimes.BAD;
    }

    private void addNumber(byte[] bytes, int from, int to) {
        int first = from < to && bytes[from] == '-' ? from + 1 : from;
        boolean exact = first < to
                && bytes[first] != '+'
                && !(bytes[first] == '0' && first + 1 < to && TextNumbers.isDigit(bytes[first + 1]));
        boolean whole = exact && to - first <= 38;
        for (int i = first; whole && i < to; i++) {
            whole = TextNumbers.isDigit(bytes[i]);
        }
        wholes = wholes && whole;
        if (longs) {
            numbers.parseLong(bytes, from, to);
            longs = whole && !numbers.isBad();
        }
        if (doubles) {
            numbers.parseDouble(bytes, from, to);
            doubles = exact && !numbers.isBad();
        }
    }

    Field field(String name) {
        if (!any) {
            return TypeKind.VARCHAR.field(name);
        }
        if (wholes && !longs) {
            return TypeKind.decimal(name, 38, 0);
        }
        return kind().field(name);
    }

    private TypeKind kind() {
        if (booleans) {
            return TypeKind.BOOLEAN;
        }
        if (wholes) {
            return TypeKind.BIGINT;
        }
        if (doubles) {
            return TypeKind.DOUBLE;
        }
        if (dates) {
            return TypeKind.DATE;
        }
        if (times) {
            return TypeKind.TIME;
        }
        if (timestamps) {
            return TypeKind.TIMESTAMP;
        }
        return instants ? TypeKind.TIMESTAMP_TZ : TypeKind.VARCHAR;
    }
}
