package io.grism.exec.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract where pages come and go: there is room for hardly any. */
final class StoredPagesStoreTest extends StoreContract {
    private static final ObjectName T = new ObjectName("main", "t");

    @Override
    protected Store createStore() {
        return new StoredPagesStore(new PageCache(1000));
    }

    @Test
    void segmentsAreStoredAsTheyFill() {
        PageCache cache = new PageCache(1 << 20);
        try (StoredPagesStore store = new StoredPagesStore(cache)) {
            try (WriteTransaction write = store.begin()) {
                write.createTable(new TableDefinition(
                        T,
                        TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name")),
                        List.of("BIGINT", "VARCHAR"),
                        List.of(0),
                        List.of(),
                        List.of()));
                append(write, 0, 150_000);
                List<Segment> segments = ((PagedTable) write.view().table(T)).segments();
                assertEquals(
                        List.of(true, true, false),
                        segments.stream().map(s -> s.source() != null).toList());
                write.commit();
            }
            check(store, 150_000);
            for (int i = 0; i < 5; i++) {
                try (WriteTransaction write = store.begin()) {
                    append(write, 150_000 + 10_000L * i, 10_000);
                    write.commit();
                }
                check(store, 160_000 + 10_000L * i);
            }
            try (WriteTransaction write = store.begin()) {
                write.delete(
                        T,
                        TestRows.stream(
                                TestRows.schema(TypeKind.BIGINT.field("row")),
                                List.of(List.of(199_999L), List.of(70_000L)),
                                10,
                                leaks.allocator()));
                List<Segment> segments = ((PagedTable) write.view().table(T)).segments();
                assertEquals(
                        List.of(true, true, true, false),
                        segments.stream().map(s -> s.source() != null).toList());
                write.commit();
            }
            assertEquals(
                    List.of(
                            "CREATE TABLE main.t, INSERT main.t",
                            "INSERT main.t",
                            "INSERT main.t",
                            "INSERT main.t",
                            "INSERT main.t",
                            "INSERT main.t",
                            "DELETE main.t"),
                    store.commits);
            assertTrue(cache.bytes() <= cache.maxBytes());
        }
    }

    @Test
    void whatWasJustWrittenIsNotReadAgain() {
        try (StoredPagesStore store = new StoredPagesStore(new PageCache(1 << 20))) {
            try (WriteTransaction write = store.begin()) {
                write.createTable(new TableDefinition(
                        T,
                        TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name")),
                        List.of("BIGINT", "VARCHAR"),
                        List.of(0),
                        List.of(),
                        List.of()));
                write.commit();
            }
            for (int i = 0; i < 10; i++) {
                try (WriteTransaction write = store.begin()) {
                    append(write, 100L * i, 100);
                    write.commit();
                }
                try (Snapshot snapshot = store.snapshot()) {
                    PagedTable table = (PagedTable) snapshot.table(T);
                    for (Segment segment : table.segments()) {
                        segment.page(1).values();
                        assertEquals(0, ((CountingSource) segment.source()).calls());
                    }
                }
            }
        }
    }

    private void append(WriteTransaction write, long from, int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (long i = from; i < from + count; i++) {
            rows.add(List.of(i, "n" + i % 1000));
        }
        write.append(
                T,
                TestRows.stream(
                        TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name")),
                        rows,
                        5_000,
                        leaks.allocator()));
    }

    private static void check(Store store, long rows) {
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot table = snapshot.table(T);
            assertEquals(rows, table.rowCount());
            assertEquals(new ColumnStatistics(0, rows, 0L, rows - 1), table.statistics(0));
            ColumnStatistics names = table.statistics(1);
            assertEquals(1000, names.distinct(), 50);
            assertEquals("n0", names.min());
            assertEquals("n999", names.max());
        }
    }
}
