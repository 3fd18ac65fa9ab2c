package io.grism.exec.task;

import io.grism.exec.operator.Closing;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** How drivers are started and waited for. */
final class Threads {
    private Threads() {}

    /** What a driver does, once; it is closed on the same thread whether it succeeds or fails. */
    interface Work extends AutoCloseable {
        void work();

        @Override
        void close();

        /** Works and closes; an error goes into {@code failure}. */
        default void run(Failure failure) {
            try {
                failure.stopIfSet();
                work();
            } catch (Throwable e) {
                failure.set(e);
            }
            try {
                close();
            } catch (Throwable e) {
                failure.set(e);
            }
        }
    }

    /** Hands work to the executor; {@code done} runs in any case, last. */
    static void start(Executor executor, Work work, Failure failure, Runnable done) {
        try {
            executor.execute(() -> {
                try {
                    work.run(failure);
                } finally {
                    done.run();
                }
            });
        } catch (Throwable e) {
            failure.set(e);
            Closing.closeAfter(e, work);
            done.run();
        }
    }

    /** Waits to the end: drivers look for errors and cancellation themselves, so it is near once they are to stop. */
    static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
