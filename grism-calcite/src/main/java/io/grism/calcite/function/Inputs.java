package io.grism.calcite.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads vectors in blocks into arrays of the Java types that Calcite's generated code uses. Called by generated code.
 */
public final class Inputs {
    private Inputs() {}

    /** Which of the first {@code count} values are null. */
    public static boolean[] nulls(FieldVector vector, int count) {
        boolean[] nulls = new boolean[count];
        if (vector.getNullCount() > 0) {
            for (int i = 0; i < count; i++) {
                nulls[i] = vector.isNull(i);
            }
        }
        return nulls;
    }

    public static boolean[] booleans(FieldVector vector, int count) {
        ArrowBuf data = vector.getDataBuffer();
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = BitVectorHelper.get(data, i) == 1;
        }
        return values;
    }

    public static byte[] bytes(FieldVector vector, int count) {
        byte[] values = new byte[count];
        vector.getDataBuffer().getBytes(0, values);
        return values;
    }

    public static short[] shorts(FieldVector vector, int count) {
        short[] values = new short[count];
        block(vector, count * 2L).asShortBuffer().get(values);
        return values;
    }

    public static int[] ints(FieldVector vector, int count) {
        int[] values = new int[count];
        block(vector, count * 4L).asIntBuffer().get(values);
        return values;
    }

    public static long[] longs(FieldVector vector, int count) {
        long[] values = new long[count];
        block(vector, count * 8L).asLongBuffer().get(values);
        return values;
    }

    public static float[] floats(FieldVector vector, int count) {
        float[] values = new float[count];
        block(vector, count * 4L).asFloatBuffer().get(values);
        return values;
    }

    public static double[] doubles(FieldVector vector, int count) {
        double[] values = new double[count];
        block(vector, count * 8L).asDoubleBuffer().get(values);
        return values;
    }

    public static @Nullable String[] strings(FieldVector vector, int count) {
        @Nullable String[] values = new String[count];
        if (count == 0) {
            return values;
        }
        boolean[] nulls = nulls(vector, count);
        ArrowBuf offsets = vector.getOffsetBuffer();
        ArrowBuf data = vector.getDataBuffer();
        int start = offsets.getInt(0);
        byte[] all = new byte[offsets.getInt(count * 4L) - start];
        data.getBytes(start, all);
        int from = start;
        for (int i = 0; i < count; i++) {
            int to = offsets.getInt((i + 1) * 4L);
            if (!nulls[i]) {
                values[i] = new String(all, from - start, to - from, StandardCharsets.UTF_8);
            }
            from = to;
        }
        return values;
    }

    public static @Nullable ByteString[] binaries(FieldVector vector, int count) {
        @Nullable ByteString[] values = new ByteString[count];
        for (int i = 0; i < count; i++) {
            values[i] = (ByteString) BoxedValues.get(vector, i);
        }
        return values;
    }

    public static @Nullable BigDecimal[] decimals(FieldVector vector, int count) {
        @Nullable BigDecimal[] values = new BigDecimal[count];
        boolean[] nulls = nulls(vector, count);
        int scale = ((DecimalVector) vector).getScale();
        ArrowBuf data = vector.getDataBuffer();
        byte[] bytes = new byte[16];
        for (int i = 0; i < count; i++) {
            if (nulls[i]) {
                continue;
            }
            long low = data.getLong(i * 16L);
            if (data.getLong(i * 16L + 8) == low >> 63) {
                values[i] = BigDecimal.valueOf(low, scale);
            } else {
                data.getBytes(i * 16L, bytes);
                for (int b = 0; b < 8; b++) {
                    byte swapped = bytes[b];
                    bytes[b] = bytes[15 - b];
                    bytes[15 - b] = swapped;
                }
                values[i] = new BigDecimal(new BigInteger(bytes), scale);
            }
        }
        return values;
    }

    /** Boxed values of any type. */
    public static @Nullable Object[] objects(FieldVector vector, int count) {
        @Nullable Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = BoxedValues.get(vector, i);
        }
        return values;
    }

    public static @Nullable Boolean get(boolean[] values, boolean[] nulls, int row) {
        return nulls[row] ? null : Boolean.valueOf(values[row]);
    }

    public static @Nullable Byte get(byte[] values, boolean[] nulls, int row) {
        return nulls[row] ? null : Byte.valueOf(values[row]);
    }

    public static @Nullable Short get(short[] values, boolean[] nulls, int row) {
        return nulls[row] ? null : Short.valueOf(values[row]);
    }

    public static @Nullable Integer get(int[] values, boolean[] nulls, int row) {
        return nulls[row] ? null : Integer.valueOf(values[row]);
    }

    public static @Nullable Long get(long[] values, boolean[] nulls, int row) {
        return nulls[row] ? null : Long.valueOf(values[row]);
    }

    public static @Nullable Float get(float[] values, boolean[] nulls, int row) {
        return nulls[row] ? null : Float.valueOf(values[row]);
    }

    public static @Nullable Double get(double[] values, boolean[] nulls, int row) {
        return nulls[row] ? null : Double.valueOf(values[row]);
    }

    private static ByteBuffer block(FieldVector vector, long bytes) {
        return vector.getDataBuffer().nioBuffer(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
