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
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.FilterNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.SingleRowNode;
import io.grism.exec.plan.PlanNode.UnnestNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.plan.PlanNode.WorkTableNode;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubplanPlanTest {
    private static final Schema TWO = Plans.schema(TypeKind.BIGINT, TypeKind.BIGINT);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private Plans plans;

    @BeforeEach
    void setUp() {
        plans = new Plans(leaks.allocator());
    }

    private static Expression outer(int correlation, int index) {
        return new Expression.OuterRef(correlation, index, TypeKind.BIGINT.field("outer"));
    }

    private static Expression call(Function function, Expression... arguments) {
        TypeKind kind =
                switch (function) {
                    case ADD, SUBTRACT -> TypeKind.BIGINT;
                    default -> TypeKind.BOOLEAN;
                };
        return new Expression.Call(function, List.of(arguments), kind.field("call"));
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinType.class,
            names = {"INNER", "LEFT", "SEMI", "ANTI"})
    void correlatesAsAJoinDoes(JoinType type) {
        for (long seed = 1; seed <= 15; seed++) {
            Random random = new Random(seed);
            List<List<@Nullable Object>> left = Plans.randomRows(TWO, random.nextInt(80), 10, 0.1, random);
            List<List<@Nullable Object>> right = Plans.randomRows(TWO, random.nextInt(80), 10, 0.1, random);
            PlanNode filtered = new FilterNode(
                    plans.id(),
                    plans.scan(TWO, right),
                    call(
                            Function.AND,
                            call(Function.EQUALS, Plans.column(TWO, 0), outer(7, 0)),
                            call(Function.LESS, outer(7, 1), Plans.column(TWO, 1))));
            PlanNode plan = new CorrelateNode(
                    plans.id(),
                    type == JoinType.SEMI || type == JoinType.ANTI ? TWO : Plans.concat(TWO, TWO),
                    plans.scan(TWO, left),
                    filtered,
                    7,
                    type);
            plans.assertRows(
                    NaiveJoin.join(
                            left,
                            right,
                            2,
                            2,
                            type,
                            (a, b) -> a.get(0) != null
                                    && Objects.equals(a.get(0), b.get(0))
                                    && a.get(1) != null
                                    && b.get(1) != null
                                    && (Long) a.get(1) < (Long) b.get(1)),
                    plan,
                    seed);
        }
    }

    @Test
    void runsTheRightSideOnceForEqualValues() {
        List<List<@Nullable Object>> left = Plans.randomRows(TWO, 1000, 3, 0, new Random(1));
        FakeTable right = plans.table("right", TWO, List.of(Plans.row(1L, 1L)));
        PlanNode plan = new CorrelateNode(
                plans.id(),
                Plans.concat(TWO, TWO),
                plans.scan(TWO, left),
                new FilterNode(
                        plans.id(), plans.scan("right"), call(Function.EQUALS, Plans.column(TWO, 0), outer(7, 0))),
                7,
                JoinType.INNER);
        List<List<@Nullable Object>> expected = NaiveJoin.join(
                left, List.of(Plans.row(1L, 1L)), 2, 2, JoinType.INNER, (a, b) -> Objects.equals(a.get(0), 1L));
        assertEquals(Plans.sorted(expected), Plans.sorted(plans.run(plan)));
        assertTrue(right.batches.get() <= 6, () -> right.batches + " batches read");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void joinsWithinACorrelation(int threads) {
        Random random = new Random(6);
        List<List<@Nullable Object>> left = Plans.randomRows(TWO, 2000, 300, 0.1, random);
        List<List<@Nullable Object>> b = Plans.randomRows(TWO, 30, 30, 0.1, random);
        FakeTable c = plans.table("c", TWO, Plans.randomRows(TWO, 30, 30, 0.1, random));
        List<List<@Nullable Object>> cRows = plans.run(plans.scan("c"));
        c.batches.set(0);
        PlanNode filtered = new FilterNode(
                plans.id(), plans.scan(TWO, b), call(Function.EQUALS, Plans.column(TWO, 0), outer(1, 0)));
        PlanNode join = new HashJoinNode(
                plans.id(),
                Plans.concat(TWO, TWO),
                filtered,
                plans.scan("c"),
                JoinType.INNER,
                List.of(1),
                List.of(1),
                List.of(false),
                null);
        PlanNode plan = new CorrelateNode(
                plans.id(), Plans.concat(TWO, join.schema()), plans.scan(TWO, left), join, 1, JoinType.INNER);
        List<List<@Nullable Object>> joined = NaiveJoin.join(
                b,
                cRows,
                2,
                2,
                JoinType.INNER,
                (x, y) -> x.get(1) != null && x.get(1).equals(y.get(1)));
        List<List<@Nullable Object>> expected = NaiveJoin.join(
                left,
                joined,
                2,
                4,
                JoinType.INNER,
                (x, y) -> x.get(0) != null && x.get(0).equals(y.get(0)));
        assertEquals(Plans.sorted(expected), Plans.sorted(plans.run(plan, settings -> settings.threads(threads)
                .batchSeed(threads + 1L))));
        assertTrue(c.batches.get() < 40, () -> c.batches + " batches read");
    }

    @Test
    void correlatesWithinACorrelation() {
        Random random = new Random(4);
        List<List<@Nullable Object>> a = Plans.randomRows(TWO, 30, 5, 0.1, random);
        List<List<@Nullable Object>> b = Plans.randomRows(TWO, 20, 5, 0.1, random);
        List<List<@Nullable Object>> c = Plans.randomRows(TWO, 20, 5, 0.1, random);
        PlanNode inner = new FilterNode(
                plans.id(),
                plans.scan(TWO, c),
                call(
                        Function.AND,
                        call(Function.EQUALS, Plans.column(TWO, 0), outer(2, 0)),
                        call(Function.EQUALS, Plans.column(TWO, 1), outer(1, 1))));
        PlanNode middle =
                new CorrelateNode(plans.id(), Plans.concat(TWO, TWO), plans.scan(TWO, b), inner, 2, JoinType.INNER);
        PlanNode plan = new CorrelateNode(
                plans.id(), Plans.concat(TWO, middle.schema()), plans.scan(TWO, a), middle, 1, JoinType.INNER);
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (List<@Nullable Object> x : a) {
            for (List<@Nullable Object> y : b) {
                for (List<@Nullable Object> z : c) {
                    if (y.get(0) != null
                            && y.get(0).equals(z.get(0))
                            && x.get(1) != null
                            && x.get(1).equals(z.get(1))) {
                        expected.add(NaiveJoin.concat(NaiveJoin.concat(x, y), z));
                    }
                }
            }
        }
        plans.assertRows(expected, plan, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void reportsASecondRowOfAScalarSubQuery(int threads) {
        List<List<@Nullable Object>> left = Plans.randomRows(TWO, 10_000, 5000, 0, new Random(1));
        PlanNode right = new SingleRowNode(
                plans.id(),
                new FilterNode(
                        plans.id(),
                        plans.scan(TWO, List.of(Plans.row(17L, 1L), Plans.row(17L, 2L), Plans.row(18L, 3L))),
                        call(Function.EQUALS, Plans.column(TWO, 0), outer(7, 0))));
        PlanNode plan =
                new CorrelateNode(plans.id(), Plans.concat(TWO, TWO), plans.scan(TWO, left), right, 7, JoinType.LEFT);
        GrismException e =
                assertThrows(GrismException.class, () -> plans.run(plan, settings -> settings.threads(threads)));
        assertEquals(ErrorCode.SUBQUERY_MULTIPLE_ROWS, e.code());
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinType.class,
            names = {"INNER", "LEFT"})
    void unnestsTheCollectionsOfItsRow(JoinType type) {
        Field numbers = Samples.list("numbers", TypeKind.BIGINT.field("element"));
        Schema leftSchema = new Schema(List.of(TypeKind.BIGINT.field("id"), numbers));
        Schema element = new Schema(List.of(TypeKind.BIGINT.field("n"), TypeKind.INTEGER.field("ordinal")));
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            List<List<@Nullable Object>> left = new ArrayList<>();
            List<List<@Nullable Object>> expected = new ArrayList<>();
            boolean filtered = type == JoinType.INNER && random.nextBoolean();
            for (int i = random.nextInt(60); i > 0; i--) {
                Object list = Samples.nullable(numbers, random, 0.2);
                List<@Nullable Object> row = Plans.row((long) random.nextInt(5), list);
                left.add(row);
                List<?> elements = list == null ? List.of() : (List<?>) list;
                for (int j = 0; j < elements.size(); j++) {
                    Long value = (Long) elements.get(j);
                    if (!filtered || (value != null && value < (Long) row.get(0))) {
                        expected.add(NaiveJoin.concat(row, Plans.row(value, j + 1)));
                    }
                }
                if (elements.isEmpty() && type == JoinType.LEFT) {
                    expected.add(NaiveJoin.concat(row, Plans.row(null, null)));
                }
            }
            PlanNode one = new ValuesNode(plans.id(), Plans.schema(TypeKind.INTEGER), List.of(Plans.row(0)));
            PlanNode collection = new ProjectNode(
                    plans.id(), new Schema(List.of(numbers)), one, List.of(new Expression.OuterRef(7, 1, numbers)));
            PlanNode right = new UnnestNode(plans.id(), element, collection, UnnestNode.Ordinality.WITH);
            if (filtered) {
                right = new FilterNode(plans.id(), right, call(Function.LESS, Plans.column(element, 0), outer(7, 0)));
            }
            PlanNode plan = new CorrelateNode(
                    plans.id(), Plans.concat(leftSchema, element), plans.scan(leftSchema, left), right, 7, type);
            plans.assertRows(expected, plan, seed);
            // A limit that changes nothing keeps it a plan that is run for each row.
            PlanNode slow = new CorrelateNode(
                    plans.id(),
                    plan.schema(),
                    plans.scan(leftSchema, left),
                    new LimitNode(plans.id(), right, null, Plans.bigint(1000)),
                    7,
                    type);
            plans.assertRows(expected, slow, seed);
        }
    }

    /** Reachable vertices over edges (source, destination), as (start, vertex). */
    private PlanNode reachable(List<List<@Nullable Object>> edges, boolean distinct, int maxRounds) {
        PlanNode join = new HashJoinNode(
                plans.id(),
                Plans.concat(TWO, TWO),
                new WorkTableNode(plans.id(), TWO, "reach"),
                plans.scan(TWO, edges),
                JoinType.INNER,
                List.of(1),
                List.of(0),
                List.of(false),
                null);
        PlanNode step = new ProjectNode(
                plans.id(), TWO, join, List.of(Plans.column(join.schema(), 0), Plans.column(join.schema(), 3)));
        return new RecursiveUnionNode(plans.id(), TWO, plans.scan(TWO, edges), step, "reach", distinct, maxRounds);
    }

    @Test
    void findsAllThatCanBeReached() {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            List<List<@Nullable Object>> edges = Plans.randomRows(TWO, random.nextInt(40), 15, 0.05, random);
            Set<List<@Nullable Object>> expected = new LinkedHashSet<>(edges);
            ArrayDeque<List<@Nullable Object>> open = new ArrayDeque<>(expected);
            while (!open.isEmpty()) {
                List<@Nullable Object> path = open.remove();
                for (List<@Nullable Object> edge : edges) {
                    if (path.get(1) != null && path.get(1).equals(edge.get(0))) {
                        List<@Nullable Object> longer = Plans.row(path.get(0), edge.get(1));
                        if (expected.add(longer)) {
                            open.add(longer);
                        }
                    }
                }
            }
            plans.assertRows(List.copyOf(expected), reachable(edges, true, -1), seed);
        }
    }

    @Test
    void readsWhatDoesNotChangeOnce() {
        List<List<@Nullable Object>> chain = new ArrayList<>();
        for (long i = 0; i < 50; i++) {
            chain.add(Plans.row(i, i + 1));
        }
        FakeTable edges = plans.table("edges", TWO, chain);
        PlanNode join = new HashJoinNode(
                plans.id(),
                Plans.concat(TWO, TWO),
                new WorkTableNode(plans.id(), TWO, "reach"),
                plans.scan("edges"),
                JoinType.INNER,
                List.of(1),
                List.of(0),
                List.of(false),
                null);
        PlanNode step = new ProjectNode(
                plans.id(), TWO, join, List.of(Plans.column(join.schema(), 0), Plans.column(join.schema(), 3)));
        PlanNode plan = new RecursiveUnionNode(plans.id(), TWO, plans.scan(TWO, chain), step, "reach", false, -1);
        assertEquals(50 * 51 / 2, plans.run(plan).size());
        assertEquals(2, edges.batches.get(), "one batch and the end");
    }

    @Test
    void keepsDuplicatesAndStopsAfterTheRoundsAllowed() {
        List<List<@Nullable Object>> edges = List.of(Plans.row(1L, 2L), Plans.row(1L, 2L), Plans.row(2L, 1L));
        List<List<@Nullable Object>> expected = new ArrayList<>(edges);
        List<List<@Nullable Object>> round = edges;
        for (int i = 0; i < 3; i++) {
            List<List<@Nullable Object>> next = new ArrayList<>();
            for (List<@Nullable Object> path : round) {
                for (List<@Nullable Object> edge : edges) {
                    if (Objects.equals(path.get(1), edge.get(0))) {
                        next.add(Plans.row(path.get(0), edge.get(1)));
                    }
                }
            }
            expected.addAll(next);
            round = next;
        }
        plans.assertRows(expected, reachable(edges, false, 3), 1);
    }

    @Test
    void anEndlessRecursionStopsAtALimit() {
        List<List<@Nullable Object>> edges = List.of(Plans.row(1L, 2L), Plans.row(2L, 1L));
        PlanNode plan = new LimitNode(plans.id(), reachable(edges, false, -1), null, Plans.bigint(1000));
        plans.runAll(plan, 1, actual -> assertEquals(1000, actual.size()));
    }

    @Test
    void anEndlessRecursionCanBeCancelled() {
        CancelToken token = new CancelToken();
        List<List<@Nullable Object>> edges = List.of(Plans.row(1L, 1L));
        LocalQuery query = plans.start(reachable(edges, false, -1), settings -> settings.cancelToken(token));
        try (query) {
            for (int i = 0; i < 100; i++) {
                Objects.requireNonNull(query.next()).close();
            }
            token.cancel();
            GrismException e = assertThrows(GrismException.class, query::next);
            assertEquals(ErrorCode.CANCELLED, e.code());
        }
    }

    @Test
    void recursionWithoutASeedIsEmpty() {
        plans.assertRows(List.of(), reachable(List.of(), true, -1), 1);
        plans.assertRows(List.of(), reachable(List.of(), false, -1), 1);
    }
}
