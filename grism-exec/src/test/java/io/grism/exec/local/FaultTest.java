package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.fail;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.AggregateNode;
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.FilterNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.NestedLoopJoinNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.SetOperationNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.WorkTableNode;
import io.grism.exec.test.LeakCheck;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stops every kind of plan at random points, in every way there is: nothing may be left, and the first error is the one reported. */
class FaultTest {
    private static final Schema TWO = Plans.schema(TypeKind.BIGINT, TypeKind.BIGINT);
    private static final int ROWS = 600;

    private enum Fault {
        ERROR,
        CANCEL,
        CLOSE,
        SHORT_OF_MEMORY
    }

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static Expression call(Function function, Expression... arguments) {
        return new Expression.Call(function, List.of(arguments), TypeKind.BOOLEAN.field("call"));
    }

    private static PlanNode join(Plans plans, PlanNode left, PlanNode right, JoinType type) {
        Schema schema = type == JoinType.SEMI ? TWO : Plans.concat(TWO, TWO);
        return new HashJoinNode(plans.id(), schema, left, right, type, List.of(0), List.of(0), List.of(false), null);
    }

    private static PlanNode firstTwo(Plans plans, PlanNode input) {
        return new ProjectNode(
                plans.id(), TWO, input, List.of(Plans.column(input.schema(), 0), Plans.column(input.schema(), 1)));
    }

    private static PlanNode sort(Plans plans, PlanNode input, @Nullable Expression fetch) {
        return new SortNode(plans.id(), input, List.of(new SortKey(1, true, true)), null, fetch);
    }

    private static PlanNode plan(int kind, Plans plans) {
        PlanNode scan = plans.scan("t");
        return switch (kind) {
            case 0 -> firstTwo(plans, join(plans, scan, plans.scan("t"), JoinType.FULL));
            case 1 -> sort(plans, join(plans, scan, sort(plans, plans.scan("t"), null), JoinType.SEMI), null);
            case 2 -> sort(plans, scan, Plans.bigint(50));
            case 3 ->
                new SetOperationNode(
                        plans.id(),
                        TWO,
                        List.of(scan, plans.scan("t")),
                        SetOperationNode.Kind.INTERSECT,
                        SetOperationNode.Quantifier.ALL);
            case 4 ->
                new UnionNode(
                        plans.id(),
                        TWO,
                        List.of(
                                scan,
                                sort(plans, plans.scan("t"), null),
                                new LimitNode(plans.id(), plans.scan("t"), Plans.bigint(3), Plans.bigint(300))));
            case 5 ->
                firstTwo(
                        plans,
                        new CorrelateNode(
                                plans.id(),
                                Plans.concat(TWO, TWO),
                                scan,
                                sort(
                                        plans,
                                        new FilterNode(
                                                plans.id(),
                                                plans.scan("t"),
                                                call(
                                                        Function.EQUALS,
                                                        Plans.column(TWO, 0),
                                                        new Expression.OuterRef(1, 1, TypeKind.BIGINT.field("outer")))),
                                        Plans.bigint(2)),
                                1,
                                JoinType.LEFT));
            case 6 ->
                new RecursiveUnionNode(
                        plans.id(),
                        TWO,
                        scan,
                        firstTwo(
                                plans,
                                join(plans, new WorkTableNode(plans.id(), TWO, "w"), plans.scan("t"), JoinType.INNER)),
                        "w",
                        true,
                        -1);
            case 7 ->
                new AggregateNode(
                        plans.id(),
                        TWO,
                        firstTwo(plans, join(plans, scan, plans.scan("t"), JoinType.INNER)),
                        List.of(0),
                        List.of(List.of(0)),
                        List.of(new AggregateCall(
                                AggregateFunction.COUNT,
                                List.of(),
                                false,
                                -1,
                                List.of(),
                                "",
                                TypeKind.BIGINT.field("count"))));
            default ->
                firstTwo(
                        plans,
                        new NestedLoopJoinNode(
                                plans.id(),
                                Plans.concat(TWO, TWO),
                                scan,
                                plans.scan("t"),
                                JoinType.RIGHT,
                                call(Function.EQUALS, Plans.column(TWO, 1), Plans.column(TWO, 0))));
        };
    }

    @Test
    void nothingIsLeftWhereverAPlanStops() {
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            Plans plans = new Plans(leaks.allocator());
            FakeTable table = plans.table("t", TWO, Plans.randomRows(TWO, ROWS, 100, 0.05, random));
            PlanNode plan = plan(random.nextInt(9), plans);
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            stop(plans, table, plan, fault, random, seed);
            long left = leaks.allocator().getAllocatedMemory();
            if (left != 0 || table.openStreams.get() != 0) {
                fail("seed " + seed + ", " + fault + ": " + left + " bytes and " + table.openStreams
                        + " streams are left");
            }
        }
    }

    private static void stop(Plans plans, FakeTable table, PlanNode plan, Fault fault, Random random, long seed) {
        int at = 1 + random.nextInt(40);
        AtomicInteger batches = new AtomicInteger();
        CancelToken token = new CancelToken();
        GrismException error = new GrismException(ErrorCode.IO_ERROR, "Cannot read");
        table.onBatch(() -> {
            if (batches.incrementAndGet() == at) {
                if (fault == Fault.ERROR) {
                    throw error;
                } else if (fault == Fault.CANCEL) {
                    token.cancel();
                }
            }
        });
        int threads = 1 + 3 * random.nextInt(2);
        long memory = fault == Fault.SHORT_OF_MEMORY ? 1L << (10 + random.nextInt(8)) : 1L << 30;
        LocalQuery query = plans.start(plan, settings -> settings.threads(threads)
                .batchRows(1 + random.nextInt(64))
                .batchSeed(random.nextBoolean() ? seed : null)
                .memory(memory)
                .cancelToken(token));
        int pulls = fault == Fault.CLOSE ? random.nextInt(20) : Integer.MAX_VALUE;
        try (query) {
            for (int i = 0; i < pulls; i++) {
                Batch batch = query.next();
                if (batch == null) {
                    return;
                }
                batch.close();
            }
        } catch (GrismException e) {
            switch (fault) {
                case ERROR -> assertSame(error, e, () -> "seed " + seed);
                case CANCEL -> assertEquals(ErrorCode.CANCELLED, e.code(), () -> "seed " + seed);
                case SHORT_OF_MEMORY -> assertEquals(ErrorCode.OUT_OF_MEMORY, e.code(), () -> "seed " + seed);
                case CLOSE -> throw e;
            }
        }
    }
}
