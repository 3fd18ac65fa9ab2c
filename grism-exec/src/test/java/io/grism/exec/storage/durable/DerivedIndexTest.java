package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Ancestor;
import io.grism.exec.storage.DerivedFiles;
import io.grism.exec.storage.History;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TableSnapshot.Heirloom;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.test.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of the tables of a database in a folder, and what is known of how they grew. */
final class DerivedIndexTest {
    private static final ObjectName NAME = new ObjectName("main", "t");
    private static final Schema SCHEMA = TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name"));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path folder;

    private DurableStore open() {
        return DurableStore.open(
                folder.resolve("db").toString(), Map.of("index_bytes", "0"), true, List.of(new IpcFormat()));
    }

    private void append(WriteTransaction write, int rows, long from) {
        List<List<?>> all = new ArrayList<>();
        for (long i = from; i < from + rows; i++) {
            all.add(TestRows.row(i, "old"));
        }
        write.append(NAME, TestRows.stream(SCHEMA, all, 1000, leaks.allocator()));
    }

    private void append(DurableStore store, int rows, long from) {
        try (WriteTransaction write = store.begin()) {
            append(write, rows, from);
            write.commit();
        }
    }

    private static TableSnapshot table(DurableStore store) {
        try (Snapshot snapshot = store.snapshot()) {
            return Objects.requireNonNull(snapshot.table(NAME));
        }
    }

    private void create(DurableStore store) {
        try (WriteTransaction write = store.begin()) {
            write.createTable(
                    new TableDefinition(NAME, SCHEMA, List.of("BIGINT", "VARCHAR"), List.of(0), List.of(), List.of()));
            append(write, 10, 0);
            write.commit();
        }
    }

    @Test
    void aTableRemembersFromWhichVersionsItHasGrown() {
        long first;
        long second;
        try (DurableStore store = open()) {
            create(store);
            first = table(store).version();
            append(store, 5, 10);
            second = table(store).version();
            assertEquals(10, table(store).commonRows(first, List.of(0)));
        }
        try (DurableStore store = open()) {
            assertEquals(second, table(store).version());
            assertEquals(10, table(store).commonRows(first, List.of(0)));
            append(store, 70_000, 100);
            assertEquals(10, table(store).commonRows(first, List.of(0)));
            assertEquals(15, table(store).commonRows(second, List.of(0)));
            store.history().optimize(null);
            assertEquals(15, table(store).commonRows(second, List.of(0)));
            store.history().restore(2);
            long other = table(store).version();
            append(store, 1, 1000);
            assertTrue(table(store).commonRows(other, List.of(0)) > 0);
            try (WriteTransaction write = store.begin()) {
                write.delete(
                        NAME,
                        TestRows.stream(
                                TestRows.schema(TypeKind.BIGINT.field("$row")),
                                List.of(TestRows.row(3L)),
                                1,
                                leaks.allocator()));
                write.commit();
            }
            assertEquals(-1, table(store).commonRows(first, List.of(0)));
            assertEquals(-1, table(store).commonRows(other, List.of(0)));
            assertEquals(List.of(), table(store).ancestors());
        }
    }

    private static long lookup(TableSnapshot table, long id) {
        Column keys = Columns.create(SCHEMA.getFields().get(0));
        keys.append((Object) id);
        long[] found = new long[1];
        table.keyIndex(List.of(0)).lookup(List.of(keys), 1, found);
        return found[0];
    }

    private List<String> keyFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("db/derived"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("key-"))
                    .toList();
        }
    }

    @Test
    void aKeyIndexIsKeptAndGrown() throws IOException {
        try (DurableStore store = open()) {
            create(store);
            append(store, 1000, 10);
        }
        try (DurableStore store = open()) {
            assertEquals(500, lookup(table(store), 500));
            assertEquals(1, keyFiles().size());
            append(store, 10, 2000);
        }
        List<String> before = keyFiles();
        try (DurableStore store = open()) {
            // It has not grown by enough for another file.
            assertEquals(500, lookup(table(store), 500));
            assertEquals(1015, lookup(table(store), 2005));
            assertEquals(-1, lookup(table(store), 1500));
            assertEquals(before, keyFiles());
            GrismException e = assertThrows(GrismException.class, () -> append(store, 1, 700));
            assertEquals(ErrorCode.UNIQUE_VIOLATION, e.code());
            append(store, 1000, 3000);
        }
        try (DurableStore store = open()) {
            assertEquals(1020 + 500, lookup(table(store), 3500));
            assertEquals(2, keyFiles().size());
            damage(folder.resolve("db/derived").resolve(keyFiles().get(0)));
            damage(folder.resolve("db/derived").resolve(keyFiles().get(1)));
        }
        try (DurableStore store = open()) {
            assertEquals(1020 + 500, lookup(table(store), 3500));
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void manyVersionsAreForgottenButThoseInUse() {
        try (DurableStore store = open()) {
            create(store);
            long first = table(store).version();
            Objects.requireNonNull(table(store).derivedFiles()).write("x", first, out -> out.putInt(1));
            for (int i = 0; i < 100; i++) {
                // In use by this process only, and there is a newer one after each step.
                table(store).derived("index", Heirloom.class, () -> new Heirloom() {});
                append(store, 1, 100 + i);
            }
            List<Ancestor> ancestors = table(store).ancestors();
            assertTrue(ancestors.size() < 70, ancestors.toString());
            assertEquals(10, table(store).commonRows(first, List.of(0)));
            assertEquals(109, ancestors.get(ancestors.size() - 1).rowCount());
        }
    }

    private void change(DurableStore store, boolean isDelete, List<List<?>> rows) {
        try (WriteTransaction write = store.begin()) {
            Field position = TypeKind.BIGINT.field("$row");
            if (isDelete) {
                write.delete(NAME, TestRows.stream(TestRows.schema(position), rows, 1, leaks.allocator()));
            } else {
                Schema schema = TestRows.schema(position, SCHEMA.getFields().get(1));
                write.update(NAME, List.of(1), TestRows.stream(schema, rows, 1, leaks.allocator()));
            }
            write.commit();
        }
    }

    @Test
    void aTableRemembersWhichColumnsHaveBeenUpdated() throws IOException {
        long first;
        try (DurableStore store = open()) {
            create(store);
            first = table(store).version();
            append(store, 5, 10);
            change(store, false, List.of(TestRows.row(3L, "new")));
            append(store, 5, 20);
        }
        try (DurableStore store = open()) {
            TableSnapshot table = table(store);
            assertEquals(10, table.commonRows(first, List.of(0)));
            assertEquals(-1, table.commonRows(first, List.of(1)));
            assertEquals(-1, table.commonRows(first, List.of(0, 1)));
            Ancestor last = table.ancestors().get(table.ancestors().size() - 1);
            assertEquals(15, table.commonRows(last.version(), List.of(0, 1)), "nothing has changed since");
            assertEquals(3, lookup(table, 3));
            assertEquals(1, keyFiles().size());
            change(store, false, List.of(TestRows.row(4L, "other")));
        }
        try (DurableStore store = open()) {
            assertEquals(17, lookup(table(store), 22));
            assertEquals(1, keyFiles().size(), "the key has not changed");
        }
    }

    @Test
    void whatIsKeptGoesWithTheVersionThatItIsOf() {
        try (DurableStore store = open()) {
            create(store);
            TableSnapshot old = table(store);
            DerivedFiles files = Objects.requireNonNull(old.derivedFiles());
            files.write("x", old.version(), out -> out.putInts(new int[] {1, 2, 3}));
            change(store, true, List.of(TestRows.row(3L)));
            long second = table(store).version();
            files.write("z", second, out -> out.putInt(1));
            append(store, 5, 10);
            TableSnapshot now = table(store);
            files.write("y", now.version(), out -> out.putText("ä"));
            try (WriteTransaction write = store.begin()) {
                append(write, 1, 50);
                assertNull(
                        Objects.requireNonNull(write.view().table(NAME)).derivedFiles(), "not before it is committed");
            }
            assertTrue(Files.isDirectory(folder.resolve("db/derived")));
            assertEquals(3, files.read("x", old.version(), in -> in.getInts()).length);
            assertNull(files.read("x", now.version(), in -> in.getInts()));
            History.Vacuumed vacuumed = store.history().vacuum(Instant.now().plusSeconds(60));
            assertTrue(vacuumed.files() > 0);
            assertNull(files.read("x", old.version(), in -> in.getInts()));
            assertNotNull(files.read("y", now.version(), in -> in.getText()));
            assertNotNull(files.read("z", second, in -> in.getInt()), "that of an ancestor can grow");
        }
    }
}
