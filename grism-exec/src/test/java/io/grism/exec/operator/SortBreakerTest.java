package io.grism.exec.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SortBreakerTest {
    private static final int ROWS = 6_000;
    private static final Field FIELD = TypeKind.BIGINT.field("a");
    private static final Schema SCHEMA = new Schema(List.of(FIELD, TypeKind.BIGINT.field("b")));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    /** Sorts with two sinks by both columns; returns the rows delivered. */
    private int sort(long range, List<Integer> output, OperatorContext context) {
        Random random = new Random(range);
        int delivered = 0;
        SortBreaker breaker = new SortBreaker(
                SCHEMA, List.of(new SortKey(0, true, false), new SortKey(1, false, false)), output, 0, -1);
        try (breaker) {
            for (int driver = 0; driver < 2; driver++) {
                List<Long> values = Stream.generate(() -> random.nextLong() % range)
                        .limit(ROWS)
                        .toList();
                try (Sink sink = breaker.sink(context)) {
                    sink.accept(new Batch(
                            ROWS,
                            Samples.vector(FIELD, values, leaks.allocator()),
                            Samples.vector(FIELD, values, leaks.allocator())));
                    sink.finish();
                }
            }
            breaker.complete(context);
            for (int parts = breaker.nextRound(context); parts > 0; parts = breaker.nextRound(context)) {
                for (int part = 0; part < parts; part++) {
                    breaker.work(part, context);
                }
            }
            delivered = read(breaker.open(context));
        }
        assertEquals(0, budget.used());
        return delivered;
    }

    private static int read(Operator rows) {
        long last = Long.MAX_VALUE;
        int count = 0;
        try (rows) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                try (Batch closed = batch) {
                    for (int row = 0; row < closed.rowCount(); row++) {
                        long value = ((BigIntVector) closed.column(0)).get(row);
                        assertTrue(value <= last);
                        last = value;
                    }
                    count += closed.rowCount();
                }
            }
        }
        return count;
    }

    @Test
    void leavesNothingWhereverItIsCancelled() {
        for (long range : new long[] {1_000, Long.MAX_VALUE}) {
            int delivered = 0;
            int stops = 0;
            while (delivered == 0) {
                try {
                    delivered = sort(range, List.of(0), new Context(leaks.allocator(), budget, stops));
                } catch (GrismException e) {
                    assertEquals(ErrorCode.CANCELLED, e.code());
                    assertEquals(0, budget.used(), "after " + stops);
                    stops++;
                }
            }
            assertEquals(2 * ROWS, delivered);
            assertTrue(stops > 10, "" + stops);
        }
    }

    @Test
    void sortsKeysThatFitIntoOneLongAndThoseThatDoNot() {
        Context context = new Context(leaks.allocator(), budget, Integer.MAX_VALUE);
        for (long range : new long[] {1L << 29, 1L << 30, 1L << 31}) {
            assertEquals(2 * ROWS, sort(range, List.of(0, 1), context));
        }
        SortBreaker few = new SortBreaker(SCHEMA, List.of(new SortKey(0, true, false)), List.of(0), 0, -1);
        try (few) {
            few.complete(context);
            assertEquals(0, few.nextRound(context), "no rows");
            assertEquals(0, read(few.open(context)));
        }
    }

    /** Is cancelled after so many looks. */
    private static final class Context implements OperatorContext {
        private final BufferAllocator allocator;
        private final MemoryBudget budget;
        private int left;

        Context(BufferAllocator allocator, MemoryBudget budget, int looks) {
            this.allocator = allocator;
            this.budget = budget;
            this.left = looks;
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
        public void checkCancelled() {
            if (left-- <= 0) {
                throw new GrismException(ErrorCode.CANCELLED, "Cannot go on");
            }
        }

        @Override
        public int batchRows() {
            return 2_048;
        }
    }
}
