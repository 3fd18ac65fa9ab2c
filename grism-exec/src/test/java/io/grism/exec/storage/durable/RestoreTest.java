package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.storage.History;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.test.LeakCheck;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Versions that are restored, and written on, one after the other and again. */
class RestoreTest {
    private static final ObjectName T = new ObjectName("main", "t");

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path folder;

    private Store open() {
        return DurableStore.open(folder.resolve("db").toString(), Map.of(), true, TestFormats.get());
    }

    private long insert(Store store, long value) {
        try (WriteTransaction transaction = store.begin()) {
            transaction.append(
                    T,
                    TestRows.stream(
                            new Schema(List.of(TypeKind.BIGINT.field("id"))),
                            List.of(TestRows.row(value)),
                            10,
                            leaks.allocator()));
            transaction.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.version();
        }
    }

    private List<Object> rows(Snapshot snapshot) {
        TableSnapshot table = snapshot.table(T);
        assertNotNull(table);
        List<Object> rows = new ArrayList<>();
        for (Split split : table.splits(1000)) {
            TestRows.readAll(table.scan(split, new ScanRequest(List.of(0), null, 100), leaks.allocator()))
                    .forEach(row -> rows.add(String.valueOf(row.get(0))));
        }
        return rows;
    }

    private List<Object> newest(Store store) {
        try (Snapshot snapshot = store.snapshot()) {
            return rows(snapshot);
        }
    }

    private static History history(Store store) {
        History history = store.history();
        assertNotNull(history);
        return history;
    }

    @Test
    void versionsAreRestoredInAnyOrder() {
        long first;
        long second;
        try (Store store = open()) {
            try (WriteTransaction transaction = store.begin()) {
                transaction.createTable(new TableDefinition(
                        T,
                        new Schema(List.of(TypeKind.BIGINT.field("id"))),
                        List.of("BIGINT"),
                        List.of(),
                        List.of(),
                        List.of()));
                transaction.commit();
            }
            first = insert(store, 1);
            second = insert(store, 2);
            history(store).restore(first);
            assertEquals(List.of("1"), newest(store));
            insert(store, 3);
            assertEquals(List.of("1", "3"), newest(store));
        }
        try (Store store = open()) {
            history(store).restore(second);
            insert(store, 4);
            assertEquals(List.of("1", "2", "4"), newest(store));
            try (WriteTransaction transaction = store.begin()) {
                transaction.dropTable(T);
                transaction.commit();
            }
            history(store).restore(first);
            insert(store, 5);
            assertEquals(List.of("1", "5"), newest(store));
            try (Snapshot snapshot = history(store).snapshot(second)) {
                assertEquals(List.of("1", "2"), rows(snapshot));
            }
            history(store).vacuum(Instant.now().plusSeconds(1));
            insert(store, 6);
        }
        try (Store store = open()) {
            assertEquals(List.of("1", "5", "6"), newest(store));
        }
    }
}
