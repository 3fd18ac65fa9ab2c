package io.grism.bench;

import java.util.StringJoiner;

/**
 * What an engine answered, made small: the number of rows, a hash of all values, and the first rows as text. Rows of a question without order count in any
 * order. Equal answers have equal text.
 */
final class Answer {
    private static final int SHOWN_ROWS = 3;

    private final boolean ordered;
    private final StringBuilder shown = new StringBuilder();
    private StringJoiner row = new StringJoiner("|");
    private long rowHash;
    private long hash;
    private long rows;

    Answer(boolean ordered) {
        this.ordered = ordered;
    }

    void add(long value) {
        rowHash = mix(rowHash * 31 + value);
        if (ordered && rows < SHOWN_ROWS) {
            row.add(Long.toString(value));
        }
    }

    /** Four decimals count: engines differ in the digits they keep of an average. */
    void add(double value) {
        add(Math.round(value * 10_000));
    }

    void add(String value) {
        rowHash = mix(rowHash * 31 + value.hashCode());
        if (ordered && rows < SHOWN_ROWS) {
            row.add(value);
        }
    }

    void endRow() {
        hash = ordered ? mix(hash * 31 + rowHash) : hash + rowHash;
        if (ordered && rows < SHOWN_ROWS) {
            shown.append(rows == 0 ? "" : "; ").append(row);
            row = new StringJoiner("|");
        }
        rowHash = 0;
        rows++;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    /** The answer as one line. */
    String text() {
        return rows + " rows, hash " + Long.toHexString(hash) + (shown.isEmpty() ? "" : ": " + shown);
    }

    @Override
    public String toString() {
        return text();
    }
}
