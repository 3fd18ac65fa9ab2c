package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SortPlanTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private Plans plans;

    @BeforeEach
    void setUp() {
        plans = new Plans(leaks.allocator());
    }

    private static int compareValues(Object a, Object b) {
        if (a instanceof String) {
            return Arrays.compareUnsigned(
                    ((String) a).getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8));
        } else if (a instanceof Double) {
            return Double.compare((Double) a + 0.0, (Double) b + 0.0);
        } else if (a instanceof Float) {
            return Float.compare((Float) a + 0.0f, (Float) b + 0.0f);
        } else if (a instanceof BigDecimal) {
            return ((BigDecimal) a).compareTo((BigDecimal) b);
        } else if (a instanceof Boolean) {
            return Boolean.compare((Boolean) a, (Boolean) b);
        }
        return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
    }

    private static int compareRows(
            List<? extends @Nullable Object> a, List<? extends @Nullable Object> b, List<SortKey> keys) {
        for (SortKey key : keys) {
            Object x = a.get(key.column());
            Object y = b.get(key.column());
            int order;
            if (x == null || y == null) {
                order = x == y ? 0 : (x == null) == key.nullsFirst() ? -1 : 1;
            } else {
                order = key.descending() ? -compareValues(x, y) : compareValues(x, y);
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Test
    void sortsAsTheNaiveSortDoes() {
        List<Field> candidates = Samples.flatFields().stream()
                .filter(field -> switch (TypeKind.of(field)) {
                    case VARBINARY, UUID -> false;
                    default -> true;
                })
                .toList();
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            List<Field> fields = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                fields.add(candidates.get(random.nextInt(candidates.size())));
            }
            Schema schema = new Schema(fields);
            int count = random.nextInt(3) * random.nextInt(400);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            double nulls = random.nextBoolean() ? 0 : 0.2;
            for (int i = 0; i < count; i++) {
                List<@Nullable Object> row = new ArrayList<>();
                for (Field field : fields) {
                    row.add(Samples.nullable(field, random, nulls));
                }
                rows.add(row);
            }
            List<SortKey> keys = new ArrayList<>();
            for (int i = random.nextInt(3); i < 3; i++) {
                keys.add(new SortKey(i, random.nextBoolean(), random.nextBoolean()));
            }
            long offset = random.nextInt(4) == 0 ? random.nextInt(100) : 0;
            long fetch = random.nextBoolean() ? -1 : random.nextInt(200);
            checkSorted(schema, rows, keys, offset, fetch, seed);
        }
    }

    private void checkSorted(
            Schema schema, List<List<@Nullable Object>> rows, List<SortKey> keys, long offset, long fetch, long seed) {
        PlanNode plan = new SortNode(
                plans.id(),
                plans.scan(schema, rows),
                keys,
                offset == 0 ? null : Plans.bigint(offset),
                fetch < 0 ? null : Plans.bigint(fetch));
        Comparator<List<@Nullable Object>> order = (a, b) -> compareRows(a, b, keys);
        List<List<@Nullable Object>> expected = rows.stream()
                .sorted(order)
                .skip(offset)
                .limit(fetch < 0 ? Long.MAX_VALUE : fetch)
                .toList();
        plans.runAll(plan, seed, actual -> {
            assertEquals(expected.size(), actual.size(), () -> "seed " + seed);
            for (int i = 0; i < actual.size(); i++) {
                int row = i;
                assertEquals(0, order.compare(expected.get(i), actual.get(i)), () -> "seed " + seed + " row " + row);
            }
            if (fetch < 0 && offset == 0) {
                assertEquals(bits(rows), bits(actual), () -> "seed " + seed);
            }
        });
    }

    @Test
    void sortsManyRowsOfEachTypeAndFindsTheFirst() {
        Random random = new Random(11);
        for (Field field : List.of(
                TypeKind.BIGINT.field("a"),
                TypeKind.DOUBLE.field("a"),
                TypeKind.REAL.field("a"),
                TypeKind.VARCHAR.field("a"),
                TypeKind.decimal("a", 20, 2))) {
            for (double nulls : new double[] {0, 0.1}) {
                Schema schema = new Schema(List.of(field, TypeKind.INTEGER.field("b")));
                List<List<@Nullable Object>> rows = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) {
                    Object value = Samples.nullable(field, random, nulls);
                    Object longer =
                            value instanceof String text ? text + "suffix-of-some-length" + random.nextInt(500) : value;
                    rows.add(Plans.row(longer, random.nextInt(50)));
                }
                List<SortKey> keys =
                        List.of(new SortKey(0, random.nextBoolean(), random.nextBoolean()), new SortKey(1, true, true));
                checkSorted(schema, rows, keys, 0, -1, 11);
                checkSorted(schema, rows, keys, 3, 25, 11);
                checkSorted(schema, rows, List.of(keys.get(1), keys.get(0)), 0, 400, 11);
            }
        }
    }

    /** Keys that fit into one long together, and keys that do not; ties, NULLs, skew; all columns, some, or only keys in the result. */
    @Test
    void sortsManyRowsByIntegersAsTheNaiveSortDoes() {
        List<Field> candidates = Samples.flatFields().stream()
                .filter(field -> switch (TypeKind.of(field)) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP -> true;
                    default -> false;
                })
                .toList();
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            Schema schema = new Schema(IntStream.range(0, 4)
                    .mapToObj(i -> candidates.get(random.nextInt(candidates.size())))
                    .toList());
            double nulls = random.nextBoolean() ? 0 : 0.1;
            List<Spread> spreads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                spreads.add(Spread.values()[random.nextInt(Spread.values().length)]);
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            int count = 5_000 + random.nextInt(15_000);
            for (int i = 0; i < count; i++) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 0; column < 4; column++) {
                    Field field = schema.getFields().get(column);
                    row.add(
                            random.nextDouble() < nulls
                                    ? null
                                    : spreads.get(column).value(field, random));
                }
                rows.add(row);
            }
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
            Collections.shuffle(order, random);
            List<SortKey> keys = new ArrayList<>();
            for (int column : order.subList(0, 1 + random.nextInt(4))) {
                keys.add(new SortKey(column, random.nextBoolean(), random.nextBoolean()));
            }
            List<Integer> output = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                output.add(random.nextBoolean() ? keys.get(0).column() : random.nextInt(4));
            }
            checkSorted(schema, rows, keys, 0, -1, seed);
            checkSorted(schema, rows, keys, 100, 70_000, seed);
            checkProjected(schema, rows, keys, output, seed);
        }
    }

    /** Over which values a column of integers spreads. */
    private enum Spread {
        FEW,
        MANY,
        ALL,
        OUTLIER;

        Object value(Field field, Random random) {
            Object any = Samples.value(field, random);
            long value =
                    switch (this) {
                        case FEW -> random.nextInt(10) - 3;
                        case MANY -> random.nextInt(20_000) - 10_000;
                        case ALL -> ((Number) any).longValue();
                        case OUTLIER -> random.nextInt(3_000) == 0 ? 1 << 30 : random.nextInt(1_000);
                    };
            if (any instanceof Byte) {
                return (byte) value;
            } else if (any instanceof Short) {
                return (short) value;
            } else if (any instanceof Integer) {
                return (int) value;
            }
            return value;
        }
    }

    private void checkProjected(
            Schema schema, List<List<@Nullable Object>> rows, List<SortKey> keys, List<Integer> output, long seed) {
        PlanNode sort = new SortNode(plans.id(), plans.scan(schema, rows), keys, null, null);
        Schema projected =
                new Schema(output.stream().map(schema.getFields()::get).toList());
        List<Expression> columns = new ArrayList<>();
        for (int column : output) {
            columns.add(new Expression.ColumnRef(column, schema.getFields().get(column)));
        }
        PlanNode plan = new ProjectNode(plans.id(), projected, sort, columns);
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (List<@Nullable Object> row :
                rows.stream().sorted((a, b) -> compareRows(a, b, keys)).toList()) {
            List<@Nullable Object> values = new ArrayList<>();
            output.forEach(column -> values.add(row.get(column)));
            expected.add(values);
        }
        assertEquals(expected, plans.run(plan), () -> "seed " + seed);
        List<SortKey> known = keys.stream()
                .filter(key -> output.contains(key.column()))
                .map(key -> new SortKey(output.indexOf(key.column()), key.descending(), key.nullsFirst()))
                .toList();
        plans.runAll(plan, seed, actual -> {
            assertEquals(bits(expected), bits(actual), () -> "seed " + seed);
            if (known.size() == keys.size()) {
                for (int i = 1; i < actual.size(); i++) {
                    int row = i;
                    assertTrue(
                            compareRows(actual.get(i - 1), actual.get(i), known) <= 0,
                            () -> "seed " + seed + " row " + row);
                }
            }
        });
    }

    private static List<String> bits(List<List<@Nullable Object>> rows) {
        return Plans.sorted(rows);
    }

    @Test
    void isStableOnOneDriver() {
        Schema schema = Plans.schema(TypeKind.INTEGER, TypeKind.INTEGER);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 5000; i++) {
            rows.add(Plans.row(random.nextInt(10), i));
        }
        PlanNode plan =
                new SortNode(plans.id(), plans.scan(schema, rows), List.of(new SortKey(0, true, true)), null, null);
        List<List<@Nullable Object>> expected = rows.stream()
                .sorted(Comparator.comparing((List<@Nullable Object> row) -> -(Integer) row.get(0)))
                .toList();
        assertEquals(expected, plans.run(plan));
    }

    @Test
    void topRowsOfManyAreTheFirstOfAll() {
        Schema schema = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
        List<List<@Nullable Object>> rows = Plans.randomRows(schema, 60_000, 1_000_000, 0.01, new Random(8));
        checkSorted(schema, rows, List.of(new SortKey(0, false, false), new SortKey(1, false, false)), 7, 20, 8);
        checkSorted(schema, rows, List.of(new SortKey(1, true, true)), 0, 3000, 8);
    }

    @Test
    void namesTheSortWhenItDoesNotFit() {
        Schema schema = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
        List<List<@Nullable Object>> rows = Plans.randomRows(schema, 50_000, 1_000_000, 0.01, new Random(8));
        PlanNode plan =
                new SortNode(plans.id(), plans.scan(schema, rows), List.of(new SortKey(0, true, true)), null, null);
        GrismException e = assertThrows(
                GrismException.class,
                () -> plans.run(plan, settings -> settings.threads(2).memory(1 << 20)));
        assertEquals(ErrorCode.OUT_OF_MEMORY, e.code());
        assertTrue(e.getMessage().contains("Sort"), e.getMessage());
    }
}
