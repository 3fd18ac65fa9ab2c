package io.grism.exec.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends StoreContract {
    private static final ObjectName T = new ObjectName("main", "t");

    @Override
    protected Store createStore() {
        return new MemoryStore();
    }

    @Test
    void rowsKeepTheirOrderAcrossSegments() {
        try (Store store = new MemoryStore()) {
            Schema schema = TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name"));
            try (WriteTransaction write = store.begin()) {
                write.createTable(
                        new TableDefinition(T, schema, List.of("BIGINT", "VARCHAR"), List.of(0), List.of(), List.of()));
                write.commit();
            }
            long next = 0;
            for (int rows : new int[] {1, 1023, 1, 1, 1024, 60_000, 3_000, 600, 1, 70_000, 1, 131_072, 5}) {
                try (WriteTransaction write = store.begin()) {
                    write.append(T, ids(schema, next, rows));
                    write.commit();
                }
                next += rows;
                check(store, next);
            }
            try (WriteTransaction write = store.begin()) {
                write.delete(
                        T,
                        TestRows.stream(
                                TestRows.schema(TypeKind.BIGINT.field("row")),
                                List.of(List.of(0L), List.of(next - 1), List.of(70_000L)),
                                10,
                                leaks.allocator()));
                write.commit();
            }
            try (Snapshot snapshot = store.snapshot()) {
                TableSnapshot table = snapshot.table(T);
                assertEquals(next - 3, table.rowCount());
                try (FieldVector ids =
                        table.gather(0, new long[] {0, 69_998, 69_999, next - 4}, 4, leaks.allocator())) {
                    assertEquals("[3, 209997, 210003, " + 3 * (next - 2) + "]", ids.toString());
                }
            }
        }
    }

    @Test
    void valuesOfEveryTypeAreGatheredAcrossSegments() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        List<Field> fields = Samples.allFields().stream()
                .filter(field -> TypeKind.of(field) != TypeKind.NULL)
                .toList();
        Schema schema = new Schema(fields);
        try (Store store = new MemoryStore()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            try (WriteTransaction write = store.begin()) {
                write.createTable(new TableDefinition(
                        T,
                        schema,
                        fields.stream().map(f -> TypeKind.of(f).name()).toList(),
                        List.of(),
                        List.of(),
                        List.of()));
                // Some kinds of rows many times: a full segment, a tail and a delta.
                for (int i = 0; i < 50; i++) {
                    rows.add(new ArrayList<>(fields.stream()
                            .map(f -> Samples.nullable(f, random, 0.2))
                            .toList()));
                }
                write.append(T, repeated(schema, rows, 66_000));
                write.append(T, repeated(schema, rows, 100));
                write.commit();
            }
            TableSnapshot table = store.snapshot().table(T);
            assertEquals(66_100, table.rowCount());
            long[] positions = new long[300];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = random.nextInt(8) == 0 ? -1 : random.nextInt(66_100);
            }
            for (int c = 0; c < fields.size(); c++) {
                List<List<@Nullable Object>> expected = new ArrayList<>();
                for (long position : positions) {
                    long at = position >= 66_000 ? position - 66_000 : position;
                    expected.add(TestRows.row(
                            position < 0 ? null : rows.get((int) (at % 50)).get(c)));
                }
                try (FieldVector vector = table.gather(c, positions, positions.length, leaks.allocator())) {
                    List<List<@Nullable Object>> actual = new ArrayList<>();
                    Samples.values(vector).forEach(value -> actual.add(TestRows.row(value)));
                    assertEquals(TestRows.text(expected), TestRows.text(actual), "-Dgrism.seed=" + seed);
                }
            }
        }
    }

    /** The rows again and again. */
    private BatchStream repeated(Schema schema, List<List<@Nullable Object>> rows, int count) {
        return new BatchStream() {
            private int left = count;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public @Nullable Batch next() {
                if (left == 0) {
                    return null;
                }
                List<FieldVector> vectors = new ArrayList<>();
                int size = Math.min(left, 10_000);
                left -= size;
                for (int c = 0; c < schema.getFields().size(); c++) {
                    Column column = Columns.create(schema.getFields().get(c));
                    int[] order = new int[size];
                    for (int i = 0; i < size; i++) {
                        order[i] = i % rows.size();
                    }
                    for (List<@Nullable Object> row : rows) {
                        column.append(row.get(c));
                    }
                    vectors.add(column.gather(order, 0, size, leaks.allocator()));
                }
                return new Batch(size, vectors);
            }

            @Override
            public void close() {
                left = 0;
            }
        };
    }

    private BatchStream ids(Schema schema, long from, int rows) {
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(TestRows.row((from + i) * 3, "n" + (from + i)));
        }
        return TestRows.stream(schema, values, 5_000, leaks.allocator());
    }

    private void check(Store store, long rows) {
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot table = snapshot.table(T);
            assertEquals(rows, table.rowCount());
            long at = 0;
            for (Split split : table.splits(50_000)) {
                try (var scan = table.scan(split, new ScanRequest(List.of(0), null, 2048), leaks.allocator())) {
                    for (var batch = scan.next(); batch != null; batch = scan.next()) {
                        Column ids = Columns.create(batch.column(0).getField());
                        ids.append(batch.column(0), 0, batch.rowCount());
                        batch.close();
                        for (int i = 0; i < ids.size(); i++) {
                            assertEquals(at * 3, ids.get(i));
                            at++;
                        }
                    }
                }
            }
            assertEquals(rows, at);
            Column keys = Columns.create(TypeKind.BIGINT.field("id"));
            keys.append((Object) (3 * (rows - 1)));
            keys.append((Object) 0L);
            keys.append((Object) (3 * rows));
            long[] found = new long[3];
            table.keyIndex(List.of(0)).lookup(List.of(keys), 3, found);
            assertEquals(List.of(rows - 1, 0L, -1L), List.of(found[0], found[1], found[2]));
            try (FieldVector names = table.gather(1, new long[] {rows - 1, -1, 0}, 3, leaks.allocator())) {
                assertEquals("[n" + (rows - 1) + ", null, n0]", names.toString());
            }
        }
    }
}
