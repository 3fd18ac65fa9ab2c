package io.grism.exec.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/**
 * Block copies between the memory of Arrow buffers and primitive arrays, and runs of bits in either. Nothing here checks bounds:
 * callers have.
 */
public final class Raw {
    private Raw() {}

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static ByteBuffer buffer(long address, long bytes) {
        return MemoryUtil.directBuffer(address, Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    public static void read(long address, byte[] to, int at, int count) {
        if (count > 0) {
            MemoryUtil.copyFromMemory(address, to, at, count);
        }
    }

    public static void read(long address, short[] to, int at, int count) {
        if (count > 0) {
            buffer(address, 2L * count).asShortBuffer().get(to, at, count);
        }
    }

    public static void read(long address, int[] to, int at, int count) {
        if (count > 0) {
            buffer(address, 4L * count).asIntBuffer().get(to, at, count);
        }
    }

    public static void read(long address, long[] to, int at, int count) {
        if (count > 0) {
            buffer(address, 8L * count).asLongBuffer().get(to, at, count);
        }
    }

    public static void read(long address, float[] to, int at, int count) {
        if (count > 0) {
            buffer(address, 4L * count).asFloatBuffer().get(to, at, count);
        }
    }

    public static void read(long address, double[] to, int at, int count) {
        if (count > 0) {
            buffer(address, 8L * count).asDoubleBuffer().get(to, at, count);
        }
    }

    public static void write(long address, byte[] from, int at, int count) {
        if (count > 0) {
            MemoryUtil.copyToMemory(from, at, address, count);
        }
    }

    public static void write(long address, short[] from, int at, int count) {
        if (count > 0) {
            buffer(address, 2L * count).asShortBuffer().put(from, at, count);
        }
    }

    public static void write(long address, int[] from, int at, int count) {
        if (count > 0) {
            buffer(address, 4L * count).asIntBuffer().put(from, at, count);
        }
    }

    public static void write(long address, long[] from, int at, int count) {
        if (count > 0) {
            buffer(address, 8L * count).asLongBuffer().put(from, at, count);
        }
    }

    public static void write(long address, float[] from, int at, int count) {
        if (count > 0) {
            buffer(address, 4L * count).asFloatBuffer().put(from, at, count);
        }
    }

    public static void write(long address, double[] from, int at, int count) {
        if (count > 0) {
            buffer(address, 8L * count).asDoubleBuffer().put(from, at, count);
        }
    }

    // Most strings are short: two overlapping words hold them, and a block copy would cost more than it saves.

    /** Copies the bytes of one short value from memory to an array. */
    public static void readValue(long address, byte[] to, int at, int count) {
        if (count > 16) {
            MemoryUtil.copyFromMemory(address, to, at, count);
        } else if (count >= 8) {
            LONGS.set(to, at, MemoryUtil.getLong(address));
            LONGS.set(to, at + count - 8, MemoryUtil.getLong(address + count - 8));
        } else if (count >= 4) {
            INTS.set(to, at, MemoryUtil.getInt(address));
            INTS.set(to, at + count - 4, MemoryUtil.getInt(address + count - 4));
        } else {
            for (int i = 0; i < count; i++) {
                to[at + i] = MemoryUtil.getByte(address + i);
            }
        }
    }

    /** Copies the bytes of one short value from an array to memory. */
    public static void writeValue(long address, byte[] from, int at, int count) {
        if (count > 16) {
            MemoryUtil.copyToMemory(from, at, address, count);
        } else if (count >= 8) {
            MemoryUtil.putLong(address, (long) LONGS.get(from, at));
            MemoryUtil.putLong(address + count - 8, (long) LONGS.get(from, at + count - 8));
        } else if (count >= 4) {
            MemoryUtil.putInt(address, (int) INTS.get(from, at));
            MemoryUtil.putInt(address + count - 4, (int) INTS.get(from, at + count - 4));
        } else {
            for (int i = 0; i < count; i++) {
                MemoryUtil.putByte(address + i, from[at + i]);
            }
        }
    }

    /** Copies the bytes of one short value from memory to memory that does not overlap. */
    public static void copyValue(long from, long to, int count) {
        if (count > 16) {
            MemoryUtil.copyMemory(from, to, count);
        } else if (count >= 8) {
            long first = MemoryUtil.getLong(from);
            MemoryUtil.putLong(to + count - 8, MemoryUtil.getLong(from + count - 8));
            MemoryUtil.putLong(to, first);
        } else if (count >= 4) {
            int first = MemoryUtil.getInt(from);
            MemoryUtil.putInt(to + count - 4, MemoryUtil.getInt(from + count - 4));
            MemoryUtil.putInt(to, first);
        } else {
            for (int i = 0; i < count; i++) {
                MemoryUtil.putByte(to + i, MemoryUtil.getByte(from + i));
            }
        }
    }

    /** Whether two runs of bytes in arrays are the same; they are within their arrays. */
    static boolean equal(byte[] left, int leftAt, byte[] right, int rightAt, int count) {
        if (count > 64) {
            return Arrays.equals(left, leftAt, leftAt + count, right, rightAt, rightAt + count);
        }
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            if ((long) LONGS.get(left, leftAt + i) != (long) LONGS.get(right, rightAt + i)) {
                return false;
            }
        }
        if (i + 4 <= count) {
            if ((int) INTS.get(left, leftAt + i) != (int) INTS.get(right, rightAt + i)) {
                return false;
            }
            i += 4;
        }
        for (; i < count; i++) {
            if (left[leftAt + i] != right[rightAt + i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean bit(long address, int index) {
        return ((MemoryUtil.getByte(address + (index >> 3)) >> (index & 7)) & 1) != 0;
    }

    public static void setBit(long address, int index) {
        long at = address + (index >> 3);
        MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | (1 << (index & 7))));
    }

    /** The {@code count} (1 to 64) bits from {@code index} on, in the low bits; reads no byte beyond them. */
    public static long bits(long address, long index, int count) {
        long at = address + (index >>> 3);
        int shift = (int) (index & 7);
        if (count == 64) {
            long word = MemoryUtil.getLong(at);
            return shift == 0 ? word : (word >>> shift) | ((long) MemoryUtil.getByte(at + 8) << (64 - shift));
        }
        long word = 0;
        int bytes = (shift + count + 7) >>> 3;
        for (int i = 0; i < Math.min(bytes, 8); i++) {
            word |= (MemoryUtil.getByte(at + i) & 0xFFL) << (8 * i);
        }
        word >>>= shift;
        if (bytes == 9) {
            word |= (long) MemoryUtil.getByte(at + 8) << (64 - shift);
        }
        return word & ((1L << count) - 1);
    }

    /** Writes the low {@code count} (1 to 64) bits of {@code word} at bit {@code index}, a multiple of 64, padding the last byte with 0. */
    public static void putBits(long address, long index, long word, int count) {
        long at = address + (index >>> 3);
        if (count == 64) {
            MemoryUtil.putLong(at, word);
            return;
        }
        long masked = word & ((1L << count) - 1);
        for (int i = 0; i < (count + 7) >>> 3; i++) {
            MemoryUtil.putByte(at + i, (byte) (masked >>> (8 * i)));
        }
    }

    /** Sets the first {@code count} bits, and perhaps the rest of the last byte. */
    public static void fillBits(long address, int count) {
        if (count > 0) {
            MemoryUtil.setMemory(address, (count + 7L) >>> 3, (byte) 0xFF);
        }
    }

    /** Whether a vector is known to hold no null; cheap enough to ask once a block. */
    public static boolean allValid(FieldVector vector) {
        return vector.getNullCount() == 0;
    }
}
