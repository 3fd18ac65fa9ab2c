package io.grism.exec.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
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

    private io.grism.exec.batch.BatchStream ids(Schema schema, long from, int rows) {
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
