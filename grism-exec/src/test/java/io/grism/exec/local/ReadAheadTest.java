package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.test.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReadAheadTest {
    private static final Field FIELD = TypeKind.BIGINT.field("n");

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    /** Batches of one row, 0, 1, 2 and so on; then an error, or the end. */
    private final class Numbers implements BatchStream {
        private final int count;
        private final boolean fails;
        private final AtomicInteger read = new AtomicInteger();
        private final CountDownLatch full;
        private int closed;

        Numbers(int count, boolean fails, int full) {
            this.count = count;
            this.fails = fails;
            this.full = new CountDownLatch(full);
        }

        @Override
        public Schema schema() {
            return new Schema(List.of(FIELD));
        }

        @Override
        public @Nullable Batch next() {
            int at = read.getAndIncrement();
            full.countDown();
            if (at == count) {
                if (fails) {
                    throw new GrismException(ErrorCode.IO_ERROR, "the end");
                }
                return null;
            }
            BigIntVector vector = new BigIntVector(FIELD, leaks.allocator());
            vector.allocateNew(1);
            vector.set(0, at);
            vector.setValueCount(1);
            return new Batch(1, List.of(vector));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static List<Long> take(BatchStream rows, int count) {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (Batch batch = rows.next()) {
                taken.add(batch == null ? null : (Long) batch.column(0).getObject(0));
            }
        }
        return taken;
    }

    @Test
    void deliversAllInOrder() {
        Numbers numbers = new Numbers(100, false, 0);
        try (BatchStream rows = LocalRuntime.shared().ahead(numbers)) {
            for (long i = 0; i < 100; i++) {
                assertEquals(List.of(i), take(rows, 1));
            }
            assertNull(rows.next());
            assertNull(rows.next());
        }
        assertEquals(1, numbers.closed);
    }

    @Test
    void anErrorComesBehindWhatWasReadBefore() {
        Numbers numbers = new Numbers(3, true, 0);
        try (BatchStream rows = LocalRuntime.shared().ahead(numbers)) {
            assertEquals(List.of(0L, 1L, 2L), take(rows, 3));
            assertEquals(
                    "the end", assertThrows(GrismException.class, rows::next).getMessage());
            assertEquals(
                    "the end", assertThrows(GrismException.class, rows::next).getMessage());
        }
        assertEquals(1, numbers.closed);
    }

    @Test
    void readsAFewAheadAndReleasesThem() throws InterruptedException {
        Numbers numbers = new Numbers(100, false, 5);
        try (BatchStream rows = LocalRuntime.shared().ahead(numbers)) {
            assertEquals(0, numbers.read.get());
            assertEquals(List.of(0L), take(rows, 1));
            numbers.full.await();
        }
        assertTrue(numbers.read.get() <= 6, "read " + numbers.read);
        assertEquals(1, numbers.closed);
    }

    @Test
    void nothingWasReadAndNothingIs() {
        Numbers numbers = new Numbers(1, false, 0);
        BatchStream rows = LocalRuntime.shared().ahead(numbers);
        rows.close();
        rows.close();
        assertNull(rows.next());
        assertEquals(1, numbers.closed);
    }
}
