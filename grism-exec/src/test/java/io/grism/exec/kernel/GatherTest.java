package io.grism.exec.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.BoxedValues;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatherTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static List<Field> fields() {
        return Samples.allFields();
    }

    private static void assertValues(String message, List<?> expected, FieldVector actual) {
        List<?> values = Samples.values(actual);
        assertTrue(
                BoxedValues.equal(expected, values), () -> message + ": expected " + expected + " but was " + values);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void gathersAndSlices(Field field) {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            String message = field + ", seed " + seed;
            double nulls = new double[] {0, 0.3, 1}[random.nextInt(3)];
            List<@Nullable Object> values = Samples.values(field, random.nextInt(150), nulls, random);
            int least = random.nextBoolean() ? -1 : 0;
            int[] rows = values.isEmpty()
                    ? new int[0]
                    : random.ints(random.nextInt(300), least, values.size()).toArray();
            int start = rows.length / 5;
            List<@Nullable Object> picked = new ArrayList<>();
            for (int i = start; i < rows.length; i++) {
                picked.add(rows[i] < 0 ? null : values.get(rows[i]));
            }
            int from = random.nextInt(values.size() + 1);
            int count = random.nextInt(values.size() - from + 1);
            FieldVector slice;
            try (FieldVector vector = Samples.slicedVector(field, values, leaks.allocator(), random);
                    FieldVector gathered = Gather.gather(vector, rows, start, rows.length - start, leaks.allocator())) {
                assertValues(message, picked, gathered);
                slice = Gather.slice(vector, from, count, leaks.allocator());
            }
            try (FieldVector owned = slice) {
                assertValues(message, values.subList(from, from + count), owned);
                try (FieldVector again = Gather.share(owned, leaks.allocator())) {
                    assertValues(message, values.subList(from, from + count), again);
                }
            }
        }
    }

    @Test
    void gathersBatches() {
        Field field = TypeKind.BIGINT.field("n");
        try (Batch batch = new Batch(3, Samples.vector(field, List.of(1L, 2L, 3L), leaks.allocator()));
                Batch gathered = Gather.gather(batch, new int[] {2, 0, 9}, 2, leaks.allocator());
                Batch slice = Gather.slice(batch, 1, 2, leaks.allocator());
                Batch none = Gather.slice(new Batch(5), 1, 3, leaks.allocator())) {
            assertValues("", List.of(3L, 1L), gathered.column(0));
            assertValues("", List.of(2L, 3L), slice.column(0));
            assertEquals(3, none.rowCount());
            assertThrows(
                    IndexOutOfBoundsException.class, () -> Gather.gather(batch, new int[] {3}, 1, leaks.allocator()));
        }
    }
}
