package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.KeyIndex;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keys of a database that is opened again and again find what those of one in memory find, and stay unique. */
final class KeysAcrossOpensTest {
    private static final ObjectName NAME = new ObjectName("main", "t");
    private static final Schema SCHEMA = TestRows.schema(
            TypeKind.BIGINT.field("dense"),
            TypeKind.BIGINT.field("wide"),
            TypeKind.VARCHAR.field("text"),
            TypeKind.INTEGER.field("more"));
    private static final TableDefinition TABLE = new TableDefinition(
            NAME,
            SCHEMA,
            List.of("BIGINT", "BIGINT", "VARCHAR", "INTEGER"),
            List.of(0),
            List.of(List.of(1), List.of(2, 3)),
            List.of());
    /** The last two are not unique. */
    private static final List<List<Integer>> KEYS =
            List.of(List.of(0), List.of(1), List.of(2, 3), List.of(3), List.of(2));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path folder;

    private DurableStore open() {
        return DurableStore.open(
                folder.resolve("db").toString(), Map.of("index_bytes", "1"), true, List.of(new IpcFormat()));
    }

    private static List<@Nullable Object> row(int number, Random random) {
        return TestRows.row(
                (long) number,
                random.nextInt(20) == 0 ? null : (Object) (number * 0x9E3779B97F4A7C15L),
                random.nextInt(20) == 0 ? null : "k" + number / 3,
                number % 3);
    }

    private void append(Store store, List<List<@Nullable Object>> rows) {
        try (WriteTransaction write = store.begin()) {
            write.append(NAME, TestRows.stream(SCHEMA, rows, 1000, leaks.allocator()));
            write.commit();
        }
    }

    private static KeyIndex index(Snapshot snapshot, List<Integer> key) {
        return Objects.requireNonNull(snapshot.table(NAME)).keyIndex(key);
    }

    private static void assertSame(Store expected, Store actual, Random random) {
        for (List<Integer> key : KEYS) {
            List<Column> columns = new ArrayList<>();
            for (int column : key) {
                columns.add(Columns.create(SCHEMA.getFields().get(column)));
            }
            int count = 500;
            for (int i = 0; i < count; i++) {
                List<@Nullable Object> row = row(random.nextInt(4000) - 100, random);
                for (int k = 0; k < key.size(); k++) {
                    columns.get(k).append(row.get(key.get(k)));
                }
            }
            long[] wanted = new long[count];
            long[] found = new long[count];
            try (Snapshot one = expected.snapshot();
                    Snapshot other = actual.snapshot()) {
                index(one, key).lookup(columns, count, wanted);
                index(other, key).lookup(columns, count, found);
                assertArrayEquals(wanted, found, "key " + key);
                assertEquals(index(one, key).isUnique(), index(other, key).isUnique());
            }
        }
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("db/derived"))) {
            return new HashSet<>(all.toList());
        }
    }

    @Test
    void keysAreFoundAndUniqueAcrossOpens() throws IOException {
        long seed = Seeds.first();
        Random random = new Random(seed);
        try (Store memory = new MemoryStore()) {
            for (Store store : List.of(memory, open())) {
                try (WriteTransaction write = store.begin()) {
                    write.createTable(TABLE);
                    write.commit();
                }
                if (store instanceof DurableStore) {
                    store.close();
                }
            }
            int next = 0;
            for (int round = 0; round < 12; round++) {
                try (DurableStore store = open()) {
                    if (round % 3 != 1) {
                        assertSame(memory, store, random);
                    }
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        List<List<@Nullable Object>> rows = new ArrayList<>();
                        for (int more = 1 + random.nextInt(round == 0 ? 1000 : 200); more > 0; more--) {
                            rows.add(row(next++, random));
                        }
                        append(memory, rows);
                        append(store, rows);
                    }
                    assertSame(memory, store, random);
                    List<@Nullable Object> again = row(random.nextInt(next), random);
                    GrismException e = assertThrows(GrismException.class, () -> append(store, List.of(again)));
                    assertEquals(ErrorCode.UNIQUE_VIOLATION, e.code(), "seed " + seed);
                }
            }
            assertTrue(files().size() >= 2, files().toString());
            for (Path file : files()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[random.nextInt(bytes.length)] ^= 4;
                Files.write(file, bytes);
            }
            try (DurableStore store = open()) {
                assertSame(memory, store, random);
            }
        }
    }
}
