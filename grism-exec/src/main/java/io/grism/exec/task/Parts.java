package io.grism.exec.task;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Parts of work, each done once, that several threads take one after the other. */
public final class Parts {
    private Parts() {}

    /** Does a part. {@code checkFailure} throws when another part has failed; long work calls it now and then. */
    public interface Work {
        void run(int part, Runnable checkFailure);
    }

    /** Does all parts on at most so many threads, the calling one among them, or stops at the first error, which is thrown when all threads have stopped. */
    public static void run(int parts, int threads, Executor executor, Work work) {
        Failure failure = new Failure();
        AtomicInteger next = new AtomicInteger();
        int workers = Math.min(parts, threads);
        CountDownLatch others = new CountDownLatch(workers - 1);
        for (int i = 1; i < workers; i++) {
            Threads.start(executor, new Worker(parts, next, failure, work), failure, others::countDown);
        }
        new Worker(parts, next, failure, work).run(failure);
        Threads.await(others);
        failure.rethrow();
    }

    private record Worker(int parts, AtomicInteger next, Failure failure, Work each) implements Threads.Work {
        @Override
        public void work() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                failure.stopIfSet();
                each.run(part, failure::stopIfSet);
            }
        }

        @Override
        public void close() {
            // Each part closes what it opens.
        }
    }
}
