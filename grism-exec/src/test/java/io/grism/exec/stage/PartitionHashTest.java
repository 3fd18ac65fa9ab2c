package io.grism.exec.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.BoxedValues;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PartitionHashTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private long[] hashes(Field field, List<? extends @Nullable Object> values) {
        try (FieldVector vector = Samples.vector(field, values, leaks.allocator())) {
            return hashes(vector);
        }
    }

    private static long[] hashes(FieldVector vector) {
        Batch batch = new Batch(vector.getValueCount(), vector);
        return Arrays.copyOf(new PartitionHash(List.of(0)).hash(batch), batch.rowCount());
    }

    private void assertFixed(Field field, List<? extends @Nullable Object> values, long... expected) {
        assertArrayEquals(expected, hashes(field, values), field + ": " + Arrays.toString(hashes(field, values)));
    }

    /** These numbers are written down: a row that goes elsewhere than before is an error, unless the version changes. */
    @Test
    void hashesAreFixed() {
        assertEquals(1, PartitionHash.VERSION);
        assertFixed(
                TypeKind.BOOLEAN.field("x"),
                Arrays.asList(true, false, null),
                3847398142028685078L,
                5272463233947570727L,
                -3930104038146426278L);
        assertFixed(
                TypeKind.BIGINT.field("x"),
                Arrays.asList(0L, 1L, -1L, Long.MIN_VALUE, null),
                5272463233947570727L,
                3847398142028685078L,
                -166042861604760146L,
                1748377541970316318L,
                -3930104038146426278L);
        assertFixed(
                TypeKind.DOUBLE.field("x"),
                List.of(0.0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY),
                5272463233947570727L,
                7785321207581660445L,
                -3088946440628400368L,
                7286839810140299839L);
        assertFixed(
                TypeKind.decimal("x", 38, 2),
                List.of(new BigDecimal("1.50"), new BigDecimal("-123456789012345678901234567890.12")),
                406575743395711321L,
                2957865823592761778L);
        assertFixed(
                TypeKind.VARCHAR.field("x"),
                List.of("", "a", "Grace Hopper", "\u00e9\ud83d\ude00"),
                5272463233947570727L,
                6200397204032221268L,
                -1377620381346796163L,
                2139443726052994728L);
        assertFixed(
                TypeKind.VARBINARY.field("x"),
                List.of(new byte[] {0}, new byte[] {0, 0}),
                -634413156155346661L,
                -5824769167399636219L);
        assertFixed(TypeKind.DATE.field("x"), List.of(19_000), -2715439318396457056L);
        assertFixed(TypeKind.UUID.field("x"), List.of(new UUID(1, 2)), -2416876123111321245L);
        assertFixed(
                Samples.list("x", TypeKind.VARCHAR.field("element")),
                List.of(List.of(), List.of("a", "b"), List.of("b", "a")),
                -4683700820499934521L,
                6692105310679793142L,
                5152996465039902816L);
    }

    @Test
    void partitionsAreFixed() {
        Field field = TypeKind.BIGINT.field("x");
        List<Long> values = IntStream.range(0, 10).mapToObj(i -> (long) i).toList();
        try (Batch batch = new Batch(10, Samples.vector(field, values, leaks.allocator()))) {
            int[] partitions = new int[10];
            new PartitionHash(List.of(0)).partition(batch, 7, partitions);
            assertArrayEquals(new int[] {2, 1, 3, 0, 2, 5, 1, 0, 1, 1}, partitions, Arrays.toString(partitions));
        }
    }

    @Test
    void keysThatAreNotDistinctHaveOneHash() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            for (Field field : Samples.allFields()) {
                List<@Nullable Object> values = Samples.values(field, 60, 0.2, random);
                long[] hashes = hashes(field, values);
                for (int i = 0; i < hashes.length; i++) {
                    for (int j = 0; j < i; j++) {
                        if (BoxedValues.equal(values.get(i), values.get(j))) {
                            assertEquals(hashes[i], hashes[j], field + " " + values.get(i) + ", seed " + seed);
                        }
                    }
                }
            }
        }
    }

    @Test
    void aSliceHasTheHashesOfItsRows() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            for (Field field : Samples.allFields()) {
                List<@Nullable Object> values = Samples.values(field, 40, 0.2, random);
                try (FieldVector sliced = Samples.slicedVector(field, values, leaks.allocator(), random)) {
                    assertArrayEquals(hashes(field, values), hashes(sliced), field + ", seed " + seed);
                }
            }
        }
    }

    @Test
    void zerosAndNaNsAgree() {
        long[] doubles = hashes(
                TypeKind.DOUBLE.field("x"),
                List.of(0.0, -0.0, Double.NaN, Double.longBitsToDouble(0xFFF8000000000001L)));
        assertEquals(doubles[0], doubles[1]);
        assertEquals(doubles[2], doubles[3]);
        long[] floats =
                hashes(TypeKind.REAL.field("x"), List.of(0.0f, -0.0f, Float.NaN, Float.intBitsToFloat(0xFFC00001)));
        assertEquals(floats[0], floats[1]);
        assertEquals(floats[2], floats[3]);
    }

    @Test
    void integersAgreeWhateverTheirWidth() {
        long[] expected = hashes(TypeKind.BIGINT.field("x"), List.of(-1L, 0L, 100L));
        assertArrayEquals(expected, hashes(TypeKind.INTEGER.field("x"), List.of(-1, 0, 100)));
        assertArrayEquals(expected, hashes(TypeKind.SMALLINT.field("x"), List.of((short) -1, (short) 0, (short) 100)));
        assertArrayEquals(expected, hashes(TypeKind.TINYINT.field("x"), List.of((byte) -1, (byte) 0, (byte) 100)));
    }

    @Test
    void decimalsAgreeWhateverTheirPrecision() {
        List<BigDecimal> values = List.of(new BigDecimal("-1.50"), new BigDecimal("0.00"), new BigDecimal("99999.99"));
        assertArrayEquals(hashes(TypeKind.decimal("x", 9, 2), values), hashes(TypeKind.decimal("x", 38, 2), values));
    }

    @Test
    void theOrderOfKeysMatters() {
        Field field = TypeKind.BIGINT.field("x");
        try (Batch batch = new Batch(
                2,
                Samples.vector(field, List.of(1L, 2L), leaks.allocator()),
                Samples.vector(field, List.of(2L, 1L), leaks.allocator()))) {
            long[] hashes = new PartitionHash(List.of(0, 1)).hash(batch);
            assertTrue(hashes[0] != hashes[1]);
        }
    }

    @Test
    void numbersInARowSpreadEvenly() {
        int rows = 70_000;
        List<Long> values = IntStream.range(0, rows).mapToObj(i -> (long) i).toList();
        try (Batch batch = new Batch(rows, Samples.vector(TypeKind.BIGINT.field("x"), values, leaks.allocator()))) {
            int[] partitions = new int[rows];
            new PartitionHash(List.of(0)).partition(batch, 7, partitions);
            int[] counts = new int[7];
            for (int partition : partitions) {
                counts[partition]++;
            }
            for (int count : counts) {
                assertEquals(10_000, count, 500, Arrays.toString(counts));
            }
        }
    }
}
