package io.grism.exec.operator;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.Raw;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;

/** Copies chosen values of a vector to a new one: directly for the fixed widths of 4 and 8 bytes, by way of a column for the rest. */
final class VectorTake {
    private VectorTake() {}

    /** The values at {@code rows[from .. from+count)}; a negative row gives null. */
    static FieldVector take(FieldVector vector, int[] rows, int from, int count, BufferAllocator allocator) {
        int width = vector instanceof BaseFixedWidthVector fixed ? fixed.getTypeWidth() : 0;
        if (count == 0 || (width != 4 && width != 8)) {
            Column column = Columns.create(vector.getField());
            column.append(vector, rows, from, count);
            return column.slice(0, count, allocator);
        }
        FieldVector taken = vector.getField().createVector(allocator);
        try {
            ((BaseFixedWidthVector) taken).allocateNew(count);
            long source = vector.getDataBufferAddress();
            long target = taken.getDataBufferAddress();
            boolean negative =
                    width == 8 ? take8(source, target, rows, from, count) : take4(source, target, rows, from, count);
            long validity = taken.getValidityBufferAddress();
            if (negative || !Raw.allValid(vector)) {
                takeValidity(vector.getValidityBufferAddress(), validity, rows, from, count);
            } else {
                Raw.fillBits(validity, count);
            }
            taken.setValueCount(count);
            return taken;
        } catch (Throwable e) {
            taken.close();
            throw e;
        }
    }

    private static boolean take8(long source, long target, int[] rows, int from, int count) {
        int signs = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            signs |= row;
            MemoryUtil.putLong(target + 8L * i, row < 0 ? 0 : MemoryUtil.getLong(source + 8L * row));
        }
        return signs < 0;
    }

    private static boolean take4(long source, long target, int[] rows, int from, int count) {
        int signs = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            signs |= row;
            MemoryUtil.putInt(target + 4L * i, row < 0 ? 0 : MemoryUtil.getInt(source + 4L * row));
        }
        return signs < 0;
    }

    private static void takeValidity(long source, long target, int[] rows, int from, int count) {
        for (int i = 0; i < count; i += 64) {
            int n = Math.min(64, count - i);
            long word = 0;
            for (int j = 0; j < n; j++) {
                int row = rows[from + i + j];
                word |= (row >= 0 && Raw.bit(source, row) ? 1L : 0L) << j;
            }
            Raw.putBits(target, i, word, n);
        }
    }
}
