package io.grism.exec.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.test.LeakCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RowBufferTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static RowBuffer people() {
        RowBuffer rows = new RowBuffer(List.of(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name")));
        rows.appendRow(1L, "Ann");
        rows.appendRow(2L, null);
        rows.appendRow(1L, "Ann");
        rows.appendRow(null, null);
        return rows;
    }

    @Test
    void copiesToBatchesAndBack() {
        RowBuffer rows = people();
        RowBuffer copy = new RowBuffer(rows.schema());
        try (Batch slice = rows.slice(1, 3, leaks.allocator());
                Batch gathered = rows.gather(new int[] {3, -1, 0}, 1, 2, leaks.allocator())) {
            copy.append(slice);
            copy.append(gathered, new int[] {1}, 0, 1);
            copy.append(gathered, 0, 1);
        }
        copy.append(rows, 0, 1);
        copy.append(rows, new int[] {-1, 1}, 0, 2);
        assertEquals(8, copy.size());
        assertArrayEquals(new Object[] {2L, null}, copy.row(0));
        assertArrayEquals(new Object[] {1L, "Ann"}, copy.row(3));
        assertArrayEquals(new Object[] {null, null}, copy.row(4));
        assertArrayEquals(new Object[] {2L, null}, copy.row(7));
        assertTrue(copy.sizeInBytes() > 8 * 8);
        copy.clear();
        assertEquals(0, copy.size());
    }

    @Test
    void comparesKeys() {
        RowBuffer rows = people();
        int[] keys = {1, 0};
        long[] hashes = new long[4];
        rows.hash(keys, 0, 4, hashes);
        assertEquals(hashes[0], hashes[2]);
        assertNotEquals(hashes[0], hashes[1]);
        assertTrue(rows.equal(0, keys, rows, 2, keys));
        assertTrue(rows.equal(3, keys, rows, 3, keys), "NULL is not distinct from NULL");
        assertFalse(rows.equal(1, keys, rows, 3, keys));
        assertTrue(rows.equal(1, new int[] {1}, rows, 3, new int[] {1}));
        assertTrue(rows.anyNull(1, keys));
        assertFalse(rows.anyNull(1, new int[] {0}));
    }

    @Test
    void keepsRowsWithoutColumns() {
        RowBuffer rows = new RowBuffer(List.of());
        rows.append(new Batch(3), 1, 2);
        rows.append(new Batch(3), new int[] {0, 2}, 0, 2);
        assertEquals(4, rows.size());
        try (Batch batch = rows.gather(new int[] {0, 1}, 0, 2, leaks.allocator())) {
            assertEquals(2, batch.rowCount());
        }
    }
}
