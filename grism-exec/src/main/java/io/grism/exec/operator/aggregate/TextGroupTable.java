package io.grism.exec.operator.aggregate;

import io.grism.exec.column.BytesColumn;
import io.grism.exec.column.Columns;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Groups of one text or binary key. A value of up to seven bytes is known by a long that holds them and their number, a longer one by a hash, and then its bytes are compared. NULL is a group of its own.
 */
final class TextGroupTable extends GroupTable {
    private static final int NONE = -1;
    private static final int SHORT = 7;
    private static final long BYTES_MASK = (1L << 56) - 1;
    /** In the place of the number of bytes. */
    private static final long LONG_TEXT = 0xFFL << 56;

    private static final long NULL_CODE = 0xFEL << 56;

    private final int column;
    private final BytesColumn values;
    private long[] codes = new long[32];
    private int[] slots = new int[64];
    private int size;

    TextGroupTable(int column, Field field) {
        this.column = column;
        this.values = (BytesColumn) Columns.create(field);
        Arrays.fill(slots, NONE);
    }

    @Override
    int size() {
        return size;
    }

    @Override
    void find(AggregateInput input, int[] groups) {
        BaseVariableWidthVector vector = (BaseVariableWidthVector) input.vector(column);
        int count = input.rowCount();
        boolean nullable = input.hasNulls(column);
        long ends = vector.getOffsetBufferAddress();
        long data = vector.getDataBufferAddress();
        long room = vector.getDataBuffer().capacity() - Long.BYTES;
        ensureSlots(count);
        int before = NONE;
        long codeBefore = 0;
        int end = count == 0 ? 0 : MemoryUtil.getInt(ends);
        for (int row = 0; row < count; row++) {
            int start = end;
            end = MemoryUtil.getInt(ends + 4L * row + 4);
            int length = end - start;
            long code;
            if (nullable && vector.isNull(row)) {
                code = NULL_CODE;
            } else if (length <= SHORT) {
                code = start <= room ? word(MemoryUtil.getLong(data + start), length) : slowWord(data + start, length);
            } else {
                code = LONG_TEXT | hash(data + start, length);
            }
            // Equal keys often come one after the other.
            if (code != codeBefore || before == NONE || code >>> 56 == LONG_TEXT >>> 56) {
                before = find(code, vector, row, data + start, length);
                codeBefore = code;
            }
            groups[row] = before;
        }
    }

    /** The first bytes of a word in memory, and how many they are. */
    private static long word(long word, int length) {
        return word & (1L << 8 * length) - 1 | (long) length << 56;
    }

    private static long slowWord(long address, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (MemoryUtil.getByte(address + i) & 0xFFL) << 8 * i;
        }
        return word(word, length);
    }

    private static long hash(long address, int length) {
        long hash = length;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = RowTable.finish(hash ^ MemoryUtil.getLong(address + at)) * 31;
        }
        return RowTable.finish(hash ^ slowWord(address + at, length - at)) & BYTES_MASK;
    }

    private int find(long code, BaseVariableWidthVector vector, int row, long address, int length) {
        int mask = slots.length - 1;
        int slot = (int) RowTable.finish(code) & mask;
        int group = slots[slot];
        while (group != NONE
                && !(codes[group] == code
                        && (code >>> 56 != LONG_TEXT >>> 56 || values.equal(group, address, length)))) {
            slot = (slot + 1) & mask;
            group = slots[slot];
        }
        if (group == NONE) {
            group = added(code, slot);
            values.append(vector, row, 1);
        }
        return group;
    }

    @Override
    void find(GroupTable from, int[] theirs, int count, int[] ours) {
        TextGroupTable other = (TextGroupTable) from;
        ensureSlots(count);
        for (int i = 0; i < count; i++) {
            int their = theirs[i];
            long code = other.codes[their];
            int mask = slots.length - 1;
            int slot = (int) RowTable.finish(code) & mask;
            int group = slots[slot];
            while (group != NONE
                    && !(codes[group] == code
                            && (code >>> 56 != LONG_TEXT >>> 56 || values.equal(group, other.values, their)))) {
                slot = (slot + 1) & mask;
                group = slots[slot];
            }
            if (group == NONE) {
                group = added(code, slot);
                values.append(other.values, their, 1);
            }
            ours[i] = group;
        }
    }

    private int added(long code, int slot) {
        int group = size++;
        codes[group] = code;
        slots[slot] = group;
        return group;
    }

    /** Makes room for {@code more} groups. */
    private void ensureSlots(int more) {
        int most = Math.addExact(size, more);
        if (codes.length < most) {
            codes = Arrays.copyOf(codes, Math.max(most, codes.length + (codes.length >> 1)));
        }
        if (2L * most > slots.length) {
            slots = new int[Integer.highestOneBit(most) << 2];
            Arrays.fill(slots, NONE);
            int mask = slots.length - 1;
            for (int group = 0; group < size; group++) {
                int slot = (int) RowTable.finish(codes[group]) & mask;
                while (slots[slot] != NONE) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = group;
            }
        }
    }

    @Override
    long hash(int group) {
        return RowTable.finish(codes[group]);
    }

    @Override
    FieldVector key(int position, Field field, int from, int count, BufferAllocator allocator) {
        return values.slice(from, count, allocator);
    }

    @Override
    long sizeInBytes() {
        return 8L * codes.length + 4L * slots.length + values.sizeInBytes();
    }
}
