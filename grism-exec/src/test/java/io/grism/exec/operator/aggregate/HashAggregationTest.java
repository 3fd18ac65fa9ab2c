package io.grism.exec.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class HashAggregationTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static final Field LONG = TypeKind.BIGINT.field("result");
    private static final Field DOUBLE = TypeKind.DOUBLE.field("result");
    private static final Field WIDE = TypeKind.decimal("result", 38, 0);

    /** Columns of every type, then FILTER and a fraction. */
    private static final List<Field> FIELDS = fields();

    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>(Samples.flatFields());
        fields.add(TypeKind.BOOLEAN.field("filter"));
        fields.add(TypeKind.decimal("fraction", 3, 2));
        fields.add(TypeKind.DOUBLE.field("plain"));
        fields.add(TypeKind.BIGINT.field("times"));
        return fields;
    }

    private static int column(TypeKind kind) {
        for (int i = 0; i < FIELDS.size(); i++) {
            if (TypeKind.of(FIELDS.get(i)) == kind) {
                return i;
            }
        }
        throw new AssertionError(kind);
    }

    private static int named(String name) {
        for (int i = 0; i < FIELDS.size(); i++) {
            if (FIELDS.get(i).getName().equals(name)) {
                return i;
            }
        }
        throw new AssertionError(name);
    }

    private static List<AggregateCall> everyCall(Random random) {
        List<AggregateCall> calls = new ArrayList<>();
        calls.add(call(AggregateFunction.COUNT, LONG));
        calls.add(call(AggregateFunction.COUNT, LONG, 0, 3));
        for (int i = 0; i < FIELDS.size(); i++) {
            Field same = FIELDS.get(i);
            for (AggregateFunction f : List.of(
                    AggregateFunction.MIN,
                    AggregateFunction.MAX,
                    AggregateFunction.ANY_VALUE,
                    AggregateFunction.MODE)) {
                calls.add(call(f, same, i));
            }
            calls.add(call(AggregateFunction.APPROX_COUNT_DISTINCT, LONG, i));
            calls.add(call(AggregateFunction.ARRAY_AGG, Samples.list("result", same), i));
            calls.add(call(AggregateFunction.ARG_MIN, FIELDS.get(1), 1, i));
            calls.add(call(AggregateFunction.ARG_MAX, same, i, 2));
            SortKey key = new SortKey(i, random.nextBoolean(), random.nextBoolean());
            calls.add(new AggregateCall(
                    AggregateFunction.PERCENTILE_DISC, List.of(named("fraction")), false, -1, List.of(key), "", same));
            calls.add(new AggregateCall(
                    AggregateFunction.ARRAY_AGG,
                    List.of(2),
                    false,
                    -1,
                    List.of(key),
                    "",
                    Samples.list("result", FIELDS.get(2))));
            calls.add(new AggregateCall(
                    AggregateFunction.LISTAGG,
                    List.of(column(TypeKind.VARCHAR)),
                    false,
                    -1,
                    List.of(key),
                    ", ",
                    TypeKind.VARCHAR.field("r")));
        }
        for (TypeKind kind : List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT)) {
            int c = column(kind);
            calls.add(call(AggregateFunction.SUM, WIDE, c));
            calls.add(call(AggregateFunction.SUM0, WIDE, c));
            calls.add(call(AggregateFunction.AVG, TypeKind.decimal("r", 38, 6), c));
            calls.add(call(AggregateFunction.BIT_AND, FIELDS.get(c), c));
            calls.add(call(AggregateFunction.BIT_OR, FIELDS.get(c), c));
            calls.add(call(AggregateFunction.BIT_XOR, FIELDS.get(c), c));
        }
        for (TypeKind kind : List.of(TypeKind.REAL, TypeKind.DOUBLE)) {
            calls.add(call(AggregateFunction.SUM, kind.field("r"), column(kind)));
            calls.add(call(AggregateFunction.SUM0, DOUBLE, column(kind)));
            calls.add(call(AggregateFunction.AVG, DOUBLE, column(kind)));
        }
        calls.add(call(AggregateFunction.SUM, DOUBLE, named("plain")));
        calls.add(call(AggregateFunction.AVG, DOUBLE, named("plain")));
        int small = named("small decimal");
        calls.add(call(AggregateFunction.SUM, TypeKind.decimal("r", 38, 2), small));
        calls.add(call(AggregateFunction.AVG, TypeKind.decimal("r", 38, 3), small));
        calls.add(call(AggregateFunction.AVG, TypeKind.decimal("r", 38, 3), column(TypeKind.DECIMAL)));
        calls.add(call(AggregateFunction.BOOL_AND, FIELDS.get(column(TypeKind.BOOLEAN)), column(TypeKind.BOOLEAN)));
        calls.add(call(AggregateFunction.BOOL_OR, FIELDS.get(column(TypeKind.BOOLEAN)), column(TypeKind.BOOLEAN)));
        for (int c : List.of(
                column(TypeKind.BIGINT), small, column(TypeKind.DECIMAL), named("plain"), column(TypeKind.DOUBLE))) {
            for (AggregateFunction f : List.of(
                    AggregateFunction.VAR_POP,
                    AggregateFunction.VAR_SAMP,
                    AggregateFunction.STDDEV_POP,
                    AggregateFunction.STDDEV_SAMP)) {
                calls.add(call(f, DOUBLE, c));
            }
            for (AggregateFunction f : List.of(
                    AggregateFunction.COVAR_POP,
                    AggregateFunction.COVAR_SAMP,
                    AggregateFunction.REGR_SXX,
                    AggregateFunction.REGR_SYY)) {
                calls.add(call(f, DOUBLE, c, TypeKind.of(FIELDS.get(c)) == TypeKind.DOUBLE ? named("plain") : small));
            }
            calls.add(call(AggregateFunction.REGR_COUNT, LONG, c, small));
        }
        for (TypeKind kind : List.of(TypeKind.INTEGER, TypeKind.DATE)) {
            calls.add(new AggregateCall(
                    AggregateFunction.PERCENTILE_CONT,
                    List.of(named("fraction")),
                    false,
                    -1,
                    List.of(new SortKey(column(kind), false, false)),
                    "",
                    kind.field("r")));
        }
        calls.add(new AggregateCall(
                AggregateFunction.PERCENTILE_CONT,
                List.of(named("fraction")),
                false,
                -1,
                List.of(new SortKey(small, true, false)),
                "",
                TypeKind.decimal("r", 38, 4)));
        List<AggregateCall> varied = new ArrayList<>();
        for (AggregateCall call : calls) {
            boolean orderedByOther =
                    call.order().stream().anyMatch(key -> !call.arguments().contains(key.column()));
            boolean distinct = !orderedByOther && random.nextInt(3) == 0;
            int filter = random.nextInt(3) == 0 ? named("filter") : -1;
            varied.add(new AggregateCall(
                    call.function(), call.arguments(), distinct, filter, call.order(), call.separator(), call.type()));
        }
        for (AggregateFunction f : List.of(AggregateFunction.SUM, AggregateFunction.SUM0, AggregateFunction.AVG)) {
            TypeKind kind =
                    List.of(TypeKind.INTEGER, TypeKind.BIGINT, TypeKind.DECIMAL).get(random.nextInt(3));
            int exact = random.nextInt(3) == 0 ? small : column(kind);
            int scale = f == AggregateFunction.AVG ? 6 : 2;
            varied.add(call(f, TypeKind.decimal("r", 38, exact == small ? scale : scale - 2), exact, named("times")));
            varied.add(call(AggregateFunction.AVG_OF_SUMS, TypeKind.decimal("r", 38, 4), exact, named("times")));
            int floating = random.nextBoolean() ? named("plain") : column(TypeKind.DOUBLE);
            varied.add(call(f, DOUBLE, floating, named("times")));
        }
        Collections.shuffle(varied, random);
        return varied.subList(0, 14);
    }

    private static AggregateCall call(AggregateFunction function, Field type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), false, -1, List.of(), "", type);
    }

    @Test
    void agreesWithTheRowWiseTwin() {
        long first = Seeds.first();
        for (long seed = first; seed < first + 80; seed++) {
            check(seed);
        }
    }

    private void check(long seed) {
        Random random = new Random(seed);
        int n =
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> random.nextInt(3);
                    case 3 -> random.nextInt(2500);
                    default -> random.nextInt(300);
                };
        double nulls = random.nextInt(3) / 4.0;
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int c = 0; c < FIELDS.size() - 3; c++) {
                row.add(Samples.nullable(FIELDS.get(c), random, nulls));
            }
            row.add(new BigDecimal("0.37"));
            row.add(random.nextInt(5) == 0 ? null : random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
            row.add(1L + random.nextInt(4));
            rows.add(row);
        }
        List<Integer> keys = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int key = random.nextInt(FIELDS.size());
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        List<List<Integer>> sets = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        keys.forEach(key -> all.add(all.size()));
        sets.add(all);
        if (!keys.isEmpty() && random.nextBoolean()) {
            sets.add(List.of());
            sets.add(List.of(random.nextInt(keys.size())));
        }
        List<AggregateCall> calls = everyCall(random);
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(FIELDS.get(key)));
        calls.forEach(call -> output.add(call.type()));
        if (sets.size() > 1) {
            output.add(TypeKind.INTEGER.field("$grouping_set"));
        }
        Map<List<@Nullable Object>, Integer> expected = counted(naive(rows, keys, sets, calls));
        for (int drivers : new int[] {1, 4}) {
            MemoryBudget budget = new MemoryBudget(1L << 40);
            HashAggregation aggregation =
                    new HashAggregation(new Schema(FIELDS), keys, sets, calls, new Schema(output));
            Map<List<@Nullable Object>, Integer> actual =
                    counted(new BreakerHarness(leaks.allocator(), budget, random, drivers)
                            .run(aggregation, new Schema(FIELDS), rows));
            if (!expected.equals(actual)) {
                report(seed, drivers, calls, expected, actual);
            }
            assertEquals(0, budget.used(), "reserved memory, seed " + seed);
        }
    }

    private static void report(
            long seed,
            int drivers,
            List<AggregateCall> calls,
            Map<List<@Nullable Object>, Integer> expected,
            Map<List<@Nullable Object>, Integer> actual) {
        Map<List<@Nullable Object>, Integer> missing = new LinkedHashMap<>(expected);
        actual.forEach(missing::remove);
        Map<List<@Nullable Object>, Integer> extra = new LinkedHashMap<>(actual);
        expected.forEach(extra::remove);
        StringBuilder text = new StringBuilder("seed " + seed + ", drivers " + drivers + "\n");
        calls.forEach(call -> text.append(call).append('\n'));
        missing.keySet().stream()
                .limit(3)
                .forEach(row -> text.append("expected ").append(row).append('\n'));
        extra.keySet().stream()
                .limit(3)
                .forEach(row -> text.append("actual   ").append(row).append('\n'));
        throw new AssertionError(text.toString());
    }

    private static Map<List<@Nullable Object>, Integer> counted(List<List<@Nullable Object>> rows) {
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }

    private static List<List<@Nullable Object>> naive(
            List<List<@Nullable Object>> rows,
            List<Integer> keys,
            List<List<Integer>> sets,
            List<AggregateCall> calls) {
        List<List<@Nullable Object>> result = new ArrayList<>();
        for (int set = 0; set < sets.size(); set++) {
            Map<List<@Nullable Object>, List<List<@Nullable Object>>> groups = new LinkedHashMap<>();
            if (sets.get(set).isEmpty()) {
                groups.put(new ArrayList<>(Collections.nCopies(keys.size(), null)), new ArrayList<>());
            }
            for (List<@Nullable Object> row : rows) {
                List<@Nullable Object> key = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    key.add(sets.get(set).contains(i) ? BreakerHarness.canonical(row.get(keys.get(i))) : null);
                }
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
            }
            for (Map.Entry<List<@Nullable Object>, List<List<@Nullable Object>>> group : groups.entrySet()) {
                List<@Nullable Object> row = new ArrayList<>(group.getKey());
                for (AggregateCall call : calls) {
                    row.add(BreakerHarness.canonical(NaiveAggregate.compute(call, group.getValue())));
                }
                if (sets.size() > 1) {
                    row.add(set);
                }
                result.add(row);
            }
        }
        return result;
    }

    @Test
    void sumsOfDoublesAreExactInAnyOrder() {
        assertEquals(1.0, doubles(1e308, 1e308, 1.0, -1e308, -1e308));
        assertEquals(Double.POSITIVE_INFINITY, doubles(Double.MAX_VALUE, Double.MAX_VALUE));
        assertEquals(0.1 * 3 - 0.1 * 3 + 1e-300, doubles(1e300, 1e-300, -1e300));
        assertEquals(Double.NaN, doubles(Double.POSITIVE_INFINITY, 1, Double.NEGATIVE_INFINITY));
        assertEquals(Double.MIN_VALUE, doubles(Double.MIN_VALUE, 1e17, -1e17));
    }

    private Object doubles(double... values) {
        Field field = TypeKind.DOUBLE.field("x");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (double value : values) {
            rows.add(Arrays.asList(value));
        }
        return single(field, rows, AggregateFunction.SUM, DOUBLE);
    }

    private Object single(Field field, List<List<@Nullable Object>> rows, AggregateFunction function, Field type) {
        return single(field, rows, call(function, type, 0));
    }

    private Object single(Field field, List<List<@Nullable Object>> rows, AggregateCall call) {
        Schema schema = new Schema(List.of(field));
        HashAggregation aggregation = new HashAggregation(
                schema, List.of(), List.of(List.of()), List.of(call), new Schema(List.of(call.type())));
        return new BreakerHarness(leaks.allocator(), new MemoryBudget(1 << 20), new Random(1), 2)
                .run(aggregation, schema, rows)
                .get(0)
                .get(0);
    }

    @Test
    void distinctRowsWithoutArgumentsAreOneRow() {
        Field field = TypeKind.INTEGER.field("x");
        AggregateCall distinct = new AggregateCall(AggregateFunction.COUNT, List.of(), true, -1, List.of(), "", LONG);
        assertEquals(0L, single(field, List.of(), distinct));
        assertEquals(1L, single(field, List.of(List.of(1), List.of(2), List.of(2)), distinct));
    }

    @Test
    void sumsThatDoNotFitAreErrors() {
        Field field = TypeKind.decimal("x", 38, 0);
        List<List<@Nullable Object>> rows =
                List.of(List.of(BigDecimal.TEN.pow(38).subtract(BigDecimal.ONE)), List.of(BigDecimal.ONE));
        GrismException e = assertThrows(GrismException.class, () -> single(field, rows, AggregateFunction.SUM, WIDE));
        assertEquals(ErrorCode.NUMERIC_OVERFLOW, e.code());
        assertEquals(
                "Cannot compute SUM: the result 100000000000000000000000000000000000000 does not fit DECIMAL(38, 0). "
                        + "Cast the argument to a wider type",
                e.getMessage());
        List<List<@Nullable Object>> longs = List.of(List.of(Long.MAX_VALUE), List.of(1L), List.of(-1L));
        assertEquals(Long.MAX_VALUE, single(TypeKind.BIGINT.field("x"), longs, AggregateFunction.SUM, LONG));
    }

    @Test
    void textsOfAnyLengthAreGroups() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        for (TypeKind kind : List.of(TypeKind.VARCHAR, TypeKind.VARBINARY)) {
            Field field = kind.field("x");
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                StringBuilder text = new StringBuilder();
                for (int length = random.nextInt(20); length > 0; length--) {
                    text.append("ab\0é".charAt(random.nextInt(random.nextInt(4) + 1)));
                }
                Object value = kind == TypeKind.VARCHAR
                        ? text.toString()
                        : text.toString().getBytes(StandardCharsets.UTF_8);
                rows.add(Arrays.asList(random.nextInt(10) == 0 ? null : value));
            }
            Schema schema = new Schema(List.of(field));
            List<AggregateCall> calls = List.of(call(AggregateFunction.COUNT, LONG));
            Map<List<@Nullable Object>, Integer> expected =
                    counted(naive(rows, List.of(0), List.of(List.of(0)), calls));
            for (int drivers : new int[] {1, 4}) {
                HashAggregation aggregation = new HashAggregation(
                        schema, List.of(0), List.of(List.of(0)), calls, new Schema(List.of(field, LONG)));
                assertEquals(
                        expected,
                        counted(new BreakerHarness(leaks.allocator(), new MemoryBudget(1 << 30), random, drivers)
                                .run(aggregation, schema, rows)),
                        "seed " + seed);
            }
        }
    }

    @Test
    void sumsOfLongsAreExactWhateverTheirSize() {
        Field field = TypeKind.BIGINT.field("x");
        for (int bits = 40; bits < Long.SIZE; bits++) {
            long greatest = (1L << bits) - 1;
            List<List<@Nullable Object>> rows = new ArrayList<>();
            BigDecimal sum = BigDecimal.ZERO;
            for (long value : new long[] {greatest, -greatest, -greatest - 1}) {
                for (int i = 0; i < 1000; i++) {
                    rows.add(List.of(value - i));
                    sum = sum.add(BigDecimal.valueOf(value - i));
                }
            }
            assertEquals(sum, single(field, rows, AggregateFunction.SUM, WIDE));
        }
    }

    @Test
    void aSecondRowOfSingleValueIsAnError() {
        Field field = TypeKind.INTEGER.field("x");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(Arrays.asList((Object) null));
        assertEquals(null, single(field, rows, AggregateFunction.SINGLE_VALUE, field));
        rows.add(Arrays.asList((Object) null));
        GrismException e =
                assertThrows(GrismException.class, () -> single(field, rows, AggregateFunction.SINGLE_VALUE, field));
        assertEquals(ErrorCode.SUBQUERY_MULTIPLE_ROWS, e.code());
    }

    @Test
    void stateBeyondTheBudgetIsAnErrorThatNamesTheOperator() {
        Field field = TypeKind.BIGINT.field("x");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 10_000; i++) {
            rows.add(List.of(i));
        }
        Schema schema = new Schema(List.of(field));
        MemoryBudget budget = new MemoryBudget(100_000);
        HashAggregation aggregation = new HashAggregation(
                schema,
                List.of(0),
                List.of(List.of(0)),
                List.of(call(AggregateFunction.COUNT, LONG)),
                new Schema(List.of(field, LONG)));
        BreakerHarness harness = new BreakerHarness(leaks.allocator(), budget, new Random(2), 1);
        GrismException e = assertThrows(GrismException.class, () -> harness.run(aggregation, schema, rows));
        assertEquals(ErrorCode.OUT_OF_MEMORY, e.code());
        assertEquals(true, e.getMessage().contains("HashAggregate"));
        assertEquals(0, budget.used());
    }
}
