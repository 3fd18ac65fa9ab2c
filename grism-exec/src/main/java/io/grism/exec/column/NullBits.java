package io.grism.exec.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which rows of a growing column are null: a bitmap that is absent while none is. */
final class NullBits {
    /** A set bit is a null; bits from the column's size on are 0. */
    private long @Nullable [] words;

    boolean any() {
        return words != null;
    }

    boolean get(int row) {
        long[] bits = words;
        return bits != null && row >> 6 < bits.length && (bits[row >> 6] >>> row & 1) != 0;
    }

    private long[] reserve(int rows) {
        long[] bits = words;
        int needed = (rows + 63) >>> 6;
        if (bits == null) {
            bits = new long[needed];
            words = bits;
        } else if (bits.length < needed) {
            bits = Arrays.copyOf(bits, Math.max(needed, bits.length + (bits.length >> 1)));
            words = bits;
        }
        return bits;
    }

    void set(int row) {
        reserve(row + 1)[row >> 6] |= 1L << row;
    }

    void setRange(int from, int count) {
        for (int i = 0; i < count; i += 64) {
            or(from + i, count - i >= 64 ? -1L : (1L << (count - i)) - 1, Math.min(64, count - i));
        }
    }

    /** Sets the bits of {@code word}, of which the low {@code count} count, at {@code row} on. */
    void or(int row, long word, int count) {
        if (word == 0) {
            return;
        }
        long[] bits = reserve(row + count);
        int at = row >> 6;
        int shift = row & 63;
        bits[at] |= word << shift;
        if (shift != 0 && at + 1 < bits.length) {
            bits[at + 1] |= word >>> (64 - shift);
        }
    }

    /** The bits of {@code count} (1 to 64) rows from {@code row} on. */
    long word(int row, int count) {
        long[] bits = words;
        if (bits == null) {
            return 0;
        }
        int at = row >> 6;
        int shift = row & 63;
        long word = at < bits.length ? bits[at] >>> shift : 0;
        if (shift != 0 && at + 1 < bits.length) {
            word |= bits[at + 1] << (64 - shift);
        }
        return count == 64 ? word : word & ((1L << count) - 1);
    }

    void clear() {
        words = null;
    }

    long sizeInBytes() {
        return words == null ? 0 : 8L * words.length;
    }
}
