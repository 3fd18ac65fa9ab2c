package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.column.VectorValues;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Sink;
import io.grism.exec.operator.SourceBreaker;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Runs a breaker over rows of boxed values: as many drivers as asked, each on a thread of its own, over batches cut at random. */
public final class BreakerHarness {
    private final BufferAllocator allocator;
    private final MemoryBudget budget;
    private final Random random;
    private final int drivers;

    public BreakerHarness(BufferAllocator allocator, MemoryBudget budget, Random random, int drivers) {
        this.allocator = allocator;
        this.budget = budget;
        this.random = random;
        this.drivers = drivers;
    }

    /** The rows that come out, in any order; afterwards the budget must be free again. */
    public List<List<@Nullable Object>> run(SourceBreaker breaker, Schema schema, List<List<@Nullable Object>> rows) {
        List<List<Batch>> batches = new ArrayList<>();
        for (int i = 0; i < drivers; i++) {
            batches.add(new ArrayList<>());
        }
        int at = 0;
        while (at < rows.size()) {
            int count =
                    Math.min(rows.size() - at, random.nextBoolean() ? 1 + random.nextInt(5) : 1 + random.nextInt(700));
            batches.get(random.nextInt(drivers)).add(batch(schema, rows.subList(at, at + count)));
            at += count;
        }
        OperatorContext context = new Context(1 + random.nextInt(300));
        ExecutorService threads = Executors.newFixedThreadPool(drivers);
        try {
            inParallel(threads, drivers, driver -> {
                try (Sink sink = breaker.sink(context)) {
                    for (Batch batch : batches.get(driver)) {
                        sink.accept(batch);
                    }
                    sink.finish();
                }
                return List.of();
            });
            breaker.complete(context);
            return inParallel(threads, drivers, driver -> {
                List<List<@Nullable Object>> result = new ArrayList<>();
                try (Operator operator = breaker.open(context)) {
                    for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
                        try (Batch closed = batch) {
                            read(closed, result);
                        }
                    }
                }
                return result;
            });
        } finally {
            threads.shutdownNow();
            breaker.close();
            for (List<Batch> some : batches) {
                some.forEach(Batch::close);
            }
        }
    }

    private static void read(Batch batch, List<List<@Nullable Object>> result) {
        for (int row = 0; row < batch.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < batch.columnCount(); i++) {
                values.add(canonical(VectorValues.get(batch.column(i), row)));
            }
            result.add(values);
        }
    }

    /** A form of a value that equals and prints well: bytes as text, the zeros as one. */
    public static @Nullable Object canonical(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return java.util.HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Double number) {
            return number + 0.0;
        }
        if (value instanceof Float number) {
            return number + 0.0f;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> values = new ArrayList<>();
            list.forEach(element -> values.add(canonical(element)));
            return values;
        }
        return value;
    }

    private interface Job {
        List<List<@Nullable Object>> run(int driver);
    }

    private static List<List<@Nullable Object>> inParallel(ExecutorService threads, int drivers, Job job) {
        List<Future<List<List<@Nullable Object>>>> futures = new ArrayList<>();
        for (int i = 0; i < drivers; i++) {
            int driver = i;
            futures.add(threads.submit(() -> job.run(driver)));
        }
        List<List<@Nullable Object>> all = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<List<List<@Nullable Object>>> future : futures) {
            try {
                all.addAll(future.get());
            } catch (ExecutionException e) {
                failure = e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return all;
    }

    private Batch batch(Schema schema, List<List<@Nullable Object>> rows) {
        FieldVector[] vectors = new FieldVector[schema.getFields().size()];
        for (int i = 0; i < vectors.length; i++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (List<@Nullable Object> row : rows) {
                values.add(row.get(i));
            }
            vectors[i] = Samples.vector(schema.getFields().get(i), values, allocator);
        }
        return new Batch(rows.size(), vectors);
    }

    private final class Context implements OperatorContext {
        private final int batchRows;

        Context(int batchRows) {
            this.batchRows = batchRows;
        }

        @Override
        public BufferAllocator allocator() {
            return allocator;
        }

        @Override
        public MemoryBudget memory() {
            return budget;
        }

        @Override
        public EvaluationContext evaluation() {
            throw new UnsupportedOperationException("no expressions here");
        }

        @Override
        public void checkCancelled() {}

        @Override
        public int batchRows() {
            return batchRows;
        }
    }
}
