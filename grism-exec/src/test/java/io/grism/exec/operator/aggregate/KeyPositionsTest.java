package io.grism.exec.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Positions agree with a map, wherever the keys lie and however they come. */
final class KeyPositionsTest {
    private static final int BATCH = 64;

    /** Adds batches of keys as a table does; returns how many batches were found by position. */
    private static int check(String name, int batches, LongUnaryOperator keyOfRow, int nullGroupAt) {
        KeyPositions positions = new KeyPositions();
        Map<Long, Integer> expected = new HashMap<>();
        long[] known = new long[batches * BATCH + 1];
        int size = 0;
        int nullGroup = -1;
        int byPosition = 0;
        long[] keys = new long[BATCH];
        int[] groups = new int[BATCH];
        for (int batch = 0; batch < batches; batch++) {
            if (batch == nullGroupAt) {
                nullGroup = size++;
            }
            for (int i = 0; i < BATCH; i++) {
                keys[i] = keyOfRow.applyAsLong((long) batch * BATCH + i);
            }
            boolean covered = positions.cover(keys, BATCH, known, size, nullGroup);
            int next = size;
            for (long key : keys) {
                if (!expected.containsKey(key)) {
                    known[next] = key;
                    expected.put(key, next++);
                }
            }
            if (covered) {
                byPosition++;
                assertEquals(next, positions.find(keys, BATCH, groups, known, size), name);
                for (int i = 0; i < BATCH; i++) {
                    assertEquals(expected.get(keys[i]), groups[i], name);
                }
            }
            size = next;
        }
        return byPosition;
    }

    @Test
    void closeKeysAreFoundByPosition() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            int range = 1 + random.nextInt(5_000);
            long base = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - range;
            assertEquals(50, check("seed " + seed, 50, row -> base + random.nextInt(range), random.nextInt(60)));
        }
    }

    @Test
    void keysThatGrowOrFallStayByPosition() {
        assertEquals(3_000, check("up", 3_000, row -> row, 7));
        assertEquals(3_000, check("down", 3_000, row -> -row, 0));
        assertEquals(3_000, check("from the least", 3_000, row -> Long.MIN_VALUE + row, -1));
        assertEquals(3_000, check("to the greatest", 3_000, row -> Long.MAX_VALUE - row, -1));
        assertEquals(3_000, check("both ways", 3_000, row -> row % 2 == 0 ? row : -row, 3));
    }

    @Test
    void aWideRangeIsTakenUpOnceManyKeysHaveCome() {
        Random random = new Random(3);
        int found = check("wide", 500, row -> random.nextInt(100_000), 4);
        assertTrue(found > 200 && found < 500, "by position: " + found);
    }

    @Test
    void aKeyFarOffEndsIt() {
        assertEquals(10, check("far", 50, row -> row == 10 * BATCH + 5 ? 1L << 40 : row % 100, 2));
        assertEquals(
                10,
                check(
                        "extremes",
                        50,
                        row -> row < 10 * BATCH ? row : row % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE,
                        2));
        KeyPositions positions = new KeyPositions();
        assertFalse(positions.cover(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, 2, new long[2], 0, -1));
    }
}
