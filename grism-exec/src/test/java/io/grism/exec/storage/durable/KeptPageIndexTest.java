package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.expr.SimpleEvaluationContext;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.IndexUse;
import io.grism.exec.test.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Indexes of pages beside the tables of a database in a folder. */
final class KeptPageIndexTest {
    private static final ObjectName T = new ObjectName("main", "t");
    private static final ObjectName OTHER = new ObjectName("main", "other");
    private static final Field NUMBER = TypeKind.BIGINT.field("number");
    private static final Field TEXT = TypeKind.VARCHAR.field("text");
    private static final Schema SCHEMA = TestRows.schema(NUMBER, TEXT);
    private static final Field TRUTH = TypeKind.BOOLEAN.field("");
    /** Two segments and a half. */
    private static final int ROWS = 160_000;

    private static final int PRIME = 100_003;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path folder;

    private Path db() {
        return folder.resolve("db");
    }

    private DurableStore open() {
        return DurableStore.open(db().toString(), Map.of("index_bytes", "0"), true, List.of(new IpcFormat()));
    }

    private void create(DurableStore store, ObjectName... names) {
        try (WriteTransaction write = store.begin()) {
            for (ObjectName name : names) {
                write.createTable(new TableDefinition(
                        name, SCHEMA, List.of("BIGINT", "VARCHAR"), List.of(), List.of(), List.of()));
                append(write, name, 0, ROWS);
            }
            write.commit();
        }
    }

    private void append(WriteTransaction write, ObjectName name, int from, int count) {
        List<List<?>> rows = new ArrayList<>();
        for (long i = from; i < from + count; i++) {
            rows.add(TestRows.row(i * 7919 % PRIME, i % 50 == 0 ? null : "text " + i % 1000));
        }
        write.append(name, TestRows.stream(SCHEMA, rows, 5000, leaks.allocator()));
    }

    private static TableSnapshot table(DurableStore store, ObjectName name) {
        try (Snapshot snapshot = store.snapshot()) {
            return Objects.requireNonNull(snapshot.table(name));
        }
    }

    private long[] find(TableSnapshot table, IndexKind kind, int column, Function function, Object value) {
        Field field = SCHEMA.getFields().get(column);
        Expression condition = new Expression.Call(
                function, List.of(new Expression.ColumnRef(0, field), new Expression.Literal(value, field)), TRUTH);
        long[] found = table.candidates(
                new IndexUse("i", kind, List.of(column)),
                condition,
                List.of(column),
                new SimpleEvaluationContext(leaks.allocator()),
                List.of(new Split(0, table.rowCount())));
        assertNotNull(found);
        return found;
    }

    /** Looks up in indexes of all kinds. */
    private void check(TableSnapshot table) {
        long[] numbers = find(table, IndexKind.BTREE, 0, Function.EQUALS, 5L * 7919 % PRIME);
        assertArrayEquals(new long[] {5, 5 + PRIME}, Arrays.stream(numbers).toArray());
        long[] texts = find(table, IndexKind.BITMAP, 1, Function.EQUALS, "text 77");
        long[] tokens = find(table, IndexKind.FTS, 1, Function.CONTAINS_TOKENS, "77");
        long[] expected = java.util.stream.LongStream.range(0, ROWS)
                .filter(i -> i % 1000 == 77)
                .toArray();
        assertArrayEquals(expected, tokens);
        // An index of texts may name others that are as long at the beginning.
        assertTrue(Arrays.stream(texts)
                .boxed()
                .collect(Collectors.toSet())
                .containsAll(Arrays.stream(expected).boxed().toList()));
    }

    private Path pages() {
        return db().resolve("derived/pages");
    }

    private Set<String> files() throws IOException {
        if (!Files.isDirectory(pages())) {
            return Set.of();
        }
        try (Stream<Path> all = Files.list(pages())) {
            return all.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** So that whoever needs rows fails. */
    private void hideRows() throws IOException {
        Files.move(db().resolve("tables"), folder.resolve("hidden"));
    }

    private void showRows() throws IOException {
        Files.move(folder.resolve("hidden"), db().resolve("tables"));
    }

    @Test
    void whatWasMadeIsReadAfterTheDatabaseIsOpenedAnew() throws IOException {
        try (DurableStore store = open()) {
            create(store, T);
            TableSnapshot table = table(store, T);
            table.prepare(new IndexUse("i", IndexKind.BTREE, List.of(0)));
            assertEquals(3, files().size(), files().toString());
            check(table);
            assertEquals(9, files().size(), files().toString());
        }
        hideRows();
        try (DurableStore store = open()) {
            check(table(store, T));
            assertThrows(
                    GrismException.class,
                    () -> find(table(store, T), IndexKind.BTREE, 1, Function.EQUALS, "text 1"),
                    "no index of this kind was made, and rows are not to be had");
        }
        showRows();
        assertEquals(9, files().size(), files().toString());
    }

    @Test
    void damagedForeignAndMissingFilesAreMadeAgain() throws IOException {
        try (DurableStore store = open()) {
            create(store, T);
            check(table(store, T));
        }
        Set<String> files = files();
        int number = 0;
        List<byte[]> contents = new ArrayList<>();
        for (String file : files) {
            byte[] bytes = Files.readAllBytes(pages().resolve(file));
            contents.add(bytes);
            switch (number++ % 4) {
                case 0 -> bytes[number * 977 % bytes.length] ^= 8;
                case 1 -> bytes = Arrays.copyOf(bytes, bytes.length * 2 / 3);
                case 2 -> bytes = contents.get(0);
                default -> bytes = new byte[0];
            }
            Files.write(pages().resolve(file), bytes);
        }
        try (DurableStore store = open()) {
            check(table(store, T));
        }
        assertEquals(files, files());
        Files.delete(pages().resolve(files.iterator().next()));
        List<String> all = new ArrayList<>(files);
        Files.copy(pages().resolve(all.get(1)), pages().resolve(all.get(2)), StandardCopyOption.REPLACE_EXISTING);
        try (DurableStore store = open()) {
            check(table(store, T));
        }
        assertEquals(files, files());
        hideRows();
        try (DurableStore store = open()) {
            check(table(store, T));
        }
        showRows();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoError() throws IOException {
        try (DurableStore store = open()) {
            create(store, T);
        }
        Files.writeString(db().resolve("derived"), "no folder");
        try (DurableStore store = open()) {
            check(table(store, T));
            check(table(store, T));
        }
        assertEquals(Set.of(), files());
    }

    @Test
    void vacuumRemovesWhatNoVersionHas() throws IOException {
        try (DurableStore store = open()) {
            create(store, T, OTHER);
            check(table(store, T));
            Set<String> kept = files();
            check(table(store, OTHER));
            Set<String> all = files();
            assertEquals(18, all.size(), all.toString());
            try (WriteTransaction write = store.begin()) {
                write.dropTable(OTHER);
                write.commit();
            }
            Files.writeString(pages().resolve("btree-0-0000000000000001.index"), "of a segment that is not there");
            assertTrue(store.history().vacuum(Instant.now().plusSeconds(60)).files() >= 10);
            assertEquals(kept, files());
            try (WriteTransaction write = store.begin()) {
                write.delete(
                        T,
                        TestRows.stream(
                                TestRows.schema(TypeKind.BIGINT.field("$row")),
                                List.of(TestRows.row((long) ROWS - 1)),
                                1,
                                leaks.allocator()));
                write.commit();
            }
            find(table(store, T), IndexKind.BTREE, 0, Function.EQUALS, 5L);
            assertEquals(10, files().size(), "one page was made anew");
            store.history().vacuum(Instant.now().plusSeconds(60));
            Set<String> left = files();
            assertEquals(7, left.size(), left.toString());
            assertEquals(6, left.stream().filter(kept::contains).count(), "those of segments that have not changed");
        }
    }

    @Test
    void whatIsDiscardedIsRemovedAndNothingElse() throws IOException {
        try (DurableStore store = open()) {
            create(store, T);
            check(table(store, T));
            table(store, T).discard(new IndexUse("i", IndexKind.BITMAP, List.of(1)));
            assertEquals(6, files().size(), files().toString());
            assertTrue(files().stream().noneMatch(name -> name.startsWith("bitmap-1-")), files().toString());
            check(table(store, T));
        }
        try (DurableStore store = open()) {
            check(table(store, T));
            assertEquals(9, files().size(), files().toString());
        }
    }

    @Test
    void aTailThatGrowsWritesNoMoreForIndexesThanForRows() throws IOException {
        try (DurableStore store = open()) {
            create(store, T);
            int before = files().size();
            for (int i = 0; i < 40; i++) {
                try (WriteTransaction write = store.begin()) {
                    append(write, T, ROWS + 10 * i, 10);
                    write.commit();
                }
                find(table(store, T), IndexKind.BTREE, 0, Function.EQUALS, 5L);
            }
            assertTrue(files().size() - before < 20, files().toString());
        }
    }
}
