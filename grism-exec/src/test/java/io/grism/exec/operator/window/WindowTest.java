package io.grism.exec.operator.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.WindowFrame;
import io.grism.exec.operator.WindowFrame.Bound;
import io.grism.exec.operator.WindowFrame.BoundKind;
import io.grism.exec.operator.WindowFrame.Exclusion;
import io.grism.exec.operator.WindowFrame.Unit;
import io.grism.exec.operator.aggregate.BreakerHarness;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WindowTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static final Field LONG = TypeKind.BIGINT.field("result");
    private static final Field DOUBLE = TypeKind.DOUBLE.field("result");

    // partition keys 0, 1; order keys 2 to 5; values 6, 7, 8; filter 9; offset 10; month offset 11
    private static final List<Field> FIELDS = List.of(
            TypeKind.INTEGER.field("p"),
            TypeKind.VARCHAR.field("q"),
            TypeKind.INTEGER.field("i"),
            TypeKind.DOUBLE.field("d"),
            TypeKind.decimal("n", 9, 1),
            TypeKind.DATE.field("t"),
            TypeKind.INTEGER.field("x"),
            TypeKind.VARCHAR.field("s"),
            TypeKind.DOUBLE.field("y"),
            TypeKind.BOOLEAN.field("f"),
            TypeKind.INTEGER.field("o"),
            TypeKind.INTERVAL_MONTHS.field("m"));
    private static final Schema SCHEMA = new Schema(FIELDS);

    private static List<@Nullable Object> row(Random random) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(random.nextInt(4) == 0 ? null : random.nextInt(3));
        row.add(random.nextInt(4) == 0 ? null : "q" + random.nextInt(3));
        row.add(random.nextInt(8) == 0 ? null : random.nextInt(20) - 10);
        row.add(random.nextInt(8) == 0 ? null : random.nextInt(20) / 2.0);
        row.add(random.nextInt(8) == 0 ? null : BigDecimal.valueOf(random.nextInt(40), 1));
        row.add(random.nextInt(8) == 0 ? null : random.nextInt(200));
        row.add(random.nextInt(5) == 0 ? null : random.nextInt(100));
        row.add(random.nextInt(5) == 0 ? null : "s" + random.nextInt(10));
        row.add(random.nextInt(5) == 0 ? null : random.nextGaussian() * 100);
        row.add(random.nextInt(5) == 0 ? null : random.nextBoolean());
        row.add(random.nextInt(4));
        row.add(random.nextInt(4));
        return row;
    }

    private static AggregateCall call(AggregateFunction function, Field type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), false, -1, List.of(), "-", type);
    }

    private static List<AggregateCall> calls(Random random) {
        List<AggregateCall> all = List.of(
                call(AggregateFunction.ROW_NUMBER, LONG),
                call(AggregateFunction.RANK, LONG),
                call(AggregateFunction.DENSE_RANK, LONG),
                call(AggregateFunction.PERCENT_RANK, DOUBLE),
                call(AggregateFunction.CUME_DIST, DOUBLE),
                call(AggregateFunction.LAG, FIELDS.get(6), 6),
                call(AggregateFunction.LEAD, FIELDS.get(7), 7, 10),
                call(AggregateFunction.LAG, FIELDS.get(6), 6, 10, 2),
                call(AggregateFunction.FIRST_VALUE, FIELDS.get(8), 8),
                call(AggregateFunction.LAST_VALUE, FIELDS.get(7), 7),
                call(AggregateFunction.COUNT, LONG),
                call(AggregateFunction.COUNT, LONG, 6),
                call(AggregateFunction.SUM, TypeKind.decimal("r", 38, 0), 6),
                call(AggregateFunction.SUM, DOUBLE, 8),
                call(AggregateFunction.AVG, TypeKind.decimal("r", 38, 6), 6),
                call(AggregateFunction.MIN, FIELDS.get(7), 7),
                call(AggregateFunction.MAX, FIELDS.get(8), 8),
                call(AggregateFunction.VAR_POP, DOUBLE, 6),
                call(AggregateFunction.LISTAGG, FIELDS.get(7), 7),
                call(AggregateFunction.ARRAY_AGG, Samples.list("r", FIELDS.get(6)), 6),
                call(AggregateFunction.MODE, FIELDS.get(6), 6));
        List<AggregateCall> some = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            AggregateCall call = all.get(random.nextInt(all.size()));
            boolean aggregate = call.function().compareTo(AggregateFunction.ROW_NUMBER) < 0;
            boolean distinct = aggregate
                    && call.function() != AggregateFunction.LISTAGG
                    && call.function() != AggregateFunction.ARRAY_AGG
                    && random.nextInt(5) == 0;
            int filter = aggregate && random.nextInt(4) == 0 ? 9 : -1;
            some.add(new AggregateCall(
                    call.function(), call.arguments(), distinct, filter, call.order(), "-", call.type()));
        }
        return some;
    }

    private static WindowSpec window(Random random) {
        List<Integer> partition =
                switch (random.nextInt(4)) {
                    case 0 -> List.of();
                    case 1 -> List.of(0);
                    case 2 -> List.of(1);
                    default -> List.of(0, 1);
                };
        List<SortKey> order = new ArrayList<>();
        int keys = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(4) / 3;
        for (int i = 0; i < keys; i++) {
            order.add(new SortKey(2 + random.nextInt(4), random.nextBoolean(), random.nextBoolean()));
        }
        Unit unit = Unit.values()[random.nextInt(3)];
        int offset = 10;
        boolean offsets = unit != Unit.RANGE || keys == 1;
        if (unit == Unit.RANGE && keys == 1 && order.get(0).column() == 5 && random.nextBoolean()) {
            offset = 11;
        }
        Bound start = bound(random, offsets, offset, BoundKind.UNBOUNDED_FOLLOWING);
        Bound end = bound(random, offsets, offset, BoundKind.UNBOUNDED_PRECEDING);
        Exclusion exclusion = random.nextBoolean() ? Exclusion.NO_OTHERS : Exclusion.values()[random.nextInt(4)];
        return new WindowSpec(partition, order, new WindowFrame(unit, start, end, exclusion), calls(random));
    }

    private static Bound bound(Random random, boolean offsets, int offset, BoundKind never) {
        while (true) {
            BoundKind kind = BoundKind.values()[random.nextInt(BoundKind.values().length)];
            boolean moves = kind == BoundKind.PRECEDING || kind == BoundKind.FOLLOWING;
            if (kind != never && (offsets || !moves)) {
                return new Bound(kind, moves ? offset : -1);
            }
        }
    }

    @Test
    void agreesWithTheRowWiseTwin() {
        long first = Seeds.first();
        for (long seed = first; seed < first + 200; seed++) {
            check(seed);
        }
    }

    private void check(long seed) {
        Random random = new Random(seed);
        int n = random.nextInt(20) == 0 ? 200 + random.nextInt(200) : random.nextInt(80);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(row(random));
        }
        List<WindowSpec> windows = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            windows.add(window(random));
        }
        Map<List<@Nullable Object>, Integer> expected = counted(new NaiveWindow(rows).compute(windows));
        for (int drivers : new int[] {1, 4}) {
            MemoryBudget budget = new MemoryBudget(1L << 40);
            Map<List<@Nullable Object>, Integer> actual =
                    counted(new BreakerHarness(leaks.allocator(), budget, random, drivers)
                            .run(new Window(SCHEMA, windows), SCHEMA, rows));
            if (!expected.equals(actual)) {
                StringBuilder text = new StringBuilder("seed " + seed + ", drivers " + drivers + "\n" + windows + "\n");
                expected.keySet().stream()
                        .filter(row -> !expected.get(row).equals(actual.get(row)))
                        .limit(3)
                        .forEach(row -> text.append("expected ").append(row).append('\n'));
                actual.keySet().stream()
                        .filter(row -> !actual.get(row).equals(expected.get(row)))
                        .limit(3)
                        .forEach(row -> text.append("actual   ").append(row).append('\n'));
                throw new AssertionError(text.toString());
            }
            assertEquals(0, budget.used(), "reserved memory, seed " + seed);
        }
    }

    private static Map<List<@Nullable Object>, Integer> counted(List<List<@Nullable Object>> rows) {
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }

    private static final WindowFrame WHOLE = new WindowFrame(
            Unit.RANGE,
            new Bound(BoundKind.UNBOUNDED_PRECEDING, -1),
            new Bound(BoundKind.UNBOUNDED_FOLLOWING, -1),
            Exclusion.NO_OTHERS);

    private List<@Nullable Object> single(
            AggregateCall call, WindowFrame frame, List<List<@Nullable Object>> rows, Field... fields) {
        Schema schema = new Schema(List.of(fields));
        Window window = new Window(
                schema,
                List.of(new WindowSpec(List.of(), List.of(new SortKey(0, false, false)), frame, List.of(call))));
        List<@Nullable Object> results = new ArrayList<>();
        new BreakerHarness(leaks.allocator(), new MemoryBudget(1 << 20), new Random(1), 1)
                .run(window, schema, rows)
                .forEach(row -> results.add(row.get(fields.length)));
        return results;
    }

    @Test
    void tilesAreFilledFromTheFirst() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(List.of(i, 3));
        }
        AggregateCall tiles = call(AggregateFunction.NTILE, LONG, 1);
        assertEquals(
                List.of(1L, 1L, 2L, 2L, 3L),
                single(tiles, WHOLE, rows, TypeKind.INTEGER.field("a"), TypeKind.INTEGER.field("n")));
        AggregateCall nth = call(AggregateFunction.NTH_VALUE, TypeKind.INTEGER.field("r"), 0, 1);
        assertEquals(
                List.of(2, 2, 2, 2, 2),
                single(nth, WHOLE, rows, TypeKind.INTEGER.field("a"), TypeKind.INTEGER.field("n")));
    }

    @Test
    void negativeOffsetsAreErrors() {
        WindowFrame frame = new WindowFrame(
                Unit.ROWS,
                new Bound(BoundKind.PRECEDING, 1),
                new Bound(BoundKind.CURRENT_ROW, -1),
                Exclusion.NO_OTHERS);
        GrismException e = assertThrows(
                GrismException.class,
                () -> single(
                        call(AggregateFunction.COUNT, LONG),
                        frame,
                        List.of(List.of(1, -1)),
                        TypeKind.INTEGER.field("a"),
                        TypeKind.INTEGER.field("n")));
        assertEquals(ErrorCode.DATA_ERROR, e.code());
    }
}
