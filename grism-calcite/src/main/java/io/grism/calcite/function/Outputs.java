package io.grism.calcite.function;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Writes arrays of results into vectors. Called by generated code. */
public final class Outputs {
    private Outputs() {}

    public static void put(boolean[] values, boolean[] nulls, int row, @Nullable Boolean value) {
        if (value == null) {
            nulls[row] = true;
        } else {
            values[row] = value;
        }
    }

    public static void put(byte[] values, boolean[] nulls, int row, @Nullable Byte value) {
        if (value == null) {
            nulls[row] = true;
        } else {
            values[row] = value;
        }
    }

    public static void put(short[] values, boolean[] nulls, int row, @Nullable Short value) {
        if (value == null) {
            nulls[row] = true;
        } else {
            values[row] = value;
        }
    }

    public static void put(int[] values, boolean[] nulls, int row, @Nullable Integer value) {
        if (value == null) {
            nulls[row] = true;
        } else {
            values[row] = value;
        }
    }

    public static void put(long[] values, boolean[] nulls, int row, @Nullable Long value) {
        if (value == null) {
            nulls[row] = true;
        } else {
            values[row] = value;
        }
    }

    public static void put(float[] values, boolean[] nulls, int row, @Nullable Float value) {
        if (value == null) {
            nulls[row] = true;
        } else {
            values[row] = value;
        }
    }

    public static void put(double[] values, boolean[] nulls, int row, @Nullable Double value) {
        if (value == null) {
            nulls[row] = true;
        } else {
            values[row] = value;
        }
    }

    public static void write(FieldVector vector, boolean[] values, boolean[] nulls) {
        prepare(vector, nulls);
        ArrowBuf data = vector.getDataBuffer();
        for (int i = 0; i < values.length; i++) {
            BitVectorHelper.setValidityBit(data, i, values[i] ? 1 : 0);
        }
    }

    public static void write(FieldVector vector, byte[] values, boolean[] nulls) {
        prepare(vector, nulls);
        vector.getDataBuffer().setBytes(0, values);
    }

    public static void write(FieldVector vector, short[] values, boolean[] nulls) {
        prepare(vector, nulls);
        block(vector, values.length * 2L).asShortBuffer().put(values);
    }

    public static void write(FieldVector vector, int[] values, boolean[] nulls) {
        prepare(vector, nulls);
        block(vector, values.length * 4L).asIntBuffer().put(values);
    }

    public static void write(FieldVector vector, long[] values, boolean[] nulls) {
        prepare(vector, nulls);
        block(vector, values.length * 8L).asLongBuffer().put(values);
    }

    public static void write(FieldVector vector, float[] values, boolean[] nulls) {
        prepare(vector, nulls);
        block(vector, values.length * 4L).asFloatBuffer().put(values);
    }

    public static void write(FieldVector vector, double[] values, boolean[] nulls) {
        prepare(vector, nulls);
        block(vector, values.length * 8L).asDoubleBuffer().put(values);
    }

    /** Writes boxed values of any type. */
    public static void write(FieldVector vector, @Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            BoxedValues.set(vector, i, values[i]);
        }
    }

    private static void prepare(FieldVector vector, boolean[] nulls) {
        BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
        while (fixed.getValueCapacity() < nulls.length) {
            fixed.reAlloc();
        }
        ArrowBuf validity = vector.getValidityBuffer();
        for (int i = 0; i < nulls.length; i++) {
            BitVectorHelper.setValidityBit(validity, i, nulls[i] ? 0 : 1);
        }
    }

    private static ByteBuffer block(FieldVector vector, long bytes) {
        return vector.getDataBuffer().nioBuffer(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
