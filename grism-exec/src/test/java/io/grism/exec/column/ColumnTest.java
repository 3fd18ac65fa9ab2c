package io.grism.exec.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.math.BigDecimal;
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

class ColumnTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static List<Field> fields() {
        return Samples.allFields();
    }

    static void assertSame(String message, List<?> expected, List<?> actual) {
        assertEquals(expected.size(), actual.size(), message);
        for (int i = 0; i < expected.size(); i++) {
            Object left = expected.get(i);
            Object right = actual.get(i);
            assertTrue(BoxedValues.equal(left, right), () -> message + ": expected " + expected + " but was " + actual);
            assertTrue(left == null || left.getClass().isInstance(right) || left instanceof List, message);
        }
    }

    private static List<@Nullable Object> values(Column column) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < column.size(); i++) {
            values.add(column.get(i));
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("fields")
    void appendsAndGivesBack(Field field) {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            String message = field + ", seed " + seed;
            Column column = Columns.create(field);
            List<@Nullable Object> expected = new ArrayList<>();
            for (int step = random.nextInt(6); step >= 0; step--) {
                appendSome(column, expected, field, random);
                if (random.nextInt(8) == 0) {
                    column.clear();
                    expected.clear();
                }
            }
            assertSame(message, expected, values(column));
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i) == null, column.isNull(i), message);
            }
            assertTrue(column.hasNulls() || !expected.contains(null), message);
            int from = random.nextInt(expected.size() + 1);
            int count = random.nextInt(expected.size() - from + 1);
            try (FieldVector slice = column.slice(from, count, leaks.allocator())) {
                assertSame(message, expected.subList(from, from + count), Samples.values(slice));
                assertEquals(TypeKind.of(field), TypeKind.of(slice.getField()));
            }
            int[] rows = rows(random, random.nextInt(200), expected.size(), true);
            int start = rows.length / 3;
            try (FieldVector gathered = column.gather(rows, start, rows.length - start, leaks.allocator())) {
                assertSame(message, pick(expected, rows, start), Samples.values(gathered));
            }
            assertTrue(column.sizeInBytes() >= 0, message);
        }
    }

    private void appendSome(Column column, List<@Nullable Object> expected, Field field, Random random) {
        int count = random.nextInt(5) == 0 ? 0 : random.nextInt(150);
        double nulls = new double[] {0, 0.3, 1}[random.nextInt(3)];
        List<@Nullable Object> values = Samples.values(field, count, nulls, random);
        int from = random.nextInt(count + 1);
        int length = random.nextInt(count - from + 1);
        switch (random.nextInt(5)) {
            case 0 -> {
                try (FieldVector vector = Samples.slicedVector(field, values, leaks.allocator(), random)) {
                    column.append(vector, from, length);
                    expected.addAll(values.subList(from, from + length));
                }
            }
            case 1 -> {
                int[] rows = rows(random, random.nextInt(150), count, false);
                int start = rows.length / 4;
                try (FieldVector vector = Samples.slicedVector(field, values, leaks.allocator(), random)) {
                    column.append(vector, rows, start, rows.length - start);
                    expected.addAll(pick(values, rows, start));
                }
            }
            case 2 -> {
                Column other = column(field, values);
                column.append(other, from, length);
                expected.addAll(values.subList(from, from + length));
            }
            case 3 -> {
                int[] rows = rows(random, random.nextInt(150), count, true);
                int start = rows.length / 4;
                column.append(column(field, values), rows, start, rows.length - start);
                expected.addAll(pick(values, rows, start));
            }
            default -> {
                values.forEach(column::append);
                expected.addAll(values);
            }
        }
    }

    private static Column column(Field field, List<?> values) {
        Column column = Columns.create(field);
        values.forEach(column::append);
        return column;
    }

    private static int[] rows(Random random, int count, int bound, boolean negative) {
        int least = negative ? -1 : 0;
        return bound == least
                ? new int[0]
                : random.ints(bound > least ? count : 0, least, Math.max(bound, least + 1))
                        .toArray();
    }

    private static List<@Nullable Object> pick(List<?> values, int[] rows, int from) {
        List<@Nullable Object> picked = new ArrayList<>();
        for (int i = from; i < rows.length; i++) {
            picked.add(rows[i] < 0 ? null : values.get(rows[i]));
        }
        return picked;
    }

    @ParameterizedTest
    @MethodSource("fields")
    void comparesAndHashesAsSql(Field field) {
        Random random = new Random(7);
        List<@Nullable Object> left = Samples.values(field, 80, 0.2, random);
        List<@Nullable Object> right = Samples.values(field, 80, 0.2, random);
        Column leftColumn = column(field, left);
        Column rightColumn = column(field, right);
        long[] leftHashes = new long[80];
        long[] rightHashes = new long[80];
        leftColumn.hash(0, 80, leftHashes);
        rightColumn.hash(0, 80, rightHashes);
        for (int i = 0; i < 80; i++) {
            for (int j = 0; j < 80; j++) {
                Object a = left.get(i);
                Object b = right.get(j);
                boolean equal = BoxedValues.equal(a, b);
                assertEquals(equal, leftColumn.equal(i, rightColumn, j));
                assertTrue(!equal || leftHashes[i] == rightHashes[j], () -> a + " and " + b);
                if (a != null && b != null) {
                    int expected = BoxedValues.compare(a, b);
                    assertEquals(Integer.signum(expected), Integer.signum(leftColumn.compare(i, rightColumn, j)));
                    assertEquals(equal, expected == 0);
                }
            }
        }
    }

    @Test
    void spreadsHashes() {
        Column column = Columns.create(TypeKind.BIGINT.field("n"));
        for (long i = 0; i < 4096; i++) {
            column.append(i * 1024);
        }
        long[] hashes = new long[4096];
        column.hash(0, 4096, hashes);
        assertTrue(distinct(hashes, 0) > 2300, "low bits");
        assertTrue(distinct(hashes, 52) > 2300, "high bits");
    }

    private static long distinct(long[] hashes, int shift) {
        return java.util.Arrays.stream(hashes)
                .map(h -> h >>> shift & 4095)
                .distinct()
                .count();
    }

    @Test
    void ordersAsSql() {
        assertTrue(BoxedValues.compare(Double.NaN, Double.POSITIVE_INFINITY) > 0);
        assertEquals(0, BoxedValues.compare(Double.NaN, Double.NaN));
        assertEquals(0, BoxedValues.compare(-0.0, 0.0));
        assertTrue(BoxedValues.compare("\uffff", "\ud83d\ude00") < 0, "by code point");
        assertTrue(BoxedValues.compare(List.of(1, 2), List.of(1, 2, 0)) < 0);
        assertTrue(BoxedValues.compare(new Object[] {1, null}, new Object[] {1, 5}) > 0);
        assertTrue(BoxedValues.equal(new BigDecimal("1.0"), new BigDecimal("1.00")));
    }

    @Test
    void takesVectorsOfTypeNull() {
        try (FieldVector nothing = TypeKind.NULL.field("n").createVector(leaks.allocator())) {
            nothing.setValueCount(70);
            for (Field field : Samples.allFields()) {
                Column column = Columns.create(field);
                column.append(nothing, 1, 66);
                assertEquals(66, column.size());
                assertTrue(column.isNull(0) && column.isNull(65));
            }
        }
    }

    @Test
    void refusesVectorsOfAnotherType() {
        Column column = Columns.create(TypeKind.INTEGER.field("n"));
        try (FieldVector dates = Samples.vector(TypeKind.DATE.field("d"), List.of(1, 2), leaks.allocator())) {
            assertThrows(IllegalArgumentException.class, () -> column.append(dates, 0, 2));
        }
    }

    @Test
    void refusesValuesOutOfRange() {
        Column tiny = Columns.create(TypeKind.TINYINT.field("n"));
        GrismException overflow = assertThrows(GrismException.class, () -> tiny.append(128));
        assertEquals("Cannot store number: 128. TINYINT holds -128 to 127", overflow.getMessage());
        Column decimal = Columns.create(TypeKind.decimal("d", 4, 2));
        decimal.append(new BigDecimal("99.990"));
        for (String bad : List.of("100", "0.001")) {
            GrismException e = assertThrows(GrismException.class, () -> decimal.append(new BigDecimal(bad)));
            assertEquals(ErrorCode.NUMERIC_OVERFLOW, e.code());
        }
        assertEquals(1, decimal.size());
    }

    @Test
    void skipsBytesOfNulls() {
        Field field = TypeKind.VARCHAR.field("s");
        try (FieldVector vector = Samples.vector(field, List.of("aa", "bb", "cc"), leaks.allocator())) {
            org.apache.arrow.vector.BitVectorHelper.unsetBit(vector.getValidityBuffer(), 1);
            Column column = Columns.create(field);
            column.append(vector, 0, 3);
            column.append(vector, new int[] {1, 2}, 0, 2);
            assertSame("", java.util.Arrays.asList("aa", null, "cc", null, "cc"), values(column));
            long[] hashes = new long[5];
            column.hash(0, 5, hashes);
            assertEquals(hashes[1], hashes[3]);
        }
    }
}
