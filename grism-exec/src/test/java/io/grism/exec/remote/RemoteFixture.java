package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.Plans;
import io.grism.exec.local.QueryContext;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.remote.FakeCluster.Action;
import io.grism.exec.remote.FakeCluster.Fault;
import io.grism.exec.remote.Requests.Request;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Plans, a fake cluster and a runtime on it. Closing asserts that nothing is left of what ran there. */
final class RemoteFixture implements AutoCloseable {
    static final Schema TWO = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
    static final List<SortKey> BOTH = List.of(new SortKey(0, false, false), new SortKey(1, true, true));

    final Plans plans;
    final FakeCluster cluster;
    final RemoteRuntime runtime;

    RemoteFixture(BufferAllocator allocator, int... slots) {
        this.plans = new Plans(allocator);
        this.cluster = new FakeCluster(slots);
        this.runtime = new RemoteRuntime(cluster);
    }

    static List<List<@Nullable Object>> rows(int count) {
        return Plans.randomRows(TWO, count, 50, 0.1, new Random(7));
    }

    PlanNode exchange(PlanNode input, Partitioning to, SortKey... order) {
        return new ExchangeNode(plans.id(), input, to, List.of(order));
    }

    /** Two tables spread by hash and joined, a third one copied to all and joined too, sorted by ranges: four kinds of exchanges. */
    PlanNode manyStages(int rows) {
        PlanNode left = exchange(plans.scan(TWO, rows(rows)), new Partitioning.Hash(List.of(0)));
        PlanNode right = exchange(plans.scan(TWO, rows(60)), new Partitioning.Hash(List.of(0)));
        PlanNode joined = join(left, right);
        PlanNode copied = exchange(plans.scan(TWO, rows(9)), new Partitioning.Broadcast());
        PlanNode ranges = exchange(join(joined, copied), new Partitioning.Range(BOTH));
        return new SortNode(plans.id(), ranges, BOTH, null, null);
    }

    private PlanNode join(PlanNode left, PlanNode right) {
        return new HashJoinNode(
                plans.id(), TWO, left, right, JoinType.SEMI, List.of(0), List.of(0), List.of(false), null);
    }

    /** What the plan gives in this process. */
    List<List<@Nullable Object>> expected(PlanNode plan) {
        return plans.run(context -> LocalRuntime.shared().execute(plan, context, 1), settings -> settings);
    }

    List<List<@Nullable Object>> run(PlanNode plan, int partitions) {
        return run(plan, partitions, settings -> settings.batchRows(16));
    }

    List<List<@Nullable Object>> run(PlanNode plan, int partitions, UnaryOperator<QueryContext.Builder> settings) {
        return plans.run(context -> runtime.execute(plan, context, partitions), settings);
    }

    /** A fault that hits one call only, with the number, of those of a kind. */
    static Fault once(Class<? extends Request> kind, int at, Action action) {
        int[] seen = {0};
        return (executor, number, request) -> {
            synchronized (seen) {
                return kind.isInstance(request) && seen[0]++ == at ? action : Action.GO_ON;
            }
        };
    }

    @Override
    public void close() {
        int blocks = cluster.blocksLeft();
        runtime.close();
        assertEquals(List.of(), cluster.violations());
        assertEquals(0, blocks, () -> "blocks left: " + cluster.left());
    }
}
