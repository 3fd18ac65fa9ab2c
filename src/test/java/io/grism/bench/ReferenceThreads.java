package io.grism.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A fixed number of threads for the parts of one loop. */
final class ReferenceThreads implements AutoCloseable {
    private final int count;
    private final ExecutorService executor;

    ReferenceThreads(int count) {
        this.count = count;
        this.executor = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "reference");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A task that may fail to read. */
    interface Reading {
        void run() throws IOException;
    }

    /** The result of the rows from {@code from} to before {@code to}. */
    interface Part<T> {
        T over(int from, int to);
    }

    void run(Reading... tasks) throws IOException {
        List<Future<?>> futures = new ArrayList<>();
        for (Reading task : tasks) {
            futures.add(executor.submit(() -> {
                task.run();
                return null;
            }));
        }
        for (Future<?> future : futures) {
            get(future);
        }
    }

    /** The results of equal parts of {@code rows}, one a thread. */
    <T> List<T> parts(int rows, Part<T> part) {
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) rows * i / count);
            int to = (int) ((long) rows * (i + 1) / count);
            futures.add(executor.submit(() -> part.over(from, to)));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(get(future));
        }
        return results;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
