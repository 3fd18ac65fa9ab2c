package io.grism.exec.kernel;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.Raw;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/** New vectors and batches from chosen rows of others; the sources stay the caller's. */
public final class Gather {
    private Gather() {}

    /** A new batch of the rows {@code rows[0..count)}; a negative row gives nulls. */
    public static Batch gather(Batch batch, int[] rows, int count, BufferAllocator allocator) {
        FieldVector[] vectors = new FieldVector[batch.columnCount()];
        try {
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = gather(batch.column(i), rows, 0, count, allocator);
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            closeAll(vectors);
            throw e;
        }
    }

    /** A batch of the rows {@code from .. from+count} that shares the memory of its source. */
    public static Batch slice(Batch batch, int from, int count, BufferAllocator allocator) {
        Objects.checkFromIndexSize(from, count, batch.rowCount());
        FieldVector[] vectors = new FieldVector[batch.columnCount()];
        try {
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = slice(batch.column(i), from, count, allocator);
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            closeAll(vectors);
            throw e;
        }
    }

    private static void closeAll(@Nullable FieldVector[] vectors) {
        for (FieldVector vector : vectors) {
            if (vector != null) {
                vector.close();
            }
        }
    }

    /** A vector of the values {@code from .. from+count} that shares the memory of its source. */
    public static FieldVector slice(FieldVector vector, int from, int count, BufferAllocator allocator) {
        Objects.checkFromIndexSize(from, count, vector.getValueCount());
        if (count == 0) {
            FieldVector empty = vector.getField().createVector(allocator);
            empty.setValueCount(0);
            return empty;
        }
        TransferPair pair = vector.getTransferPair(allocator);
        try {
            pair.splitAndTransfer(from, count);
            return (FieldVector) pair.getTo();
        } catch (Throwable e) {
            pair.getTo().close();
            throw e;
        }
    }

    /** A vector of the same values that shares the memory of its source. */
    public static FieldVector share(FieldVector vector, BufferAllocator allocator) {
        return slice(vector, 0, vector.getValueCount(), allocator);
    }

    /** A new vector with the values at {@code rows[from..from+count)}; a negative row gives null. */
    public static FieldVector gather(FieldVector source, int[] rows, int from, int count, BufferAllocator allocator) {
        Objects.checkFromIndexSize(from, count, rows.length);
        int largest = -1;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, rows[i]);
        }
        if (largest >= source.getValueCount()) {
            throw new IndexOutOfBoundsException("row " + largest + " of " + source.getValueCount());
        }
        FieldVector target = source.getField().createVector(allocator);
        try {
            copy(source, target, rows, from, count);
            target.setValueCount(count);
            return target;
        } catch (Throwable e) {
            target.close();
            throw e;
        }
    }

    /** Fills an empty vector; its value count is set by the caller. */
    private static void copy(FieldVector source, FieldVector target, int[] rows, int from, int count) {
        if (count == 0 || source instanceof NullVector) {
            return;
        }
        if (target instanceof BitVector bits) {
            bits.allocateNew(count);
            copyBits(source.getDataBufferAddress(), bits.getDataBufferAddress(), rows, from, count);
        } else if (target instanceof BaseFixedWidthVector fixed) {
            fixed.allocateNew(count);
            copyFixed(
                    source.getDataBufferAddress(),
                    fixed.getDataBufferAddress(),
                    fixed.getTypeWidth(),
                    rows,
                    from,
                    count);
        } else if (target instanceof BaseVariableWidthVector bytes) {
            copyBytes(source, bytes, rows, from, count);
        } else if (target instanceof StructVector struct) {
            struct.setInitialCapacity(count);
            struct.allocateNew();
            List<FieldVector> children = struct.getChildrenFromFields();
            for (int i = 0; i < children.size(); i++) {
                FieldVector child = children.get(i);
                child.clear();
                copy((FieldVector) ((StructVector) source).getChildByOrdinal(i), child, rows, from, count);
                child.setValueCount(count);
            }
        } else {
            copyLists((ListVector) source, (ListVector) target, rows, from, count);
        }
        copyValidity(source, target.getValidityBufferAddress(), rows, from, count);
    }

    private static void copyValidity(FieldVector source, long out, int[] rows, int from, int count) {
        int signs = 0;
        for (int i = from; i < from + count; i++) {
            signs |= rows[i];
        }
        Raw.fillBits(out, count);
        boolean valid = Raw.allValid(source);
        if (valid && signs >= 0) {
            return;
        }
        long validity = source.getValidityBufferAddress();
        for (int i = 0; i < count; i += 64) {
            int n = Math.min(64, count - i);
            long word = 0;
            for (int j = 0; j < n; j++) {
                int row = rows[from + i + j];
                word |= (row >= 0 && (valid || Raw.bit(validity, row)) ? 1L : 0L) << j;
            }
            Raw.putBits(out, i, word, n);
        }
    }

    private static void copyBits(long in, long out, int[] rows, int from, int count) {
        for (int i = 0; i < count; i += 64) {
            int n = Math.min(64, count - i);
            long word = 0;
            for (int j = 0; j < n; j++) {
                int row = rows[from + i + j];
                word |= (row >= 0 && Raw.bit(in, row) ? 1L : 0L) << j;
            }
            Raw.putBits(out, i, word, n);
        }
    }

    private static void copyFixed(long in, long out, int width, int[] rows, int from, int count) {
        switch (width) {
            case 1 -> copy1(in, out, rows, from, count);
            case 2 -> copy2(in, out, rows, from, count);
            case 4 -> copy4(in, out, rows, from, count);
            case 8 -> copy8(in, out, rows, from, count);
            case 16 -> copy16(in, out, rows, from, count);
            default -> throw new IllegalArgumentException("no type of " + width + " bytes");
        }
    }

    private static void copy1(long in, long out, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            MemoryUtil.putByte(out + i, row < 0 ? 0 : MemoryUtil.getByte(in + row));
        }
    }

    private static void copy2(long in, long out, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            MemoryUtil.putShort(out + 2L * i, row < 0 ? 0 : MemoryUtil.getShort(in + 2L * row));
        }
    }

    private static void copy4(long in, long out, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            MemoryUtil.putInt(out + 4L * i, row < 0 ? 0 : MemoryUtil.getInt(in + 4L * row));
        }
    }

    private static void copy8(long in, long out, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            MemoryUtil.putLong(out + 8L * i, row < 0 ? 0 : MemoryUtil.getLong(in + 8L * row));
        }
    }

    private static void copy16(long in, long out, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            long low = 0;
            long high = 0;
            if (row >= 0) {
                low = MemoryUtil.getLong(in + 16L * row);
                high = MemoryUtil.getLong(in + 16L * row + 8);
            }
            MemoryUtil.putLong(out + 16L * i, low);
            MemoryUtil.putLong(out + 16L * i + 8, high);
        }
    }

    private static void copyBytes(FieldVector source, BaseVariableWidthVector target, int[] rows, int from, int count) {
        long ends = source.getOffsetBufferAddress();
        long data = source.getDataBufferAddress();
        long total = 0;
        for (int i = from; i < from + count; i++) {
            int row = rows[i];
            total += row < 0 ? 0 : MemoryUtil.getInt(ends + 4L * row + 4) - MemoryUtil.getInt(ends + 4L * row);
        }
        target.allocateNew(Math.max(1, total), count);
        long outEnds = target.getOffsetBufferAddress();
        long out = target.getDataBufferAddress();
        int end = 0;
        MemoryUtil.putInt(outEnds, 0);
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            if (row >= 0) {
                int start = MemoryUtil.getInt(ends + 4L * row);
                int length = MemoryUtil.getInt(ends + 4L * row + 4) - start;
                if (length > 0) {
                    Raw.copyValue(data + start, out + end, length);
                    end += length;
                }
            }
            MemoryUtil.putInt(outEnds + 4L * i + 4, end);
        }
        target.setLastSet(count - 1);
    }

    /** Lists and maps: their elements are rows of a child vector, gathered in turn. */
    private static void copyLists(ListVector source, ListVector target, int[] rows, int from, int count) {
        long ends = source.getOffsetBufferAddress();
        long total = 0;
        for (int i = from; i < from + count; i++) {
            int row = rows[i];
            total += row < 0 ? 0 : MemoryUtil.getInt(ends + 4L * row + 4) - MemoryUtil.getInt(ends + 4L * row);
        }
        int[] elements = new int[Math.toIntExact(total)];
        target.setInitialCapacity(count);
        target.allocateNew();
        long outEnds = target.getOffsetBufferAddress();
        int end = 0;
        MemoryUtil.putInt(outEnds, 0);
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            if (row >= 0) {
                int stop = MemoryUtil.getInt(ends + 4L * row + 4);
                for (int element = MemoryUtil.getInt(ends + 4L * row); element < stop; element++) {
                    elements[end++] = element;
                }
            }
            MemoryUtil.putInt(outEnds + 4L * i + 4, end);
        }
        FieldVector child = target.getDataVector();
        child.clear();
        copy(source.getDataVector(), child, elements, 0, elements.length);
        child.setValueCount(elements.length);
        target.setLastSet(count - 1);
    }
}
