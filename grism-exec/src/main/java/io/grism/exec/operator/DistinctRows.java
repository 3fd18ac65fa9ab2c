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
            for (int i = 0; i < count; i++) {
                numbers[from + i] = resolve(buffer, from + i, block[i], adds);
            }
        }
    }

    private int resolve(RowBuffer buffer, int row, long hash, boolean adds) {
        int slot = (int) (hash & mask);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && rows.equal(number, columns, buffer, row, columns)) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        if (!adds) {
            return -1;
        }
        int number = rows.size();
        rows.append(buffer, row, 1);
        if (number == hashes.length) {
            hashes = Arrays.copyOf(hashes, number * 2);
        }
        hashes[number] = hash;
        slots[slot] = number + 1;
        if (number + 1 > slots.length / 3 * 2) {
            grow();
        }
        return number;
    }

    private void grow() {
        slots = new int[Math.multiplyExact(slots.length, 2)];
        mask = slots.length - 1;
        for (int number = 0; number < rows.size(); number++) {
            int slot = (int) (hashes[number] & mask);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number + 1;
        }
    }
}
