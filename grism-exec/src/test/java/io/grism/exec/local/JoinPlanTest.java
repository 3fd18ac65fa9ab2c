package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.operator.JoinType;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.NestedLoopJoinNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.test.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiPredicate;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinPlanTest {
    private static final TypeKind[] KEY_KINDS = {TypeKind.BIGINT, TypeKind.INTEGER, TypeKind.VARCHAR, TypeKind.DOUBLE};

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private Plans plans;

    @BeforeEach
    void setUp() {
        plans = new Plans(leaks.allocator());
    }

    private static PlanNode hashJoin(
            int id,
            PlanNode left,
            PlanNode right,
            JoinType type,
            int keys,
            List<Boolean> nullsEqual,
            @Nullable Expression residual) {
        List<Integer> columns =
                java.util.stream.IntStream.range(0, keys).boxed().toList();
        return new HashJoinNode(
                id, output(left, right, type), left, right, type, columns, columns, nullsEqual, residual);
    }

    private static Schema output(PlanNode left, PlanNode right, JoinType type) {
        return type == JoinType.SEMI || type == JoinType.ANTI
                ? left.schema()
                : Plans.concat(left.schema(), right.schema());
    }

    /** The last column of the left is less than the last column of the right. */
    private static Expression lastLess(Schema left, Schema right) {
        Schema both = Plans.concat(left, right);
        return new Expression.Call(
                Function.LESS,
                List.of(
                        Plans.column(both, left.getFields().size() - 1),
                        Plans.column(both, both.getFields().size() - 1)),
                TypeKind.BOOLEAN.field("condition"));
    }

    private static boolean lastLess(List<@Nullable Object> left, List<@Nullable Object> right) {
        Object a = left.get(left.size() - 1);
        Object b = right.get(right.size() - 1);
        return a != null && b != null && (Long) a < (Long) b;
    }

    private static boolean keysEqual(
            List<@Nullable Object> left, List<@Nullable Object> right, List<Boolean> nullsEqual) {
        for (int i = 0; i < nullsEqual.size(); i++) {
            if (!Objects.equals(left.get(i), right.get(i)) || (left.get(i) == null && !nullsEqual.get(i))) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @EnumSource(JoinType.class)
    void hashJoinEqualsNestedLoops(JoinType type) {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            int keys = 1 + random.nextInt(2);
            List<Field> fields = new ArrayList<>();
            List<Boolean> nullsEqual = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                fields.add(KEY_KINDS[random.nextInt(KEY_KINDS.length)].field("k" + i));
                nullsEqual.add(random.nextInt(3) == 0);
            }
            fields.add(TypeKind.BIGINT.field("v"));
            Schema schema = new Schema(fields);
            int domain = 1 + random.nextInt(30);
            List<List<@Nullable Object>> left =
                    Plans.randomRows(schema, random.nextInt(4) * random.nextInt(30), domain, 0.1, random);
            List<List<@Nullable Object>> right =
                    Plans.randomRows(schema, random.nextInt(4) * random.nextInt(30), domain, 0.1, random);
            boolean hasResidual = random.nextBoolean();
            BiPredicate<List<@Nullable Object>, List<@Nullable Object>> condition =
                    (a, b) -> keysEqual(a, b, nullsEqual) && (!hasResidual || lastLess(a, b));
            PlanNode plan = hashJoin(
                    plans.id(),
                    plans.scan(schema, left),
                    plans.scan(schema, right),
                    type,
                    keys,
                    nullsEqual,
                    hasResidual ? lastLess(schema, schema) : null);
            plans.assertRows(NaiveJoin.join(left, right, fields.size(), fields.size(), type, condition), plan, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(JoinType.class)
    void nestedLoopJoinEqualsNestedLoops(JoinType type) {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Schema schema = Plans.schema(TypeKind.VARCHAR, TypeKind.BIGINT);
            List<List<@Nullable Object>> left = Plans.randomRows(schema, random.nextInt(60), 20, 0.1, random);
            List<List<@Nullable Object>> right =
                    Plans.randomRows(schema, random.nextInt(3) * random.nextInt(30), 20, 0.1, random);
            boolean hasCondition = random.nextInt(4) != 0;
            PlanNode leftScan = plans.scan(schema, left);
            PlanNode rightScan = plans.scan(schema, right);
            PlanNode plan = new NestedLoopJoinNode(
                    plans.id(),
                    output(leftScan, rightScan, type),
                    leftScan,
                    rightScan,
                    type,
                    hasCondition ? lastLess(schema, schema) : null);
            plans.assertRows(
                    NaiveJoin.join(left, right, 2, 2, type, (a, b) -> !hasCondition || lastLess(a, b)), plan, seed);
        }
    }

    @Test
    void joinsIntegersOfDifferentWidth() {
        Schema ints = Plans.schema(TypeKind.INTEGER);
        Schema longs = Plans.schema(TypeKind.BIGINT);
        PlanNode plan = hashJoin(
                plans.id(),
                plans.scan(ints, List.of(Plans.row(1), Plans.row(-1), Plans.row(new Object[] {null}))),
                plans.scan(longs, List.of(Plans.row(-1L), Plans.row(1L << 32 | 1), Plans.row(new Object[] {null}))),
                JoinType.INNER,
                1,
                List.of(false),
                null);
        plans.assertRows(List.of(Plans.row(-1, -1L)), plan, 1);
    }

    @Test
    void findsExtremeIntegers() {
        Schema longs = Plans.schema(TypeKind.BIGINT);
        List<List<@Nullable Object>> rows = List.of(
                Plans.row(Long.MIN_VALUE), Plans.row(Long.MAX_VALUE), Plans.row(0L), Plans.row(-1L), Plans.row(0L));
        PlanNode plan = hashJoin(
                plans.id(), plans.scan(longs, rows), plans.scan(longs, rows), JoinType.INNER, 1, List.of(false), null);
        plans.assertRows(NaiveJoin.join(rows, rows, 1, 1, JoinType.INNER, List::equals), plan, 1);
    }

    @Test
    void refusesKeysOfDifferentTypes() {
        GrismException e = assertThrows(
                GrismException.class,
                () -> plans.run(hashJoin(
                        plans.id(),
                        plans.scan(Plans.schema(TypeKind.BIGINT), List.of()),
                        plans.scan(Plans.schema(TypeKind.VARCHAR), List.of()),
                        JoinType.INNER,
                        1,
                        List.of(false),
                        null)));
        assertEquals(ErrorCode.INTERNAL, e.code());
    }

    @Test
    void deliversManyMatchesInBatchesOfLimitedSize() {
        Schema schema = Plans.schema(TypeKind.BIGINT);
        List<List<@Nullable Object>> rows = Plans.randomRows(schema, 300, 1, 0, new Random(1));
        PlanNode plan = hashJoin(
                plans.id(), plans.scan(schema, rows), plans.scan(schema, rows), JoinType.FULL, 1, List.of(false), null);
        try (LocalQuery query = plans.start(plan, settings -> settings.batchRows(100))) {
            long count = 0;
            for (var batch = query.next(); batch != null; batch = query.next()) {
                assertTrue(batch.rowCount() <= 100);
                count += batch.rowCount();
                batch.close();
            }
            assertEquals(90_000, count);
        }
    }

    @Test
    void emitsUnmatchedRightRowsOnceInsideOfAUnion() {
        Schema schema = Plans.schema(TypeKind.BIGINT);
        Random random = new Random(3);
        List<List<@Nullable Object>> left = Plans.randomRows(schema, 500, 1000, 0.1, random);
        List<List<@Nullable Object>> right = Plans.randomRows(schema, 500, 1000, 0.1, random);
        PlanNode join = hashJoin(
                plans.id(),
                plans.scan(schema, left),
                plans.scan(schema, right),
                JoinType.RIGHT,
                1,
                List.of(false),
                null);
        PlanNode plan = new UnionNode(plans.id(), join.schema(), List.of(join, join));
        List<List<@Nullable Object>> once =
                NaiveJoin.join(left, right, 1, 1, JoinType.RIGHT, (a, b) -> keysEqual(a, b, List.of(false)));
        List<List<@Nullable Object>> twice = new ArrayList<>(once);
        twice.addAll(once);
        plans.assertRows(twice, plan, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void releasesEverythingWhenTheBuildFails(int threads) {
        Schema schema = Plans.schema(TypeKind.BIGINT);
        List<List<@Nullable Object>> rows = Plans.randomRows(schema, 20_000, 100, 0, new Random(1));
        FakeTable table = plans.table("right", schema, rows);
        table.failAt(15_000, new IllegalStateException("boom"));
        PlanNode plan = hashJoin(
                plans.id(), plans.scan(schema, rows), plans.scan("right"), JoinType.INNER, 1, List.of(false), null);
        assertThrows(GrismException.class, () -> plans.run(plan, settings -> settings.threads(threads)));
        assertEquals(0, table.openStreams.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void namesTheJoinWhenItsTableDoesNotFit(int threads) {
        Schema schema = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
        List<List<@Nullable Object>> rows = Plans.randomRows(schema, 50_000, 100_000, 0, new Random(1));
        PlanNode plan = hashJoin(
                plans.id(),
                plans.scan(schema, rows),
                plans.scan(schema, rows),
                JoinType.INNER,
                1,
                List.of(false),
                null);
        GrismException e = assertThrows(
                GrismException.class,
                () -> plans.run(plan, settings -> settings.threads(threads).memory(1 << 20)));
        assertEquals(ErrorCode.OUT_OF_MEMORY, e.code());
        assertTrue(e.getMessage().contains("HashJoin"), e.getMessage());
    }

    /** With little memory the rows of a key stay where they are, with more they are put together. */
    @ParameterizedTest
    @EnumSource(
            value = TypeKind.class,
            names = {"BIGINT", "VARCHAR"})
    void findsManyRowsOfAKeyWithinAnyBudget(TypeKind key) {
        Schema schema = Plans.schema(key, TypeKind.BIGINT);
        Random random = new Random(4);
        List<List<@Nullable Object>> left = Plans.randomRows(schema, 100, 400, 0.1, random);
        List<List<@Nullable Object>> right = Plans.randomRows(schema, 3_000, 400, 0.1, random);
        PlanNode plan = hashJoin(
                plans.id(),
                plans.scan(schema, left),
                plans.scan(schema, right),
                JoinType.FULL,
                1,
                List.of(false),
                null);
        List<String> expected = Plans.sorted(
                NaiveJoin.join(left, right, 2, 2, JoinType.FULL, (a, b) -> keysEqual(a, b, List.of(false))));
        int answered = 0;
        for (int memory = 50_000; memory < 800_000; memory += 10_000) {
            int bytes = memory;
            try {
                assertEquals(expected, Plans.sorted(plans.run(plan, settings -> settings.memory(bytes))));
                answered++;
            } catch (GrismException tooLittle) {
                assertEquals(ErrorCode.OUT_OF_MEMORY, tooLittle.code());
            }
        }
        assertTrue(answered > 50, "answered " + answered);
    }

    @ParameterizedTest
    @EnumSource(JoinType.class)
    void closesEarlyInTheMiddleOfABatch(JoinType type) {
        Schema schema = Plans.schema(TypeKind.BIGINT);
        List<List<@Nullable Object>> rows = Plans.randomRows(schema, 20_000, 10_000, 0, new Random(1));
        PlanNode join =
                hashJoin(plans.id(), plans.scan(schema, rows), plans.scan(schema, rows), type, 1, List.of(false), null);
        plans.runAll(
                new LimitNode(plans.id(), join, null, Plans.bigint(10)),
                1,
                actual -> assertEquals(type == JoinType.ANTI ? 0 : 10, actual.size()));
    }
}
