package io.grism.exec.kernel;

import io.grism.exec.column.Raw;
import io.grism.exec.column.VectorValues;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Vectors of one value. */
public final class Constants {
    private Constants() {}

    /** A new vector that holds a boxed value, or null, at every row. */
    public static FieldVector vector(@Nullable Object value, int rows, Field field, BufferAllocator allocator) {
        FieldVector vector = field.createVector(allocator);
        try {
            if (rows > 0) {
                fill(vector, value, rows);
            }
            vector.setValueCount(rows);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    private static void fill(FieldVector vector, @Nullable Object value, int rows) {
        if (vector instanceof BaseFixedWidthVector fixed) {
            fixed.allocateNew(rows);
            VectorValues.set(vector, 0, value);
            if (value != null) {
                if (vector instanceof BitVector) {
                    if ((Boolean) value) {
                        Raw.fillBits(vector.getDataBufferAddress(), rows);
                    }
                } else {
                    repeat(vector.getDataBufferAddress(), fixed.getTypeWidth(), rows);
                }
                Raw.fillBits(vector.getValidityBufferAddress(), rows);
            }
        } else if (vector instanceof BaseVariableWidthVector bytes && value != null) {
            fillBytes(bytes, value, rows);
        } else {
            vector.setInitialCapacity(rows);
            vector.allocateNew();
            for (int i = 0; i < rows; i++) {
                VectorValues.set(vector, i, value);
            }
        }
    }

    private static void fillBytes(BaseVariableWidthVector vector, Object value, int rows) {
        byte[] bytes = value instanceof byte[] binary ? binary : ((String) value).getBytes(StandardCharsets.UTF_8);
        vector.allocateNew(Math.max(1L, (long) bytes.length * rows), rows);
        long data = vector.getDataBufferAddress();
        Raw.write(data, bytes, 0, bytes.length);
        repeat(data, bytes.length, rows);
        long ends = vector.getOffsetBufferAddress();
        for (int i = 0; i <= rows; i++) {
            MemoryUtil.putInt(ends + 4L * i, bytes.length * i);
        }
        Raw.fillBits(vector.getValidityBufferAddress(), rows);
        vector.setLastSet(rows - 1);
    }

    /** Repeats the first {@code width} bytes until there are {@code times} of them. */
    private static void repeat(long address, int width, int times) {
        long total = (long) width * times;
        for (long done = width; done < total && done > 0; done *= 2) {
            MemoryUtil.copyMemory(address, address + done, Math.min(done, total - done));
        }
    }
}
