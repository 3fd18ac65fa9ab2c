package io.grism.exec.operator;

import io.grism.exec.column.RowBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;

/** Different rows, numbered from 0 in the order of their coming; NULLs are equal here. Single-threaded. */
final class DistinctRows {
    private static final int BLOCK = 1024;

    private final RowBuffer rows;
    private final int[] columns;
    private final long[] block = new long[BLOCK];
    /** The rows of the buffer that are new in its block. */
    private final int[] fresh = new int[BLOCK];

    private int mask = 63;
    /** The number of a row plus one; 0 for an empty slot. */
    private int[] slots = new int[mask + 1];

    private long[] hashes = new long[64];

    DistinctRows(Schema schema) {
        this.rows = new RowBuffer(schema);
        this.columns = IntStream.range(0, rows.columnCount()).toArray();
    }

    int size() {
        return rows.size();
    }

    /** The rows, each at its number. */
    RowBuffer rows() {
        return rows;
    }

    long sizeInBytes() {
        return rows.sizeInBytes() + 4L * slots.length + 8L * hashes.length;
    }

    /** Writes the number of each row of a buffer, new rows getting the next ones. */
    void add(RowBuffer buffer, int[] numbers) {
        resolve(buffer, numbers, true);
    }

    /** Writes the number of each row of a buffer, -1 for a row that is not here. */
    void find(RowBuffer buffer, int[] numbers) {
        resolve(buffer, numbers, false);
    }

    private void resolve(RowBuffer buffer, int[] numbers, boolean adds) {
        for (int from = 0; from < buffer.size(); from += BLOCK) {
            int count = Math.min(BLOCK, buffer.size() - from);
            buffer.hash(columns, from, count, block);
            int known = rows.size();
            int added = 0;
            for (int i = 0; i < count; i++) {
                int number = find(buffer, from + i, block[i], known);
                if (number < 0 && adds) {
                    number = known + added;
                    fresh[added++] = from + i;
                    insert(number, block[i]);
                }
                numbers[from + i] = number;
            }
            rows.append(buffer, fresh, 0, added);
        }
    }

    /** The number of a row, or -1; numbers from {@code known} on are those of {@link #fresh} rows of the buffer. */
    private int find(RowBuffer buffer, int row, long hash, int known) {
        int slot = (int) (hash & mask);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash
                    && (number < known
                            ? rows.equal(number, columns, buffer, row, columns)
                            : buffer.equal(fresh[number - known], columns, buffer, row, columns))) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private void insert(int number, long hash) {
        if (number == hashes.length) {
            hashes = Arrays.copyOf(hashes, number * 2);
        }
        hashes[number] = hash;
        if (number + 1 > slots.length / 3 * 2) {
            grow(number);
        }
        int slot = (int) (hash & mask);
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = number + 1;
    }

    private void grow(int size) {
        slots = new int[Math.multiplyExact(slots.length, 2)];
        mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = (int) (hashes[number] & mask);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number + 1;
        }
    }
}
