package io.grism.exec.task;

import io.grism.exec.operator.Breaker;
import io.grism.exec.plan.PlanNode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What follows when all drivers have filled their sinks: a breaker merges, and its rounds of work are shared by the threads of the task. */
final class Completion {
    private final TaskContext task;
    private final Failure failure;
    private final PlanNode node;
    private final Breaker breaker;

    Completion(TaskContext task, Failure failure, PlanNode node, Breaker breaker) {
        this.task = task;
        this.failure = failure;
        this.node = node;
        this.breaker = breaker;
    }

    /** Runs to the end, or to the first error, which is thrown when all threads have stopped. */
    void run() {
        Driver.Node context = new Driver(task, failure, 0).node(node);
        Guard.run(context, () -> breaker.complete(context));
        while (true) {
            int[] parts = new int[1];
            Guard.run(context, () -> parts[0] = breaker.nextRound(context));
            if (parts[0] == 0) {
                return;
            }
            round(parts[0]);
        }
    }

    private void round(int parts) {
        AtomicInteger next = new AtomicInteger();
        int drivers = Math.min(parts, task.threads());
        CountDownLatch others = new CountDownLatch(drivers - 1);
        for (int i = 1; i < drivers; i++) {
            Threads.start(task.executor(), new Share(i, parts, next), failure, others::countDown);
        }
        new Share(0, parts, next).run(failure);
        Threads.await(others);
        failure.rethrow();
    }

    /** One thread's share of a round: the parts that it takes. */
    private final class Share implements Threads.Work {
        private final Driver.Node context;
        private final int parts;
        private final AtomicInteger next;

        Share(int driver, int parts, AtomicInteger next) {
            this.context = new Driver(task, failure, driver).node(node);
            this.parts = parts;
            this.next = next;
        }

        @Override
        public void work() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                int taken = part;
                Guard.run(context, () -> {
                    context.checkCancelled();
                    breaker.work(taken, context);
                });
            }
        }

        @Override
        public void close() {
            // The breaker owns everything.
        }
    }
}
