package io.grism.exec.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.VectorValues;
import io.grism.exec.test.LeakCheck;
import java.math.BigDecimal;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResultsTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @Test
    void quotientsOfLongsRoundAsExactOnesDo() {
        Random random = new Random(17);
        int fast = 0;
        for (int i = 0; i < 20_000; i++) {
            int scale = random.nextInt(12);
            int sumScale = random.nextInt(4);
            // Halves at the last digit come from powers of two.
            long count = random.nextBoolean() ? 1L << random.nextInt(14) : 1 + random.nextInt(1_000);
            long sum = random.nextLong() >> random.nextInt(64);
            Field field = TypeKind.decimal("a", 38, scale);
            Results results = new Results(field, "AVG", 2, leaks.allocator());
            boolean done = results.setQuotient(0, sum, sumScale, count);
            results.set(1, ExactSumAccumulator.quotient(BigDecimal.valueOf(sum, sumScale), BigDecimal.valueOf(count)));
            try (FieldVector vector = results.finish()) {
                if (done) {
                    String of = sum + " at scale " + sumScale + " by " + count + " at scale " + scale;
                    assertEquals(VectorValues.get(vector, 1), VectorValues.get(vector, 0), of);
                    fast++;
                }
            }
        }
        assertTrue(fast > 5_000, "" + fast);
    }

    @Test
    void leavesQuotientsThatLongsDoNotHold() {
        Results results = new Results(TypeKind.decimal("a", 38, 10), "AVG", 1, leaks.allocator());
        try (FieldVector vector = results.finish()) {
            assertFalse(results.setQuotient(0, Long.MAX_VALUE / 1000, 0, 3));
            assertFalse(results.setQuotient(0, 5, 11, 2));
            assertTrue(vector.isNull(0));
        }
    }
}
