package io.grism.exec.operator;

import io.grism.exec.column.Raw;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Sort keys of rows, each row's in one long. */
record PackedKeys(List<PackedKey> fields, long[] packed) {
    /** The first key of a column, or -1. */
    int find(int column) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).key().column() == column) {
                return i;
            }
        }
        return -1;
    }

    /** A new vector of a key's values in the rows {@code from .. from+count}. */
    FieldVector vector(int key, Field field, int from, int count, BufferAllocator allocator) {
        long[] values = new long[count];
        boolean[] nulls = new boolean[count];
        boolean anyNull = fields.get(key).unpack(packed, from, count, values, nulls);
        BaseFixedWidthVector vector = (BaseFixedWidthVector) field.createVector(allocator);
        try {
            vector.allocateNew(count);
            write(values, count, vector.getTypeWidth(), vector.getDataBufferAddress());
            Raw.fillBits(vector.getValidityBufferAddress(), count);
            for (int i = 0; anyNull && i < count; i++) {
                if (nulls[i]) {
                    vector.setNull(i);
                }
            }
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    private static void write(long[] values, int count, int width, long address) {
        switch (width) {
            case Long.BYTES -> Raw.write(address, values, 0, count);
            case Integer.BYTES -> {
                for (int i = 0; i < count; i++) {
                    MemoryUtil.putInt(address + 4L * i, (int) values[i]);
                }
            }
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    MemoryUtil.putShort(address + 2L * i, (short) values[i]);
                }
            }
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    MemoryUtil.putByte(address + i, (byte) values[i]);
                }
            }
            default -> throw new IllegalArgumentException("no integers of " + width + " bytes");
        }
    }
}
