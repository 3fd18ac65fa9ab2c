package io.grism.exec.column;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of VARCHAR (UTF-8) or VARBINARY: all bytes in one array of at most 2 GiB, and where each value begins. */
public final class BytesColumn extends AbstractColumn {
    private final boolean text;
    private byte[] bytes = new byte[0];
    private int[] offsets = new int[1];

    BytesColumn(Field field, MinorType minorType) {
        super(field, minorType);
        this.text = minorType == MinorType.VARCHAR;
    }

    /** The bytes of all values. The column's own array: read only, until it next grows. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where value {@code i} begins, and at {@code i + 1} where it ends. The column's own array: read only, until it next grows. */
    public int[] offsets() {
        return offsets;
    }

    @Override
    void reserve(int capacity) {
        if (capacity > Integer.MAX_VALUE - 9) {
            throw tooLong();
        }
        if (offsets.length < capacity + 1) {
            offsets = Arrays.copyOf(offsets, grow(offsets.length, capacity + 1));
        }
    }

    private void reserveBytes(long needed) {
        if (needed > Integer.MAX_VALUE - 8) {
            throw tooLong();
        }
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, grow(bytes.length, (int) needed));
        }
    }

    @Override
    void read(FieldVector vector, int from, int count, int at) {
        long ends = vector.getOffsetBufferAddress() + 4L * from;
        int start = MemoryUtil.getInt(ends);
        int length = MemoryUtil.getInt(ends + 4L * count) - start;
        int base = offsets[at];
        reserveBytes((long) base + length);
        if (!Raw.allValid(vector) && holdsNullBytes(vector, from, count)) {
            readSkippingNulls(vector, from, count, at);
            return;
        }
        Raw.read(vector.getDataBufferAddress() + start, bytes, base, length);
        Raw.read(ends + 4, offsets, at + 1, count);
        int shift = base - start;
        if (shift != 0) {
            for (int i = at + 1; i <= at + count; i++) {
                offsets[i] += shift;
            }
        }
    }

    /** Whether some null of the vector has bytes. */
    private static boolean holdsNullBytes(FieldVector vector, int from, int count) {
        long validity = vector.getValidityBufferAddress();
        long ends = vector.getOffsetBufferAddress();
        for (int i = from; i < from + count; i++) {
            if (!Raw.bit(validity, i) && MemoryUtil.getInt(ends + 4L * i) != MemoryUtil.getInt(ends + 4L * i + 4)) {
                return true;
            }
        }
        return false;
    }

    private void readSkippingNulls(FieldVector vector, int from, int count, int at) {
        long validity = vector.getValidityBufferAddress();
        long ends = vector.getOffsetBufferAddress();
        long data = vector.getDataBufferAddress();
        for (int i = 0; i < count; i++) {
            int start = MemoryUtil.getInt(ends + 4L * (from + i));
            int length = Raw.bit(validity, from + i) ? MemoryUtil.getInt(ends + 4L * (from + i) + 4) - start : 0;
            Raw.read(data + start, bytes, offsets[at + i], length);
            offsets[at + i + 1] = offsets[at + i] + length;
        }
    }

    @Override
    boolean readsDefaults() {
        return true;
    }

    @Override
    void read(FieldVector vector, int[] rows, int from, int count, int at) {
        boolean nullable = !Raw.allValid(vector);
        long validity = vector.getValidityBufferAddress();
        long ends = vector.getOffsetBufferAddress();
        long data = vector.getDataBufferAddress();
        long end = offsets[at];
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            if (row >= 0 && !(nullable && !Raw.bit(validity, row))) {
                end += MemoryUtil.getInt(ends + 4L * row + 4) - MemoryUtil.getInt(ends + 4L * row);
            }
            offsets[at + i + 1] = (int) Math.min(end, Integer.MAX_VALUE);
        }
        reserveBytes(end);
        for (int i = 0; i < count; i++) {
            int length = offsets[at + i + 1] - offsets[at + i];
            if (length > 0) {
                Raw.readValue(data + MemoryUtil.getInt(ends + 4L * rows[from + i]), bytes, offsets[at + i], length);
            }
        }
    }

    @Override
    void read(Column other, int from, int count, int at) {
        BytesColumn that = (BytesColumn) other;
        int start = that.offsets[from];
        int length = that.offsets[from + count] - start;
        reserveBytes((long) offsets[at] + length);
        System.arraycopy(that.bytes, start, bytes, offsets[at], length);
        int shift = offsets[at] - start;
        for (int i = 1; i <= count; i++) {
            offsets[at + i] = that.offsets[from + i] + shift;
        }
    }

    @Override
    void read(Column other, int[] rows, int from, int count, int at) {
        BytesColumn that = (BytesColumn) other;
        long end = offsets[at];
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            end += row < 0 ? 0 : that.offsets[row + 1] - that.offsets[row];
            offsets[at + i + 1] = (int) Math.min(end, Integer.MAX_VALUE);
        }
        reserveBytes(end);
        for (int i = 0; i < count; i++) {
            int length = offsets[at + i + 1] - offsets[at + i];
            if (length > 0) {
                System.arraycopy(that.bytes, that.offsets[rows[from + i]], bytes, offsets[at + i], length);
            }
        }
    }

    @Override
    void put(int row, Object value) {
        byte[] source = text ? value.toString().getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        int start = offsets[row];
        reserveBytes((long) start + source.length);
        System.arraycopy(source, 0, bytes, start, source.length);
        offsets[row + 1] = start + source.length;
    }

    /** For the last row only: the rows after it would have to move. */
    @Override
    void putDefault(int row) {
        offsets[row + 1] = offsets[row];
    }

    @Override
    Object value(int row) {
        int start = offsets[row];
        int end = offsets[row + 1];
        return text
                ? new String(bytes, start, end - start, StandardCharsets.UTF_8)
                : Arrays.copyOfRange(bytes, start, end);
    }

    @Override
    void write(FieldVector vector, int[] rows, int from, int count) {
        long total = 0;
        for (int i = from; i < from + count; i++) {
            int row = rows[i];
            total += row < 0 ? 0 : offsets[row + 1] - offsets[row];
        }
        allocate(vector, total, count);
        long ends = vector.getOffsetBufferAddress();
        long data = vector.getDataBufferAddress();
        int end = 0;
        MemoryUtil.putInt(ends, 0);
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            if (row >= 0) {
                int start = offsets[row];
                int length = offsets[row + 1] - start;
                Raw.writeValue(data + end, bytes, start, length);
                end += length;
            }
            MemoryUtil.putInt(ends + 4L * i + 4, end);
        }
    }

    @Override
    void write(FieldVector vector, int from, int count) {
        int start = offsets[from];
        int length = offsets[from + count] - start;
        allocate(vector, length, count);
        Raw.write(vector.getDataBufferAddress(), bytes, start, length);
        long ends = vector.getOffsetBufferAddress();
        for (int i = 0; i <= count; i++) {
            MemoryUtil.putInt(ends + 4L * i, offsets[from + i] - start);
        }
    }

    private static void allocate(FieldVector vector, long bytes, int count) {
        if (bytes > Integer.MAX_VALUE - 8) {
            throw tooLong();
        }
        BaseVariableWidthVector target = (BaseVariableWidthVector) vector;
        target.allocateNew(Math.max(bytes, 1), count);
        target.setLastSet(count - 1);
    }

    @Override
    public int compare(int row, Column other, int otherRow) {
        BytesColumn that = (BytesColumn) other;
        return Arrays.compareUnsigned(
                bytes, offsets[row], offsets[row + 1], that.bytes, that.offsets[otherRow], that.offsets[otherRow + 1]);
    }

    @Override
    boolean equalValues(int row, Column other, int otherRow) {
        BytesColumn that = (BytesColumn) other;
        int start = offsets[row];
        int otherStart = that.offsets[otherRow];
        int length = offsets[row + 1] - start;
        return length == that.offsets[otherRow + 1] - otherStart
                && Raw.equal(bytes, start, that.bytes, otherStart, length);
    }

    /** Whether a value, which is not null, is these bytes in memory. */
    public boolean equal(int row, long address, int length) {
        int start = offsets[row];
        if (offsets[row + 1] - start != length) {
            return false;
        }
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (MemoryUtil.getLong(bytes, start + at) != MemoryUtil.getLong(address + at)) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (bytes[start + at] != MemoryUtil.getByte(address + at)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void hash(int from, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            int at = offsets[from + i];
            int end = offsets[from + i + 1];
            long hash = mix(hashes[i], end - at);
            for (; at + 8 <= end; at += 8) {
                hash = mix(hash, MemoryUtil.getLong(bytes, at));
            }
            long rest = 0;
            for (; at < end; at++) {
                rest = rest << 8 | (bytes[at] & 0xFF);
            }
            hashes[i] = mix(hash, rest);
        }
    }

    @Override
    public long sizeInBytes() {
        return bytes.length + 4L * offsets.length + nulls().sizeInBytes();
    }
}
