package io.grism.exec.task;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Breaker;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.Sink;
import io.grism.exec.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A flow into a breaker: run by several drivers, of which the first is the calling thread. */
final class Pipeline implements Stage {
    private final Flow flow;
    private final PlanNode node;
    private final Breaker breaker;

    /** A pipeline into the breaker of a node. */
    Pipeline(Flow flow, PlanNode node, Breaker breaker) {
        this.flow = flow;
        this.node = node;
        this.breaker = breaker;
    }

    /** Runs to the end, or to the first error, which is thrown when all drivers have stopped. */
    @Override
    public void run(TaskContext task) {
        Failure failure = new Failure();
        List<Loop> loops = open(task, failure);
        CountDownLatch others = new CountDownLatch(loops.size() - 1);
        for (Loop loop : loops.subList(1, loops.size())) {
            Threads.start(task.executor(), loop, failure, others::countDown);
        }
        loops.get(0).run(failure);
        Threads.await(others);
        failure.rethrow();
        new Completion(task, failure, node, breaker).run();
    }

    private List<Loop> open(TaskContext task, Failure failure) {
        int drivers = flow.parallelism(task.threads());
        List<Loop> loops = new ArrayList<>();
        try {
            for (int i = 0; i < drivers; i++) {
                Driver driver = new Driver(task, failure, i);
                Operator rows = flow.open(driver);
                try {
                    Driver.Node context = driver.node(node);
                    loops.add(new Loop(rows, Guard.around(breaker.sink(context), context)));
                } catch (Throwable e) {
                    Closing.closeAfter(e, rows);
                    throw e;
                }
            }
            return loops;
        } catch (Throwable e) {
            loops.forEach(loop -> Closing.closeAfter(e, loop));
            throw e;
        }
    }

    /** One driver: pulls its rows and pushes them into its sink. */
    private record Loop(Operator rows, Sink sink) implements Threads.Work {
        @Override
        public void work() {
            Batch batch;
            while (!sink.isFull() && (batch = rows.next()) != null) {
                sink.accept(batch);
            }
            sink.finish();
        }

        @Override
        public void close() {
            Closing.closeAll(List.of(rows, sink));
        }
    }
}
