package io.grism.exec.kernel;

import io.grism.exec.column.Raw;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Sets of rows of a batch as bitmaps, 64 rows a word; bits from the row count on are 0. Predicates narrow such a set instead of
 * making a vector.
 */
public final class Masks {
    private Masks() {}

    /** Words for so many rows. */
    public static int words(int rows) {
        return (rows + 63) >>> 6;
    }

    /** {@code mask}, or a longer array when it cannot hold {@code rows}; the contents are lost then. */
    public static long[] ensure(long[] mask, int rows) {
        return mask.length >= words(rows) ? mask : new long[words(rows)];
    }

    /** All rows. */
    public static void fill(long[] mask, int rows) {
        int full = rows >>> 6;
        Arrays.fill(mask, 0, full, -1L);
        if ((rows & 63) != 0) {
            mask[full] = (1L << rows) - 1;
        }
    }

    public static void clear(long[] mask, int rows) {
        Arrays.fill(mask, 0, words(rows), 0);
    }

    public static void copy(long[] from, long[] to, int rows) {
        if (from != to) {
            System.arraycopy(from, 0, to, 0, words(rows));
        }
    }

    /** {@code mask &= other}. */
    public static void and(long[] mask, long[] other, int rows) {
        for (int i = 0; i < words(rows); i++) {
            mask[i] &= other[i];
        }
    }

    /** {@code mask |= other}. */
    public static void or(long[] mask, long[] other, int rows) {
        for (int i = 0; i < words(rows); i++) {
            mask[i] |= other[i];
        }
    }

    /** {@code mask &= ~other}. */
    public static void andNot(long[] mask, long[] other, int rows) {
        for (int i = 0; i < words(rows); i++) {
            mask[i] &= ~other[i];
        }
    }

    public static boolean isEmpty(long[] mask, int rows) {
        long any = 0;
        for (int i = 0; i < words(rows); i++) {
            any |= mask[i];
        }
        return any == 0;
    }

    public static int count(long[] mask, int rows) {
        int count = 0;
        for (int i = 0; i < words(rows); i++) {
            count += Long.bitCount(mask[i]);
        }
        return count;
    }

    public static boolean get(long[] mask, int row) {
        return (mask[row >> 6] >>> row & 1) != 0;
    }

    public static void set(long[] mask, int row) {
        mask[row >> 6] |= 1L << row;
    }

    /** Writes the rows of the set, ascending; returns how many there are. */
    public static int toRows(long[] mask, int rows, int[] out) {
        int count = 0;
        for (int w = 0; w < words(rows); w++) {
            int base = w << 6;
            long word = mask[w];
            if (word == -1L) {
                for (int j = 0; j < 64; j++) {
                    out[count + j] = base + j;
                }
                count += 64;
            } else {
                for (; word != 0; word &= word - 1) {
                    out[count++] = base + Long.numberOfTrailingZeros(word);
                }
            }
        }
        return count;
    }

    /** Keeps the rows at which the vector is not null. */
    public static void keepValid(FieldVector vector, int rows, long[] mask) {
        if (vector instanceof NullVector) {
            clear(mask, rows);
        } else if (!Raw.allValid(vector)) {
            keepBits(vector.getValidityBufferAddress(), rows, mask);
        }
    }

    /** Keeps the rows at which the vector is null. */
    public static void keepNull(FieldVector vector, int rows, long[] mask) {
        if (vector instanceof NullVector) {
            return;
        }
        if (Raw.allValid(vector)) {
            clear(mask, rows);
            return;
        }
        long validity = vector.getValidityBufferAddress();
        for (int i = 0; i < rows; i += 64) {
            mask[i >> 6] &= ~Raw.bits(validity, i, Math.min(64, rows - i));
        }
    }

    /** Keeps the rows whose bit is set in memory. */
    static void keepBits(long address, int rows, long[] mask) {
        for (int i = 0; i < rows; i += 64) {
            mask[i >> 6] &= Raw.bits(address, i, Math.min(64, rows - i));
        }
    }

    /** Keeps the rows at which a BOOLEAN vector, where not null, is true. */
    public static void keepTrue(FieldVector vector, int rows, long[] mask) {
        if (vector instanceof NullVector) {
            clear(mask, rows);
        } else if (rows > 0) {
            keepBits(((BitVector) vector).getDataBufferAddress(), rows, mask);
        }
    }

    /** A BOOLEAN vector: TRUE in the first set, FALSE in the second, NULL in neither. */
    public static FieldVector toVector(long[] trues, long[] falses, int rows, Field field, BufferAllocator allocator) {
        BitVector vector = (BitVector) field.createVector(allocator);
        try {
            if (rows > 0) {
                vector.allocateNew(rows);
            }
            for (int i = 0; i < rows; i += 64) {
                int n = Math.min(64, rows - i);
                Raw.putBits(vector.getDataBufferAddress(), i, trues[i >> 6], n);
                Raw.putBits(vector.getValidityBufferAddress(), i, trues[i >> 6] | falses[i >> 6], n);
            }
            vector.setValueCount(rows);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }
}
