package io.grism.exec.task;

import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The rows of a flow that several drivers run ahead, held in a bounded queue until they are pulled. */
final class ParallelRows implements Operator {
    private static final int BATCHES_PER_DRIVER = 4;
    private static final long POLL_NANOS = 20_000_000;

    private final TaskContext task;
    private final Failure failure = new Failure();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<Batch> queue = new ArrayDeque<>();
    private final int capacity;
    private final CountDownLatch running;
    private int producers;
    private boolean closed;

    /** Starts the drivers. */
    ParallelRows(Flow flow, int drivers, TaskContext task) {
        this.task = task;
        this.capacity = drivers * BATCHES_PER_DRIVER;
        this.producers = drivers;
        this.running = new CountDownLatch(drivers);
        List<Producer> opened = new ArrayList<>();
        try {
            for (int i = 0; i < drivers; i++) {
                opened.add(new Producer(flow.open(new Driver(task, failure, i))));
            }
        } catch (Throwable e) {
            opened.forEach(producer -> Closing.closeAfter(e, producer));
            throw e;
        }
        for (Producer producer : opened) {
            Threads.start(task.executor(), producer, failure, this::leave);
        }
    }

    private void leave() {
        lock.lock();
        try {
            producers--;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
        running.countDown();
    }

    /** Takes over a batch; false when no more is wanted. */
    private boolean put(Batch batch) {
        lock.lock();
        try {
            while (!closed && queue.size() >= capacity) {
                failure.stopIfSet();
                task.checkCancelled();
                awaitOn(notFull);
            }
            if (!closed) {
                queue.add(batch);
                notEmpty.signal();
                return true;
            }
        } catch (Throwable e) {
            batch.close();
            throw e;
        } finally {
            lock.unlock();
        }
        batch.close();
        return false;
    }

    /** Waits a while; the callers look again in any case. */
    @SuppressWarnings("WaitNotInLoop") // the loops are the callers'
    private static void awaitOn(Condition condition) {
        try {
            condition.awaitNanos(POLL_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(ErrorCode.CANCELLED, "Cannot go on: the thread was interrupted", e);
        }
    }

    @Override
    public @Nullable Batch next() {
        lock.lock();
        try {
            while (true) {
                failure.rethrow();
                Batch batch = queue.poll();
                if (batch != null) {
                    notFull.signal();
                    return batch;
                }
                if (producers == 0) {
                    return null;
                }
                task.checkCancelled();
                awaitOn(notEmpty);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        failure.set(new IllegalStateException("closed"));
        Threads.await(running);
        Closing.closeAll(List.copyOf(queue));
        queue.clear();
    }

    /** One driver: pulls its rows and puts them into the queue. */
    private final class Producer implements Threads.Work {
        private final Operator rows;

        Producer(Operator rows) {
            this.rows = rows;
        }

        @Override
        public void work() {
            Batch batch;
            do {
                batch = rows.next();
            } while (batch != null && put(batch));
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
