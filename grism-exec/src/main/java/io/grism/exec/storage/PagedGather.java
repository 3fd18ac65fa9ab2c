package io.grism.exec.storage;

import io.grism.exec.column.BytesColumn;
import io.grism.exec.column.Column;
import io.grism.exec.column.DoubleColumn;
import io.grism.exec.column.IntColumn;
import io.grism.exec.column.LongColumn;
import io.grism.exec.column.Raw;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of a column at row positions in any order. The frequent types go value by value from the arrays of the pages, the others
 * by runs of positions in one segment.
 */
final class PagedGather {
    private final PagedRows rows;
    private final int column;
    private final long[] positions;
    private final int count;
    private final BufferAllocator allocator;

    private PagedGather(PagedRows rows, int column, long[] positions, int count, BufferAllocator allocator) {
        this.rows = rows;
        this.column = column;
        this.positions = positions;
        this.count = count;
        this.allocator = allocator;
    }

    /** A new vector with the values at the first {@code count} positions; a negative position gives null. */
    static FieldVector gather(PagedRows rows, int column, long[] positions, int count, BufferAllocator allocator) {
        if (rows.segmentCount() == 1) {
            int[] local = new int[count];
            for (int i = 0; i < count; i++) {
                local[i] = positions[i] < 0 ? -1 : (int) positions[i];
            }
            return rows.segment(0).column(column).gather(local, 0, count, allocator);
        }
        PagedGather gather = new PagedGather(rows, column, positions, count, allocator);
        Column first = rows.segmentCount() == 0 ? null : rows.segment(0).column(column);
        if (first instanceof LongColumn) {
            return gather.longs();
        }
        if (first instanceof IntColumn) {
            return gather.ints();
        }
        if (first instanceof DoubleColumn) {
            return gather.doubles();
        }
        if (first instanceof BytesColumn) {
            return gather.bytes();
        }
        return rows.gather(column, positions, 0, count).slice(0, count, allocator);
    }

    private FieldVector longs() {
        long[][] pages = new long[rows.segmentCount()][];
        for (int s = 0; s < pages.length; s++) {
            pages[s] = ((LongColumn) rows.segment(s).column(column)).values();
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                values[i] = pages[segment][(int) (row - rows.firstRow(segment))];
            }
        }
        return fixed(address -> Raw.write(address, values, 0, count));
    }

    private FieldVector ints() {
        int[][] pages = new int[rows.segmentCount()][];
        for (int s = 0; s < pages.length; s++) {
            pages[s] = ((IntColumn) rows.segment(s).column(column)).values();
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                values[i] = pages[segment][(int) (row - rows.firstRow(segment))];
            }
        }
        return fixed(address -> Raw.write(address, values, 0, count));
    }

    private FieldVector doubles() {
        double[][] pages = new double[rows.segmentCount()][];
        for (int s = 0; s < pages.length; s++) {
            pages[s] = ((DoubleColumn) rows.segment(s).column(column)).values();
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                values[i] = pages[segment][(int) (row - rows.firstRow(segment))];
            }
        }
        return fixed(address -> Raw.write(address, values, 0, count));
    }

    private FieldVector bytes() {
        BytesColumn[] pages = new BytesColumn[rows.segmentCount()];
        for (int s = 0; s < pages.length; s++) {
            pages[s] = (BytesColumn) rows.segment(s).column(column);
        }
        int[] offsets = new int[count + 1];
        byte[] data = new byte[16 * count];
        for (int i = 0; i < count; i++) {
            int at = offsets[i];
            int length = 0;
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                BytesColumn page = pages[segment];
                int local = (int) (row - rows.firstRow(segment));
                int from = page.offsets()[local];
                length = page.offsets()[local + 1] - from;
                int end = Math.addExact(at, length);
                if (end > data.length) {
                    data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * data.length)));
                }
                System.arraycopy(page.bytes(), from, data, at, length);
            }
            offsets[i + 1] = at + length;
        }
        FieldVector vector = rows.field(column).createVector(allocator);
        try {
            BaseVariableWidthVector variable = (BaseVariableWidthVector) vector;
            variable.allocateNew(offsets[count], count);
            Raw.write(vector.getOffsetBufferAddress(), offsets, 0, count + 1);
            Raw.write(vector.getDataBufferAddress(), data, 0, offsets[count]);
            writeValidity(vector.getValidityBufferAddress());
            variable.setLastSet(count - 1);
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    private interface ValueWriter {
        void writeTo(long address);
    }

    private FieldVector fixed(ValueWriter values) {
        FieldVector vector = rows.field(column).createVector(allocator);
        try {
            ((BaseFixedWidthVector) vector).allocateNew(count);
            values.writeTo(vector.getDataBufferAddress());
            writeValidity(vector.getValidityBufferAddress());
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    private void writeValidity(long address) {
        @Nullable Column[] nullable = new @Nullable Column[rows.segmentCount()];
        boolean mayBeNull = false;
        for (int s = 0; s < nullable.length; s++) {
            Column page = rows.segment(s).column(column);
            if (page.hasNulls()) {
                nullable[s] = page;
                mayBeNull = true;
            }
        }
        for (int i = 0; !mayBeNull && i < count; i++) {
            mayBeNull = positions[i] < 0;
        }
        if (!mayBeNull) {
            Raw.fillBits(address, count);
            return;
        }
        for (int i = 0; i < count; i += 64) {
            int bits = Math.min(64, count - i);
            long word = 0;
            for (int j = 0; j < bits; j++) {
                word |= (isPresent(positions[i + j], nullable) ? 1L : 0L) << j;
            }
            Raw.putBits(address, i, word, bits);
        }
    }

    private boolean isPresent(long row, @Nullable Column[] nullable) {
        if (row < 0) {
            return false;
        }
        int segment = rows.segmentOf(row);
        Column page = nullable[segment];
        return page == null || !page.isNull((int) (row - rows.firstRow(segment)));
    }
}
