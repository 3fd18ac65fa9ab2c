package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.remote.FakeCluster.Action;
import io.grism.exec.remote.Requests.Feed;
import io.grism.exec.remote.Requests.Next;
import io.grism.exec.remote.Requests.Run;
import io.grism.exec.remote.Requests.Stream;
import io.grism.exec.remote.Requests.Table;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Losses at each call of a query with all kinds of exchanges: the answer stays the same, and only what was lost is run again. */
final class RemoteFaultTest {
    private static final int PARTITIONS = 3;
    /** Four stages before the last one. */
    private static final int TASKS = 5 * PARTITIONS;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    /** Counts the tasks that were begun, by what they are. */
    private static final class Tasks {
        final Map<String, Integer> counts = new ConcurrentHashMap<>();

        void add(Requests.Request request) {
            if (request instanceof Run run) {
                counts.merge(run.stage() + "." + run.partition(), 1, Integer::sum);
            } else if (request instanceof Stream stream) {
                counts.merge(stream.stage() + "." + stream.partition(), 1, Integer::sum);
            }
        }

        int begun() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** How many calls the plan makes when nothing is lost. */
    private int calls() {
        return calls(PARTITIONS, 2, 2);
    }

    private int calls(int partitions, int... slots) {
        try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), slots)) {
            remote.cluster.onCall((executor, number, request) -> Action.GO_ON);
            remote.run(remote.manyStages(400), partitions);
            return remote.cluster.calls();
        }
    }

    /** Runs the plan with a fault at one call. Returns how many tasks were begun. */
    private int survives(int at, Action action, boolean isTold) {
        return survives(at, action, isTold, PARTITIONS, 2, 2);
    }

    private int survives(int at, Action action, boolean isTold, int partitions, int... slots) {
        try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), slots)) {
            PlanNode plan = remote.manyStages(400);
            List<List<@Nullable Object>> expected = remote.expected(plan);
            if (!isTold) {
                remote.cluster.tellNothing();
            }
            Tasks tasks = new Tasks();
            remote.cluster.onCall((executor, number, request) -> {
                tasks.add(request);
                return number == at ? action : Action.GO_ON;
            });
            assertEquals(expected, remote.run(plan, partitions), () -> action + " at call " + at);
            return tasks.begun();
        }
    }

    @Test
    void survivesTheDeathOfAnExecutorAtAnyCall() {
        int calls = calls();
        int most = 0;
        for (int at = 0; at < calls; at++) {
            most = Math.max(most, survives(at, Action.DIE, at % 2 == 0));
        }
        // At most, the stages before the one that was running begin again, once.
        assertTrue(most > TASKS && most <= 2 * TASKS, "tasks begun: " + most);
    }

    @Test
    void survivesTheDeathOfAnExecutorBeforeAnyAnswer() {
        int calls = calls();
        for (int at = 0; at < calls; at++) {
            survives(at, Action.DIE_AFTER, at % 2 == 0);
        }
    }

    @Test
    void survivesTheLossOfANodeAtAnyCall() {
        int calls = calls();
        for (int at = 0; at < calls; at++) {
            survives(at, Action.LOSE_NODE, at % 2 == 0);
        }
    }

    @Test
    void survivesLossesWhereExecutorsHaveSeveralPartitions() {
        int calls = calls(5, 1, 1);
        for (int at = 0; at < calls; at++) {
            Action action =
                    List.of(Action.DIE, Action.LOSE_NODE, Action.LOSE_BLOCK).get(at % 3);
            survives(at, action, action == Action.LOSE_BLOCK, 5, 1, 1);
        }
    }

    @Test
    void survivesTheLossOfABlock() {
        int calls = calls();
        for (int at = 0; at < calls; at++) {
            survives(at, Action.LOSE_BLOCK, true);
        }
    }

    @Test
    void runsAgainOnlyWhatWasLost() {
        try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), 2, 2)) {
            PlanNode plan = remote.manyStages(400);
            remote.run(plan, PARTITIONS);
            Tasks tasks = new Tasks();
            AtomicInteger died = new AtomicInteger();
            remote.cluster.onCall((executor, number, request) -> {
                tasks.add(request);
                boolean dies = request instanceof Run run
                        && run.stage() == 3
                        && run.partition() == 1
                        && died.getAndIncrement() == 0;
                return dies ? Action.DIE : Action.GO_ON;
            });
            remote.run(plan, PARTITIONS);
            assertEquals(1 + TASKS, tasks.begun(), tasks.counts::toString);
            assertEquals(2, tasks.counts.get("3.1"));
        }
    }

    @Test
    void survivesRandomLosses() {
        long base = Seeds.first();
        for (int run = 0; run < 60; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), 2, 2, 1)) {
                PlanNode plan = remote.manyStages(200 + random.nextInt(600));
                List<List<@Nullable Object>> expected = remote.expected(plan);
                if (random.nextBoolean()) {
                    remote.cluster.tellNothing();
                }
                AtomicInteger left = new AtomicInteger(2);
                remote.cluster.onCall((executor, number, request) -> {
                    synchronized (random) {
                        if (random.nextInt(40) > 0 || left.getAndDecrement() <= 0) {
                            return Action.GO_ON;
                        }
                        Action[] all = {Action.DIE, Action.DIE_AFTER, Action.LOSE_NODE};
                        return all[random.nextInt(all.length)];
                    }
                });
                int partitions = 1 + random.nextInt(6);
                try {
                    assertEquals(expected, remote.run(plan, partitions), () -> "seed " + seed + "L");
                } catch (GrismException e) {
                    // Both may have hit the same task.
                    assertEquals(ErrorCode.EXECUTOR_LOST, e.code(), () -> "seed " + seed + "L: " + e);
                }
            }
        }
    }

    @Test
    void aTaskThatKillsItsExecutorsEndsTheQuery() {
        for (Class<?> kind : List.of(Run.class, Next.class)) {
            try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), 2, 2)) {
                PlanNode plan = remote.manyStages(400);
                Tasks tasks = new Tasks();
                remote.cluster.onCall((executor, number, request) -> {
                    tasks.add(request);
                    boolean isPoison = request instanceof Run run ? run.stage() == 1 && run.partition() == 2 : true;
                    return kind.isInstance(request) && isPoison ? Action.DIE : Action.GO_ON;
                });
                GrismException e = assertThrows(GrismException.class, () -> remote.run(plan, PARTITIONS));
                assertEquals(ErrorCode.EXECUTOR_LOST, e.code());
                if (kind == Run.class) {
                    assertTrue(e.getMessage().startsWith("Cannot run stage 1, partition 2: 2 exec"), e.getMessage());
                    assertEquals(2, tasks.counts.get("1.2"));
                } else {
                    assertTrue(e.getMessage().startsWith("Cannot run stage 4, partition"), e.getMessage());
                }
                remote.cluster.onCall((executor, number, request) -> Action.GO_ON);
                assertEquals(remote.expected(plan), remote.run(plan, PARTITIONS), "the runtime goes on");
            }
        }
    }

    @Test
    void givesUpWhenLossesDoNotEnd() {
        try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), 2, 2)) {
            remote.cluster.onCall((executor, number, request) -> request instanceof Table ? Action.DIE : Action.GO_ON);
            GrismException e = assertThrows(GrismException.class, () -> remote.run(remote.manyStages(100), PARTITIONS));
            assertEquals(ErrorCode.EXECUTOR_LOST, e.code());
            assertTrue(e.getMessage().contains("each of 3 attempts"), e.getMessage());
        }
    }

    @Test
    void endsWhenTheClusterIsLost() {
        for (Class<?> kind : List.of(Requests.Open.class, Feed.class, Run.class, Next.class)) {
            try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), 2)) {
                remote.cluster.onCall((executor, number, request) -> {
                    if (kind.isInstance(request)) {
                        remote.cluster.vanish();
                    }
                    return Action.GO_ON;
                });
                assertFalse(remote.runtime.isBroken());
                GrismException e =
                        assertThrows(GrismException.class, () -> remote.run(remote.manyStages(400), PARTITIONS));
                assertEquals(ErrorCode.CLUSTER_LOST, e.code());
                assertTrue(remote.runtime.isBroken());
            }
        }
    }

    @Test
    void endsWhenNoNodeIsLeft() {
        try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), 2)) {
            remote.cluster.onCall(
                    (executor, number, request) -> request instanceof Run ? Action.LOSE_NODE : Action.GO_ON);
            GrismException e = assertThrows(GrismException.class, () -> remote.run(remote.manyStages(100), PARTITIONS));
            assertEquals(ErrorCode.CLUSTER_LOST, e.code());
        }
    }

    @Test
    void goesOnWithFewerExecutorsThanBefore() {
        try (RemoteFixture remote = new RemoteFixture(leaks.allocator(), 1, 3)) {
            PlanNode plan = remote.manyStages(400);
            List<List<@Nullable Object>> expected = remote.expected(plan);
            assertEquals(expected, remote.run(plan, 4));
            remote.cluster.loseNode("node1");
            assertEquals(expected, remote.run(plan, 4));
            assertEquals(4, remote.cluster.started());
        }
    }
}
