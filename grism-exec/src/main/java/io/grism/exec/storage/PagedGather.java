package io.grism.exec.storage;

import io.grism.exec.column.BytesColumn;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.DoubleColumn;
import io.grism.exec.column.IntColumn;
import io.grism.exec.column.LongColumn;
import io.grism.exec.column.Raw;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of a column at row positions in any order. The frequent types go value by value from the arrays of the pages; the others, and pages that have to be read first,
 * segment by segment, so that no more than one page is held.
 */
final class PagedGather {
    private static final long[] NO_LONGS = {};
    private static final int[] NO_INTS = {};
    private static final double[] NO_DOUBLES = {};

    private final PagedRows rows;
    private final int column;
    private final long[] positions;
    private final int count;
    private final @Nullable Column[] pages;
    private final BufferAllocator allocator;

    private PagedGather(
            PagedRows rows,
            int column,
            long[] positions,
            int count,
            @Nullable Column[] pages,
            BufferAllocator allocator) {
        this.rows = rows;
        this.column = column;
        this.positions = positions;
        this.count = count;
        this.pages = pages;
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
        @Nullable Column[] pages = pages(rows, column, positions, count);
        Column first = pages == null ? null : first(pages);
        if (pages != null && first != null) {
            PagedGather gather = new PagedGather(rows, column, positions, count, pages, allocator);
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
        }
        return bySegment(rows, column, positions, count, allocator);
    }

    /** The pages that hold the rows, by segment; null when one of them would have to be read. */
    private static @Nullable Column @Nullable [] pages(PagedRows rows, int column, long[] positions, int count) {
        @Nullable Column[] pages = new @Nullable Column[rows.segmentCount()];
        boolean stored = false;
        for (int s = 0; s < pages.length; s++) {
            if (rows.segment(s).page(column) instanceof HeapPage page) {
                pages[s] = page.values();
            } else {
                stored = true;
            }
        }
        for (int i = 0; stored && i < count; i++) {
            if (positions[i] >= 0) {
                int s = rows.segmentOf(positions[i]);
                if (pages[s] == null && rows.segment(s).page(column) instanceof StoredPage page) {
                    Column known = page.use();
                    if (known == null) {
                        return null;
                    }
                    pages[s] = known;
                }
            }
        }
        return pages;
    }

    private static @Nullable Column first(@Nullable Column[] pages) {
        for (Column page : pages) {
            if (page != null) {
                return page;
            }
        }
        return null;
    }

    private static FieldVector bySegment(
            PagedRows rows, int column, long[] positions, int count, BufferAllocator allocator) {
        int[] ends = new int[rows.segmentCount() + 1];
        for (int i = 0; i < count; i++) {
            if (positions[i] >= 0) {
                ends[rows.segmentOf(positions[i]) + 1]++;
            }
        }
        for (int s = 1; s < ends.length; s++) {
            ends[s] += ends[s - 1];
        }
        // From here on ends[s] is where the next row of segment s goes: in the end, where the rows of s end.
        int[] local = new int[count];
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            if (positions[i] < 0) {
                places[i] = -1;
            } else {
                int s = rows.segmentOf(positions[i]);
                places[i] = ends[s]++;
                local[places[i]] = (int) (positions[i] - rows.firstRow(s));
            }
        }
        Column values = Columns.create(rows.field(column));
        for (int s = 0; s < rows.segmentCount(); s++) {
            int from = values.size();
            if (ends[s] > from) {
                values.append(rows.segment(s).column(column), local, from, ends[s] - from);
            }
        }
        return values.gather(places, 0, count, allocator);
    }

    private FieldVector longs() {
        long[][] arrays = new long[pages.length][];
        for (int s = 0; s < pages.length; s++) {
            arrays[s] = pages[s] == null ? NO_LONGS : ((LongColumn) pages[s]).values();
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                values[i] = arrays[segment][(int) (row - rows.firstRow(segment))];
            }
        }
        return fixed(address -> Raw.write(address, values, 0, count));
    }

    private FieldVector ints() {
        int[][] arrays = new int[pages.length][];
        for (int s = 0; s < pages.length; s++) {
            arrays[s] = pages[s] == null ? NO_INTS : ((IntColumn) pages[s]).values();
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                values[i] = arrays[segment][(int) (row - rows.firstRow(segment))];
            }
        }
        return fixed(address -> Raw.write(address, values, 0, count));
    }

    private FieldVector doubles() {
        double[][] arrays = new double[pages.length][];
        for (int s = 0; s < pages.length; s++) {
            arrays[s] = pages[s] == null ? NO_DOUBLES : ((DoubleColumn) pages[s]).values();
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                values[i] = arrays[segment][(int) (row - rows.firstRow(segment))];
            }
        }
        return fixed(address -> Raw.write(address, values, 0, count));
    }

    private FieldVector bytes() {
        int[] offsets = new int[count + 1];
        byte[] data = new byte[16 * count];
        for (int i = 0; i < count; i++) {
            int at = offsets[i];
            int length = 0;
            long row = positions[i];
            if (row >= 0) {
                int segment = rows.segmentOf(row);
                BytesColumn page = (BytesColumn) Objects.requireNonNull(pages[segment]);
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
        @Nullable Column[] nullable = new @Nullable Column[pages.length];
        boolean mayBeNull = false;
        for (int s = 0; s < nullable.length; s++) {
            Column page = pages[s];
            if (page != null && page.hasNulls()) {
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
