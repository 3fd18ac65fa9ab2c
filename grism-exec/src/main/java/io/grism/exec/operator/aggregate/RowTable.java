package io.grism.exec.operator.aggregate;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Distinct rows of columns, each with an ordinal, found through an open-addressing hash table. Rows may carry an integer prefix that takes part in their
 * identity. NULL is not distinct from NULL. Rows come in by way of staging columns: the caller fills {@link #stage()} and calls {@link #find}.
 */
final class RowTable {
    private static final int NONE = -1;

    private final Column[] columns;
    private final Column[] staging;
    private int[] prefixes = new int[0];
    private long[] hashes = new long[0];
    private int[] slots = new int[64];
    private int size;
    private long[] stagedHashes = new long[0];
    private int[] fresh = new int[0];

    RowTable(List<Field> fields) {
        columns = new Column[fields.size()];
        staging = new Column[fields.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Columns.create(fields.get(i));
            staging[i] = Columns.create(fields.get(i));
        }
        Arrays.fill(slots, NONE);
    }

    int size() {
        return size;
    }

    Column column(int index) {
        return columns[index];
    }

    long hash(int row) {
        return hashes[row];
    }

    int prefix(int row) {
        return prefixes[row];
    }

    /** The staging columns, emptied. */
    Column[] stage() {
        for (Column column : staging) {
            column.clear();
        }
        return staging;
    }

    /** Writes the ordinals of the {@code count} staged rows into {@code out}; rows not seen before are added. */
    void find(int count, int @Nullable [] prefix, int[] out) {
        prepare(count);
        long[] hash = stagedHashes;
        for (Column column : staging) {
            column.hash(0, count, hash);
        }
        int committed = size;
        for (int i = 0; i < count; i++) {
            int id = prefix == null ? 0 : prefix[i];
            long h = finish(hash[i] + id * 0x9E3779B97F4A7C15L);
            int mask = slots.length - 1;
            int slot = (int) h & mask;
            int row = slots[slot];
            while (row != NONE && !(hashes[row] == h && prefixes[row] == id && equal(i, row, committed))) {
                slot = (slot + 1) & mask;
                row = slots[slot];
            }
            if (row == NONE) {
                row = size++;
                slots[slot] = row;
                hashes[row] = h;
                prefixes[row] = id;
                fresh[row - committed] = i;
            }
            out[i] = row;
        }
        for (int c = 0; c < columns.length; c++) {
            columns[c].append(staging[c], fresh, 0, size - committed);
        }
    }

    long sizeInBytes() {
        long bytes = 4L * slots.length + 12L * hashes.length;
        for (int c = 0; c < columns.length; c++) {
            bytes += columns[c].sizeInBytes() + staging[c].sizeInBytes();
        }
        return bytes;
    }

    /** Whether a staged row equals a row of the table; those found in this run are still in staging. */
    private boolean equal(int staged, int row, int committed) {
        for (int c = 0; c < columns.length; c++) {
            boolean same = row < committed
                    ? staging[c].equal(staged, columns[c], row)
                    : staging[c].equal(staged, staging[c], fresh[row - committed]);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private void prepare(int count) {
        if (stagedHashes.length < count) {
            stagedHashes = new long[count];
            fresh = new int[count];
        }
        Arrays.fill(stagedHashes, 0, count, 0);
        int most = Math.addExact(size, count);
        if (hashes.length < most) {
            int capacity = Math.max(most, hashes.length + (hashes.length >> 1));
            hashes = Arrays.copyOf(hashes, capacity);
            prefixes = Arrays.copyOf(prefixes, capacity);
        }
        if (2L * most > slots.length) {
            slots = new int[Integer.highestOneBit(most) << 2];
            Arrays.fill(slots, NONE);
            int mask = slots.length - 1;
            for (int row = 0; row < size; row++) {
                int slot = (int) hashes[row] & mask;
                while (slots[slot] != NONE) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = row;
            }
        }
    }

    /** Spreads a hash over all of its bits: slots use the low ones, merge partitions the high ones. */
    static long finish(long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
