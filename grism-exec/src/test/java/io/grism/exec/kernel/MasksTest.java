package io.grism.exec.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MasksTest {
    @Test
    void actsAsASetOfRows() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int rows = random.nextInt(200);
            BitSet left = new BitSet();
            BitSet right = new BitSet();
            long[] mask = new long[Masks.words(rows)];
            long[] other = new long[Masks.words(rows)];
            Masks.fill(mask, rows);
            left.set(0, rows);
            assertEquals(rows, Masks.count(mask, rows));
            for (int i = 0; i < rows; i++) {
                if (random.nextBoolean()) {
                    Masks.set(other, i);
                    right.set(i);
                }
            }
            switch (random.nextInt(3)) {
                case 0 -> {
                    Masks.andNot(mask, other, rows);
                    left.andNot(right);
                }
                case 1 -> {
                    Masks.and(mask, other, rows);
                    left.and(right);
                }
                default -> {
                    Masks.clear(mask, rows);
                    Masks.or(mask, other, rows);
                    left.and(right);
                }
            }
            int[] out = new int[rows];
            int count = Masks.toRows(mask, rows, out);
            assertArrayEquals(left.stream().toArray(), Arrays.copyOf(out, count), "seed " + seed);
            assertEquals(left.isEmpty(), Masks.isEmpty(mask, rows));
        }
    }
}
