package io.grism.exec.storage.durable;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Writes a table that is larger than its heap, and reads it, whole and at random. */
final class BoundedMemoryProcess {
    private static final ObjectName T = new ObjectName("main", "t");
    private static final Schema SCHEMA =
            TestRows.schema(TypeKind.BIGINT.field("a"), TypeKind.BIGINT.field("b"), TypeKind.BIGINT.field("c"));
    private static final Field TRUTH = TypeKind.BOOLEAN.field("");
    private static final int BATCH = 8192;

    private BoundedMemoryProcess() {}

    /** {@code folder rows cacheBytes}. */
    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[1]);
        Map<String, String> options = Map.of("cache_bytes", arguments[2]);
        try (DurableStore store = DurableStore.open(arguments[0], options, true, TestFormats.get());
                BufferAllocator allocator = new RootAllocator()) {
            try (WriteTransaction write = store.begin()) {
                write.createTable(new TableDefinition(
                        T, SCHEMA, List.of("BIGINT", "BIGINT", "BIGINT"), List.of(), List.of(), List.of()));
                write.append(T, numbers(rows, allocator));
                write.commit();
            }
            try (Snapshot snapshot = store.snapshot()) {
                read(snapshot.table(T), rows, allocator);
            }
            try (WriteTransaction write = store.begin()) {
                // Some of each segment, so that all are written anew.
                List<List<Long>> positions = LongStream.range(0, rows / 1000)
                        .mapToObj(i -> List.of(i * 1000))
                        .toList();
                write.delete(
                        T, TestRows.stream(TestRows.schema(TypeKind.BIGINT.field("row")), positions, 1000, allocator));
                write.commit();
            }
            try (Snapshot snapshot = store.snapshot()) {
                long deleted = 3 * 1000 * (rows / 1000) * (rows / 1000 - 1) / 2;
                check(sum(snapshot.table(T), 2, null, allocator), 3 * rows * (rows - 1) / 2 - deleted);
            }
        }
        System.out.println("done");
    }

    private static void read(TableSnapshot table, long rows, BufferAllocator allocator) {
        check(table.rowCount(), rows);
        check((Long) table.statistics(1).max(), 2 * (rows - 1));
        check(sum(table, 1, null, allocator), rows * (rows - 1));
        Field field = TypeKind.BIGINT.field("");
        Expression last = new Expression.Call(
                Function.GREATER_OR_EQUAL,
                List.of(new Expression.ColumnRef(0, field), new Expression.Literal(2 * (rows - 3), field)),
                TRUTH);
        check(sum(table, 1, last, allocator), 2 * (3 * rows - 6));
        Random random = new Random(1);
        long[] positions = new long[2000];
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < positions.length; i++) {
                positions[i] = random.nextLong(rows);
            }
            try (FieldVector vector = table.gather(2, positions, positions.length, allocator)) {
                for (int i = 0; i < positions.length; i++) {
                    check(((BigIntVector) vector).get(i), 3 * positions[i]);
                }
            }
        }
    }

    private static long sum(
            TableSnapshot table, int column, @Nullable Expression predicate, BufferAllocator allocator) {
        long sum = 0;
        for (Split split : table.splits(1 << 16)) {
            try (BatchStream scan = table.scan(split, new ScanRequest(List.of(column), predicate, 2048), allocator)) {
                for (Batch next = scan.next(); next != null; next = scan.next()) {
                    try (Batch batch = next) {
                        BigIntVector vector = (BigIntVector) batch.column(0);
                        for (int i = 0; i < batch.rowCount(); i++) {
                            sum += vector.get(i);
                        }
                    }
                }
            }
        }
        return sum;
    }

    private static void check(long is, long must) {
        if (is != must) {
            throw new AssertionError(is + " instead of " + must);
        }
    }

    /** Rows (i, 2 i, 3 i). */
    private static BatchStream numbers(long rows, BufferAllocator allocator) {
        return new BatchStream() {
            private long at;

            @Override
            public Schema schema() {
                return SCHEMA;
            }

            @Override
            public @Nullable Batch next() {
                int count = (int) Math.min(BATCH, rows - at);
                if (count == 0) {
                    return null;
                }
                BigIntVector a = vector(0, count);
                BigIntVector b = vector(1, count);
                BigIntVector c = vector(2, count);
                at += count;
                return new Batch(count, List.of(a, b, c));
            }

            private BigIntVector vector(int column, int count) {
                BigIntVector vector = new BigIntVector(SCHEMA.getFields().get(column), allocator);
                vector.allocateNew(count);
                for (int i = 0; i < count; i++) {
                    vector.set(i, (at + i) * (column + 1));
                }
                vector.setValueCount(count);
                return vector;
            }

            @Override
            public void close() {
                at = rows;
            }
        };
    }
}
