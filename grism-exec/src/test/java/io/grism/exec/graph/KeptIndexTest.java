package io.grism.exec.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.graph.GraphTables.Presence;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import io.grism.exec.graph.GraphTables.VertexTable;
import io.grism.exec.storage.DerivedFiles;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.storage.durable.DerivedFolder;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Indexes of graphs that grow and change: made of older ones, read from files, and always those that all rows give. */
final class KeptIndexTest {
    private static final Field ID = TypeKind.BIGINT.field("id");
    private static final Field A = TypeKind.BIGINT.field("a");
    private static final Field B = TypeKind.BIGINT.field("b");
    /** A property, which no index looks at; the last column of all tables. */
    private static final Field P = TypeKind.BIGINT.field("p");

    private static final Schema VERTEX = TestRows.schema(ID, P);
    private static final Schema PAIR = TestRows.schema(A, B, P);
    private static final Schema HYPEREDGE = TestRows.schema(ID, A, B, P);

    private static final ObjectName V0 = name("v0");
    private static final ObjectName V1 = name("v1");
    private static final ObjectName EDGE = name("e");
    private static final ObjectName HYPER = name("h");
    private static final ObjectName MEMBER = name("t");
    private static final ObjectName NOTE = name("n");
    private static final List<ObjectName> ALL = List.of(V0, V1, EDGE, HYPER, MEMBER, NOTE);

    /** Vertex tables 0 and 1; edge tables 2 (plain), 3 (with roles, one through a table, one twice), 4 (plain, from edges of 3 to vertices). */
    private static final GraphTables GRAPH = new GraphTables(
            name("g"),
            List.of(new VertexTable(V0), new VertexTable(V1)),
            List.of(
                    new EdgeTable(EDGE, List.of(direct("source", 0, 0), direct("destination", 1, 1))),
                    new EdgeTable(
                            HYPER,
                            List.of(
                                    new Role("x", Presence.REQUIRED, null, List.of(1), 0, List.of(0)),
                                    new Role("x", Presence.REQUIRED, null, List.of(2), 0, List.of(0)),
                                    new Role("y", Presence.OPTIONAL, null, List.of(2), 1, List.of(0)),
                                    new Role(
                                            "z",
                                            Presence.OPTIONAL,
                                            new Through(MEMBER, List.of(0), List.of(1)),
                                            List.of(0),
                                            1,
                                            List.of(0)))),
                    new EdgeTable(NOTE, List.of(direct("source", 0, 3), direct("destination", 1, 0)))));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static ObjectName name(String table) {
        return new ObjectName("main", table);
    }

    private static Role direct(String role, int column, int player) {
        return new Role(role, List.of(column), player, List.of(0));
    }

    private static Schema schema(ObjectName table) {
        return table.equals(V0) || table.equals(V1) ? VERTEX : table.equals(HYPER) ? HYPEREDGE : PAIR;
    }

    private static Store create() {
        Store store = new MemoryStore();
        try (WriteTransaction write = store.begin()) {
            for (ObjectName table : ALL) {
                Schema schema = schema(table);
                List<String> types =
                        schema.getFields().stream().map(field -> "BIGINT").toList();
                write.createTable(new TableDefinition(table, schema, types, List.of(), List.of(), List.of()));
            }
            write.commit();
        }
        return store;
    }

    private void append(Store store, ObjectName table, List<List<@Nullable Object>> rows) {
        try (WriteTransaction write = store.begin()) {
            write.append(table, TestRows.stream(schema(table), rows, 7, leaks.allocator()));
            write.commit();
        }
    }

    private static List<List<@Nullable Object>> rows(ObjectName table, int count, long keys, Random random) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = TestRows.row();
            for (int column = 0; column < schema(table).getFields().size(); column++) {
                row.add(random.nextInt(12) == 0 ? null : (Object) (long) random.nextInt((int) keys));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Deletes or updates some rows. */
    private void change(Store store, ObjectName table, Random random) {
        change(store, table, random.nextInt(schema(table).getFields().size() + 1) - 1, random);
    }

    /** Updates a column of some rows, or deletes them if that is -1. */
    private void change(Store store, ObjectName table, int column, Random random) {
        List<List<@Nullable Object>> positions = new ArrayList<>();
        boolean isDelete = column < 0;
        try (Snapshot snapshot = store.snapshot()) {
            long count = snapshot.table(table).rowCount();
            for (long row = 0; row < count; row++) {
                if (random.nextInt(8) == 0) {
                    positions.add(isDelete ? TestRows.row(row) : TestRows.row(row, (long) random.nextInt(9)));
                }
            }
        }
        Field position = TypeKind.BIGINT.field("$row");
        try (WriteTransaction write = store.begin()) {
            if (isDelete) {
                write.delete(table, TestRows.stream(TestRows.schema(position), positions, 3, leaks.allocator()));
            } else {
                Schema schema =
                        TestRows.schema(position, schema(table).getFields().get(column));
                write.update(table, List.of(column), TestRows.stream(schema, positions, 3, leaks.allocator()));
            }
            write.commit();
        }
    }

    @Test
    void whateverHappensIndexesAreThoseOfAllRows(@TempDir Path folder) throws IOException {
        long base = Seeds.first();
        for (int run = 0; run < 40; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            Path own = Files.createTempDirectory(folder, "run");
            DerivedFiles files = new DerivedFolder(own, random.nextInt(3) == 0 ? 100 : 0);
            // Few keys: dangling and ambiguous ones are frequent. Many: whatever is new is complete.
            long keys = random.nextBoolean() ? 9 : 40;
            List<Snapshot> versions = new ArrayList<>();
            try (Store store = create()) {
                if (keys == 40) {
                    for (ObjectName table : List.of(V0, V1, HYPER)) {
                        List<List<@Nullable Object>> rows = new ArrayList<>();
                        for (long key = 0; key < keys; key++) {
                            rows.add(Collections.nCopies(
                                    schema(table).getFields().size(), key));
                        }
                        append(store, table, rows);
                    }
                }
                for (int step = 0; step < 25; step++) {
                    ObjectName table = ALL.get(random.nextInt(ALL.size()));
                    if (random.nextInt(4) == 0) {
                        change(store, table, random);
                    } else {
                        append(store, table, rows(table, 1 + random.nextInt(20), keys, random));
                    }
                    versions.add(store.snapshot());
                    Snapshot some = versions.get(
                            random.nextInt(4) == 0 ? random.nextInt(versions.size()) : versions.size() - 1);
                    if (random.nextInt(3) > 0) {
                        String where = "seed " + seed + "L, step " + step;
                        assertSame(new OpenedTables(some, null), some, where + ", in memory");
                        assertSame(new OpenedTables(some, null), new OpenedTables(some, files), where + ", in files");
                    }
                }
                versions.forEach(Snapshot::close);
            }
        }
    }

    private void assertSame(Snapshot expected, Snapshot actual, String where) {
        GraphIndex a = new GraphIndex(GRAPH, expected);
        GraphIndex b = new GraphIndex(GRAPH, actual);
        for (int edge : List.of(0, 2)) {
            assertSame(a.outgoing(edge, leaks.allocator()), b.outgoing(edge, leaks.allocator()), where);
            assertSame(a.incoming(edge, leaks.allocator()), b.incoming(edge, leaks.allocator()), where);
        }
        for (int edge = 0; edge < 3; edge++) {
            EdgeEnds ends = a.ends(edge, leaks.allocator());
            EdgeEnds others = b.ends(edge, leaks.allocator());
            assertEquals(ends.missing(), others.missing(), where);
            for (int role = 0; role < GRAPH.edges().get(edge).roles().size(); role++) {
                assertArrayEquals(ends.of(role), others.of(role), where);
            }
        }
        for (int i = 0; i < a.incidenceTables().size(); i++) {
            Incidences incidences = a.incidences(i, leaks.allocator());
            Incidences others = b.incidences(i, leaks.allocator());
            assertSame(incidences.players(), others.players(), where);
            assertSame(incidences.hyperedges(), others.hyperedges(), where);
        }
    }

    private static void assertSame(Adjacency expected, Adjacency actual, String where) {
        assertArrayEquals(expected.offsets(), actual.offsets(), where);
        assertArrayEquals(expected.neighbours(), actual.neighbours(), where);
        assertArrayEquals(expected.edges(), actual.edges(), where);
    }

    /** A graph whose keys all find their rows. */
    private Store whole(int vertices, int edges) {
        Store store = create();
        Random random = new Random(5);
        for (ObjectName table : List.of(V0, V1)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (long key = 0; key < vertices; key++) {
                rows.add(TestRows.row(key, key));
            }
            append(store, table, rows);
        }
        append(store, EDGE, pairs(edges, vertices, random));
        return store;
    }

    private static List<List<@Nullable Object>> pairs(int count, int vertices, Random random) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(TestRows.row((long) random.nextInt(vertices), (long) random.nextInt(vertices), 0L));
        }
        return rows;
    }

    private long scannedFor(Snapshot snapshot, DerivedFiles files) {
        OpenedTables opened = new OpenedTables(snapshot, files);
        assertSame(new OpenedTables(snapshot, null), opened, "opened");
        return opened.scannedRows();
    }

    @Test
    void whatIsInFilesIsNotMadeAgain(@TempDir Path folder) throws IOException {
        DerivedFiles files = new DerivedFolder(folder.resolve("derived"), 300);
        try (Store store = whole(50, 1000)) {
            assertTrue(scannedFor(store.snapshot(), files) >= 1000);
            assertEquals(0, scannedFor(store.snapshot(), files));
            long before = files(folder);
            append(store, EDGE, pairs(10, 50, new Random(7)));
            append(store, V0, List.of(TestRows.row(77L, 0L)));
            // The version of the file, and the rows since; three indexes look at them. A scan is of the whole split.
            Snapshot grown = store.snapshot();
            assertEquals(3 * 1010, scannedFor(grown, files));
            assertEquals(before, files(folder), "a little more is not worth a new file");
            append(store, EDGE, pairs(400, 50, new Random(8)));
            assertTrue(scannedFor(store.snapshot(), files) > 0);
            assertTrue(files(folder) > before);
            assertEquals(0, scannedFor(store.snapshot(), files));
        }
    }

    @Test
    void anUpdateOfOtherColumnsLeavesIndexesAsTheyAre(@TempDir Path folder) throws IOException {
        DerivedFiles files = new DerivedFolder(folder.resolve("derived"), 300);
        Random random = new Random(9);
        try (Store store = whole(50, 1000)) {
            assertTrue(scannedFor(store.snapshot(), files) >= 1000);
            change(store, EDGE, 2, random);
            for (int i = 0; i < 3; i++) {
                change(store, V1, 1, random);
            }
            assertEquals(0, scannedFor(store.snapshot(), files));
            append(store, EDGE, pairs(10, 50, random));
            change(store, EDGE, 2, random);
            assertEquals(3 * 1010, scannedFor(store.snapshot(), files), "only the rows that are new");
            change(store, V1, 0, random);
            change(store, V1, 1, random);
            assertTrue(scannedFor(store.snapshot(), files) > 0, "a key of vertices has changed");
            change(store, EDGE, 1, random);
            assertTrue(scannedFor(store.snapshot(), files) > 0, "a key of edges has changed");
            change(store, V0, -1, random);
            assertTrue(scannedFor(store.snapshot(), files) > 0, "rows are gone");
        }
    }

    private static long files(Path folder) throws IOException {
        return paths(folder).size();
    }

    /** The files of indexes. */
    private static List<Path> paths(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("used-"))
                    .toList();
        }
    }

    @Test
    void aDamagedFileIsNone(@TempDir Path folder) throws IOException {
        Random random = new Random(Seeds.first());
        DerivedFiles files = new DerivedFolder(folder, 300);
        try (Store store = whole(20, 100)) {
            scannedFor(store.snapshot(), files);
            List<Path> paths = paths(folder);
            assertEquals(5, paths.size(), paths.toString());
            for (Path path : paths) {
                byte[] good = Files.readAllBytes(path);
                for (int i = 0; i < 40; i++) {
                    byte[] bad = good.clone();
                    int at = random.nextInt(bad.length);
                    bad[at] ^= (byte) (1 << random.nextInt(8));
                    Files.write(path, random.nextInt(4) == 0 ? Arrays.copyOf(good, at) : bad);
                    scannedFor(store.snapshot(), files);
                    assertArrayEquals(good, Files.readAllBytes(path), path + " changed at " + at);
                }
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoError(@TempDir Path folder) throws IOException {
        try (Store store = whole(20, 100)) {
            scannedFor(store.snapshot(), new DerivedFolder(folder.resolve("not/there"), 1));
            Path file = Files.writeString(folder.resolve("file"), "no folder");
            scannedFor(store.snapshot(), new DerivedFolder(file, 1));
            Path locked = Files.createDirectory(
                    folder.resolve("locked"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
            scannedFor(store.snapshot(), new DerivedFolder(locked, 1));
        }
    }

    @Test
    void oldFilesGo(@TempDir Path folder) throws IOException {
        DerivedFolder files = new DerivedFolder(folder, 300);
        try (Store store = whole(20, 100)) {
            for (int i = 0; i < 5; i++) {
                scannedFor(store.snapshot(), files);
                append(store, EDGE, pairs(200 << i, 20, new Random(i)));
            }
            assertEquals(5 * 2, files(folder));
            long newest = store.snapshot().table(EDGE).version();
            scannedFor(store.snapshot(), files);
            assertTrue(files.has(newest));
            files.retain(Set.of(newest));
            assertEquals(5, files(folder));
        }
    }

    @Test
    void whatIsInMemoryGrows() {
        try (Store store = whole(20, 100)) {
            Snapshot after = store.snapshot();
            CountingForm form = new CountingForm();
            KeptIndex<String> older = new KeptIndex<>("k", "d", null);
            IndexSources old = new IndexSources(after.table(V0), List.of(0));
            assertEquals("built", older.get(old, form));
            append(store, V0, List.of(TestRows.row(98L, 0L)));
            append(store, V0, List.of(TestRows.row(97L, 0L)));
            KeptIndex<String> newer = new KeptIndex<>("k", "d", older);
            assertEquals(
                    "built, 20 rows before",
                    newer.get(new IndexSources(store.snapshot().table(V0), List.of(0)), form));
            change(store, V0, 1, new Random(1));
            KeptIndex<String> updated = new KeptIndex<>("k", "d", newer);
            assertEquals(
                    "built, 20 rows before",
                    updated.get(new IndexSources(store.snapshot().table(V0), List.of(0)), form));
            change(store, V0, 0, new Random(1));
            KeptIndex<String> changed = new KeptIndex<>("k", "d", newer);
            assertEquals("built", changed.get(new IndexSources(store.snapshot().table(V0), List.of(0)), form));
            // An index of an older version of another table that is asked for again is made of all rows.
            assertEquals("built", newer.get(old, form));
        }
    }

    /** Tells how it was made. */
    private static final class CountingForm implements IndexForm<String> {
        @Override
        public String build() {
            return "built";
        }

        @Override
        public String extend(String old, Map<ObjectName, Integer> before) {
            return old + ", " + before.get(V0) + " rows before";
        }

        @Override
        public long sizeInBytes(String index) {
            return 1;
        }

        @Override
        public void write(String index, DerivedOutput out) throws IOException {
            out.putText(index);
        }

        @Override
        public String read(DerivedInput in) throws IOException {
            return in.getText();
        }
    }
}
