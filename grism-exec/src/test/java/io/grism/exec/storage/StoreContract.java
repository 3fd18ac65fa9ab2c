package io.grism.exec.storage;

import static io.grism.exec.storage.TestRows.row;
import static io.grism.exec.storage.TestRows.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.expr.SimpleEvaluationContext;
import io.grism.exec.storage.TableDefinition.ForeignKey;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every store must do. A store's test extends this and makes the store; the store has the schema {@code main}. */
public abstract class StoreContract {
    private static final ObjectName T = new ObjectName("main", "t");
    private static final ObjectName CHILD = new ObjectName("main", "child");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private Store store;

    /** A new and empty store. */
    protected abstract Store createStore();

    @BeforeEach
    void open() {
        store = createStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private BufferAllocator allocator() {
        return leaks.allocator();
    }

    private static TableDefinition table(
            ObjectName name, List<Field> fields, List<String> types, List<Integer> key, ForeignKey... references) {
        return new TableDefinition(name, new Schema(fields), types, key, List.of(), List.of(references));
    }

    private static TableDefinition idAndName() {
        return table(
                T,
                List.of(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name")),
                List.of("BIGINT", "VARCHAR"),
                List.of(0));
    }

    private void create(TableDefinition... definitions) {
        try (WriteTransaction write = store.begin()) {
            for (TableDefinition definition : definitions) {
                write.createTable(definition);
            }
            write.commit();
        }
    }

    private long append(WriteTransaction write, ObjectName name, List<? extends List<?>> rows) {
        TableSnapshot table = write.view().table(name);
        assertNotNull(table);
        return write.append(name, TestRows.stream(table.definition().schema(), rows, 7, allocator()));
    }

    private void insert(ObjectName name, List<? extends List<?>> rows) {
        try (WriteTransaction write = store.begin()) {
            assertEquals(rows.size(), append(write, name, rows));
            write.commit();
        }
    }

    private long delete(WriteTransaction write, ObjectName name, Long... positions) {
        return write.delete(
                name,
                TestRows.stream(
                        TestRows.schema(TypeKind.BIGINT.field("row")),
                        java.util.Arrays.stream(positions).map(List::of).toList(),
                        3,
                        allocator()));
    }

    private long update(WriteTransaction write, ObjectName name, int column, List<? extends List<?>> rows) {
        TableSnapshot table = write.view().table(name);
        assertNotNull(table);
        Schema schema = TestRows.schema(
                TypeKind.BIGINT.field("row"),
                table.definition().schema().getFields().get(column));
        return write.update(name, List.of(column), TestRows.stream(schema, rows, 5, allocator()));
    }

    private List<List<@Nullable Object>> rows(Snapshot snapshot, ObjectName name) {
        TableSnapshot table = snapshot.table(name);
        assertNotNull(table);
        return rows(table, 4);
    }

    private List<List<@Nullable Object>> rows(TableSnapshot table, long splitRows) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < table.definition().sqlTypes().size(); i++) {
            columns.add(i);
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Split split : table.splits(splitRows)) {
            rows.addAll(TestRows.readAll(table.scan(split, new ScanRequest(columns, null, 3), allocator())));
        }
        assertEquals(table.rowCount(), rows.size());
        return rows;
    }

    private List<String> text(ObjectName name) {
        try (Snapshot snapshot = store.snapshot()) {
            return TestRows.text(rows(snapshot, name));
        }
    }

    private void assertFails(ErrorCode code, String words, Work work) {
        GrismException e = assertThrows(GrismException.class, () -> {
            try (WriteTransaction write = store.begin()) {
                work.run(write);
                write.commit();
            }
        });
        assertEquals(code, e.code(), e.getMessage());
        for (String word : words.split("\\|")) {
            assertTrue(e.getMessage().contains(word), e.getMessage() + "\nshould contain " + word);
        }
    }

    private interface Work {
        void run(WriteTransaction write);
    }

    @Test
    void aSnapshotKeepsItsVersion() {
        create(idAndName());
        insert(T, List.of(row(1L, "a"), row(2L, "b")));
        try (Snapshot before = store.snapshot()) {
            try (WriteTransaction write = store.begin()) {
                append(write, T, List.of(row(3L, "c")));
                update(write, T, 1, List.of(List.of(0L, "A")));
                delete(write, T, 1L);
                assertEquals(List.of("[1, A]", "[3, c]"), TestRows.text(rows(write.view(), T)));
                assertEquals(List.of("[1, a]", "[2, b]"), text(T), "not committed yet");
                write.commit();
            }
            assertEquals(List.of("[1, a]", "[2, b]"), TestRows.text(rows(before, T)));
            try (Snapshot after = store.snapshot()) {
                assertEquals(List.of("[1, A]", "[3, c]"), TestRows.text(rows(after, T)));
                assertTrue(after.version() > before.version());
                assertNotEquals(before.table(T).version(), after.table(T).version());
            }
        }
    }

    @Test
    void anAbandonedTransactionLeavesNothing() {
        create(idAndName());
        insert(T, List.of(row(1L, "a")));
        try (WriteTransaction write = store.begin()) {
            append(write, T, List.of(row(2L, "b"), row(3L, "c")));
            write.createSchema("other");
            write.createTable(table(
                    new ObjectName("other", "x"), List.of(TypeKind.BIGINT.field("id")), List.of("BIGINT"), List.of()));
            write.putObject(new CatalogObject(new ObjectName("main", "v"), "VIEW", "SELECT 1"));
            write.dropTable(T);
        }
        assertEquals(List.of("[1, a]"), text(T));
        // Keys of abandoned rows are free, at any position.
        insert(T, List.of(row(3L, "d"), row(4L, "e"), row(2L, "f")));
        assertEquals(List.of("[1, a]", "[3, d]", "[4, e]", "[2, f]"), text(T));
        assertEquals(
                List.of(0L, 3L, 1L, 2L, -1L),
                lookup(T, List.of(0), List.of(row(1L), row(2L), row(3L), row(4L), row(5L))));
        try (Snapshot snapshot = store.snapshot()) {
            assertFalse(snapshot.schemas().contains("other"));
            assertNull(snapshot.object(new ObjectName("main", "v")));
        }
    }

    @Test
    void aFailedStatementFreesTheWriter() {
        create(idAndName());
        insert(T, List.of(row(1L, "a")));
        for (int i = 0; i < 3; i++) {
            assertFails(
                    ErrorCode.UNIQUE_VIOLATION,
                    "main.t|(id = 1)",
                    write -> append(write, T, List.of(row(5L, "x"), row(1L, "y"))));
        }
        insert(T, List.of(row(5L, "e")));
        assertEquals(List.of("[1, a]", "[5, e]"), text(T));
    }

    @Test
    void theCatalogHoldsSchemasTablesAndObjects() {
        ObjectName view = new ObjectName("s", "v");
        try (WriteTransaction write = store.begin()) {
            write.createSchema("s");
            write.putObject(new CatalogObject(view, "VIEW", "SELECT 1"));
            write.putObject(new CatalogObject(view, "VIEW", "SELECT 2"));
            write.createTable(idAndName());
            write.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertTrue(snapshot.schemas().containsAll(List.of("main", "s")));
            assertEquals(new CatalogObject(view, "VIEW", "SELECT 2"), snapshot.object(view));
            assertEquals(1, snapshot.objects().size());
            assertEquals(1, snapshot.tables().size());
            assertEquals(idAndName(), snapshot.table(T).definition());
        }
        assertFails(ErrorCode.OBJECT_EXISTS, "schema s", write -> write.createSchema("s"));
        assertFails(ErrorCode.OBJECT_EXISTS, "main.t", write -> write.createTable(idAndName()));
        assertFails(ErrorCode.OBJECT_EXISTS, "main.t", write -> write.putObject(new CatalogObject(T, "VIEW", "")));
        assertFails(ErrorCode.DEPENDENT_OBJECTS, "schema s|s.v", write -> write.dropSchema("s"));
        assertFails(ErrorCode.UNKNOWN_SCHEMA, "nowhere", write -> write.dropSchema("nowhere"));
        assertFails(ErrorCode.UNKNOWN_TABLE, "main.x", write -> write.dropTable(new ObjectName("main", "x")));
        try (WriteTransaction write = store.begin()) {
            write.dropObject(view);
            write.dropSchema("s");
            write.dropTable(T);
            write.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertFalse(snapshot.schemas().contains("s"));
            assertTrue(snapshot.tables().isEmpty());
        }
    }

    @Test
    void everyTypeComesBackAsItWas() {
        Random random = new Random(7);
        List<Field> fields = Samples.allFields().stream()
                .filter(field -> TypeKind.of(field) != TypeKind.NULL)
                .toList();
        List<String> types =
                fields.stream().map(field -> TypeKind.of(field).name()).toList();
        create(table(T, fields, types, List.of()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(new ArrayList<>(
                    fields.stream().map(f -> Samples.nullable(f, random, 0.2)).toList()));
        }
        insert(T, rows);
        assertEquals(TestRows.text(rows), text(T));
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot table = snapshot.table(T);
            long[] positions = {99, 0, -1, 17, 17};
            for (int i = 0; i < fields.size(); i++) {
                int column = i;
                try (FieldVector vector = table.gather(column, positions, 5, allocator())) {
                    List<List<@Nullable Object>> expected = new ArrayList<>();
                    for (long position : positions) {
                        expected.add(row(
                                position < 0 ? null : rows.get((int) position).get(column)));
                    }
                    List<List<@Nullable Object>> actual = new ArrayList<>();
                    Samples.values(vector).forEach(value -> actual.add(row(value)));
                    assertEquals(
                            TestRows.text(expected),
                            TestRows.text(actual),
                            fields.get(i).toString());
                }
                ColumnStatistics statistics = table.statistics(column);
                assertEquals(rows.stream().filter(r -> r.get(column) == null).count(), statistics.nulls());
            }
        }
    }

    @Test
    void statisticsTellCountsAndRange() {
        create(idAndName());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            rows.add(row(i - 5, i % 10 == 0 ? null : "n" + i % 7));
        }
        insert(T, rows);
        try (Snapshot snapshot = store.snapshot()) {
            assertEquals(
                    new ColumnStatistics(0, 1000, -5L, 994L), snapshot.table(T).statistics(0));
            ColumnStatistics names = snapshot.table(T).statistics(1);
            assertEquals(100, names.nulls());
            assertEquals(7, names.distinct(), 0.5);
            assertEquals("n0", names.min());
            assertEquals("n6", names.max());
        }
    }

    @Test
    void theRowIdIsThePosition() {
        create(idAndName());
        insert(T, List.of(row(10L, "a"), row(20L, "b"), row(30L, "c")));
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot table = snapshot.table(T);
            assertEquals(
                    List.of("[b, 1]", "[c, 2]"),
                    TestRows.text(TestRows.readAll(table.scan(
                            new Split(1, 2), new ScanRequest(List.of(1, ScanRequest.ROW_ID), null, 10), allocator()))));
            assertEquals(
                    3,
                    TestRows.readAll(table.scan(new Split(0, 3), new ScanRequest(List.of(), null, 2), allocator()))
                            .size());
        }
    }

    /** A store that filters must filter as the definition says; one that does not is never asked to. */
    @Test
    void aPredicateIsAppliedInFull() {
        create(idAndName());
        Random random = new Random(11);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 500; i++) {
            rows.add(row(i, random.nextInt(4) == 0 ? null : "n" + random.nextInt(9)));
        }
        insert(T, rows);
        Field id = TypeKind.BIGINT.field("id");
        Field truth = TypeKind.BOOLEAN.field("");
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot table = snapshot.table(T);
            if (!table.capabilities().contains(TableSnapshot.Capability.FILTER)) {
                return;
            }
            for (int round = 0; round < 60; round++) {
                if (round == 30) {
                    table.statistics(0);
                    table.statistics(1);
                }
                long least = random.nextInt(700) - 100L;
                String name = "n" + random.nextInt(12);
                boolean turned = random.nextBoolean();
                Expression ids = new Expression.ColumnRef(1, id);
                Expression constant =
                        random.nextBoolean() ? new Expression.Literal(least, id) : new Expression.Parameter(0, id);
                Expression condition = new Expression.Call(
                        Function.AND,
                        List.of(
                                new Expression.Call(
                                        turned ? Function.LESS_OR_EQUAL : Function.GREATER_OR_EQUAL,
                                        turned ? List.of(constant, ids) : List.of(ids, constant),
                                        truth),
                                new Expression.Call(
                                        Function.EQUALS,
                                        List.of(
                                                new Expression.ColumnRef(2, TypeKind.VARCHAR.field("name")),
                                                new Expression.Literal(name, TypeKind.VARCHAR.field(""))),
                                        truth)),
                        truth);
                ScanRequest request = new ScanRequest(
                        List.of(ScanRequest.ROW_ID, 0, 1),
                        condition,
                        new SimpleEvaluationContext(
                                allocator(), List.of(least), 0, java.util.TimeZone.getTimeZone("UTC"), ""),
                        40);
                List<List<@Nullable Object>> found = new ArrayList<>();
                for (Split split : table.splits(90)) {
                    found.addAll(TestRows.readAll(table.scan(split, request, allocator())));
                }
                List<List<@Nullable Object>> expected = new ArrayList<>();
                for (int i = 0; i < rows.size(); i++) {
                    if (i >= least && name.equals(rows.get(i).get(1))) {
                        expected.add(
                                row((long) i, rows.get(i).get(0), rows.get(i).get(1)));
                    }
                }
                assertEquals(TestRows.text(expected), TestRows.text(found), least + " " + name);
            }
        }
    }

    @Test
    void keysAreUniqueAndPresent() {
        TableDefinition definition = new TableDefinition(
                T,
                new Schema(List.of(
                        new Field("id", FieldType.notNullable(TypeKind.INTEGER.arrowType()), null),
                        TypeKind.VARCHAR.field("a"),
                        TypeKind.BIGINT.field("b"))),
                List.of("INTEGER", "VARCHAR", "BIGINT"),
                List.of(0),
                List.of(List.of(1, 2)),
                List.of());
        create(definition);
        insert(T, List.of(row(1, "x", 1L), row(2, "x", null), row(3, "x", null), row(4, null, 1L)));
        assertFails(ErrorCode.UNIQUE_VIOLATION, "(id = 2)", w -> append(w, T, List.of(row(2, "z", 0L))));
        assertFails(
                ErrorCode.UNIQUE_VIOLATION, "(id = 9)", w -> append(w, T, List.of(row(9, "y", 0L), row(9, "z", 0L))));
        assertFails(ErrorCode.UNIQUE_VIOLATION, "(a = 'x', b = 1)", w -> append(w, T, List.of(row(5, "x", 1L))));
        assertFails(ErrorCode.NOT_NULL_VIOLATION, "main.t|id", w -> append(w, T, List.of(row(null, "y", 1L))));
        assertFails(ErrorCode.UNIQUE_VIOLATION, "update|(id = 1)", w -> update(w, T, 0, List.of(row(1L, 1))));
        assertFails(ErrorCode.NOT_NULL_VIOLATION, "update|id", w -> update(w, T, 0, List.of(row(1L, null))));
        try (WriteTransaction write = store.begin()) {
            assertEquals(2, update(write, T, 0, List.of(row(1L, 1), row(0L, 2))), "keys may change places");
            write.commit();
        }
        try (WriteTransaction write = store.begin()) {
            assertEquals(1, delete(write, T, 0L));
            append(write, T, List.of(row(2, "x", 1L)));
            write.commit();
        }
        assertEquals(List.of("[1, x, null]", "[3, x, null]", "[4, null, 1]", "[2, x, 1]"), text(T));
        assertEquals(
                List.of(3L, -1L, -1L), lookup(T, List.of(1, 2), List.of(row("x", 1L), row("x", null), row("y", 1L))));
    }

    @Test
    void referencesHoldOnBothSides() {
        ObjectName parent = new ObjectName("main", "parent");
        TableDefinition parents = table(
                parent,
                List.of(TypeKind.VARCHAR.field("a"), TypeKind.BIGINT.field("b"), TypeKind.BIGINT.field("c")),
                List.of("VARCHAR", "BIGINT", "BIGINT"),
                List.of(0, 1));
        TableDefinition children = table(
                CHILD,
                List.of(TypeKind.BIGINT.field("id"), TypeKind.BIGINT.field("pb"), TypeKind.VARCHAR.field("pa")),
                List.of("BIGINT", "BIGINT", "VARCHAR"),
                List.of(0),
                new ForeignKey(List.of(1, 2), parent, List.of(1, 0)));
        assertFails(ErrorCode.UNKNOWN_TABLE, "main.child|main.parent", w -> w.createTable(children));
        create(parents, children);
        insert(parent, List.of(row("x", 1L, 0L), row("y", 2L, 0L)));
        insert(CHILD, List.of(row(1L, 1L, "x"), row(2L, null, "q"), row(3L, 1L, "x")));
        assertFails(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "main.child|main.parent|a = 'x'|b = 2|pb".replace("a = 'x'|b = 2|pb", "pa = 'x', pb = 2"),
                w -> append(w, CHILD, List.of(row(4L, 1L, "x"), row(5L, 2L, "x"))));
        assertFails(
                ErrorCode.FOREIGN_KEY_VIOLATION, "update main.child", w -> update(w, CHILD, 1, List.of(row(0L, 2L))));
        assertFails(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "delete from main.parent|a = 'x'|main.child",
                w -> delete(w, parent, 0L));
        assertFails(
                ErrorCode.FOREIGN_KEY_VIOLATION, "update main.parent", w -> update(w, parent, 1, List.of(row(0L, 7L))));
        assertFails(ErrorCode.DEPENDENT_OBJECTS, "main.parent|main.child", w -> w.dropTable(parent));
        try (WriteTransaction write = store.begin()) {
            assertEquals(1, delete(write, parent, 1L));
            assertEquals(1, update(write, parent, 2, List.of(row(0L, 5L))));
            assertEquals(2, delete(write, CHILD, 0L, 2L));
            assertEquals(1, delete(write, parent, 0L));
            write.commit();
        }
        assertEquals(List.of("[2, null, q]"), text(CHILD));
    }

    @Test
    void aTableMayReferenceItself() {
        create(table(
                T,
                List.of(TypeKind.INTEGER.field("id"), TypeKind.INTEGER.field("parent")),
                List.of("INTEGER", "INTEGER"),
                List.of(0),
                new ForeignKey(List.of(1), T, List.of(0))));
        insert(T, List.of(row(2, 1), row(1, null), row(3, 3)));
        assertFails(ErrorCode.FOREIGN_KEY_VIOLATION, "parent = 9", w -> append(w, T, List.of(row(4, 9))));
        assertFails(ErrorCode.FOREIGN_KEY_VIOLATION, "id = 1", w -> delete(w, T, 1L));
        try (WriteTransaction write = store.begin()) {
            assertEquals(3, delete(write, T, 0L, 1L, 2L));
            write.commit();
        }
        assertEquals(List.of(), text(T));
    }

    @Test
    void declaredLimitsHold() {
        create(table(
                T,
                List.of(
                        TypeKind.VARCHAR.field("v"),
                        TypeKind.VARCHAR.field("c"),
                        TypeKind.decimal("d", 4, 2),
                        TypeKind.VARBINARY.field("b")),
                List.of("VARCHAR(3)", "CHAR(3)", "DECIMAL(4, 2)", "BINARY(2)"),
                List.of()));
        BigDecimal small = new BigDecimal("99.99");
        insert(T, List.of(row("äöü", "ä", small, new byte[] {1}), row("ab    ", "abc ", small.negate(), null)));
        assertEquals(List.of("[äöü, ä  , 99.99, 0100]", "[ab , abc, -99.99, null]"), text(T));
        assertFails(
                ErrorCode.STRING_TOO_LONG,
                "main.t|column v|VARCHAR(3)|'abcd'",
                w -> append(w, T, List.of(row("abcd", null, null, null))));
        assertFails(ErrorCode.STRING_TOO_LONG, "column c|CHAR(3)", w -> update(w, T, 1, List.of(row(0L, "abcd"))));
        assertFails(
                ErrorCode.STRING_TOO_LONG,
                "column b|BINARY(2)|3 bytes",
                w -> append(w, T, List.of(row(null, null, null, new byte[3]))));
        assertFails(
                ErrorCode.TYPE_MISMATCH,
                "2 values|4 columns",
                w -> w.append(
                        T,
                        TestRows.stream(
                                TestRows.schema(TypeKind.VARCHAR.field("v"), TypeKind.VARCHAR.field("c")),
                                List.of(),
                                1,
                                allocator())));
        assertFails(
                ErrorCode.TYPE_MISMATCH,
                "column v|VARCHAR(3)",
                w -> w.update(
                        T,
                        List.of(0),
                        TestRows.stream(
                                TestRows.schema(TypeKind.BIGINT.field("row"), TypeKind.BIGINT.field("v")),
                                List.of(),
                                1,
                                allocator())));
    }

    @Test
    void derivedThingsAreMadeOnce() {
        create(idAndName());
        try (Snapshot snapshot = store.snapshot()) {
            Object first = snapshot.table(T).derived("key", Object.class, Object::new);
            assertSame(first, snapshot.table(T).derived("key", Object.class, Object::new));
            assertNotEquals(first, snapshot.table(T).derived("other", Object.class, Object::new));
        }
    }

    @Test
    void readersGoOnDuringWrites() throws Exception {
        create(idAndName());
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int r = 0; r < 2; r++) {
                readers.add(threads.submit(() -> {
                    int reads = 0;
                    do {
                        try (Snapshot snapshot = store.snapshot()) {
                            checkConsistent(snapshot);
                            reads++;
                        }
                    } while (!done.get());
                    return reads;
                }));
            }
            Random random = new Random(3);
            long next = 0;
            for (int i = 0; i < 300; i++) {
                try (WriteTransaction write = store.begin()) {
                    List<List<@Nullable Object>> rows = new ArrayList<>();
                    for (int k = random.nextInt(40); k >= 0; k--) {
                        // Far apart from time to time, so that the index changes its form under the readers.
                        rows.add(row(i > 200 ? next * 1_000_003 : next, "v" + (i > 200 ? next * 1_000_003 : next)));
                        next++;
                    }
                    append(write, T, rows);
                    if (random.nextInt(4) > 0) {
                        write.commit();
                    }
                }
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() > 0);
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    /** Every id is there once, with its name, and the index finds it. */
    private void checkConsistent(Snapshot snapshot) {
        TableSnapshot table = snapshot.table(T);
        List<List<@Nullable Object>> rows = rows(table, 1000);
        List<List<@Nullable Object>> keys = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            assertEquals("v" + rows.get(i).get(0), rows.get(i).get(1));
            keys.add(row(rows.get(i).get(0)));
            positions.add((long) i);
        }
        keys.add(row(-1L));
        positions.add(-1L);
        keys.add(row(Long.MAX_VALUE));
        positions.add(-1L);
        assertEquals(positions, lookup(table, List.of(0), keys));
    }

    private List<Long> lookup(ObjectName name, List<Integer> columns, List<? extends List<?>> keys) {
        try (Snapshot snapshot = store.snapshot()) {
            return lookup(snapshot.table(name), columns, keys);
        }
    }

    private static List<Long> lookup(TableSnapshot table, List<Integer> columns, List<? extends List<?>> keys) {
        List<Column> keyColumns = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column =
                    Columns.create(table.definition().schema().getFields().get(columns.get(i)));
            for (List<?> key : keys) {
                column.append(key.get(i));
            }
            keyColumns.add(column);
        }
        long[] positions = new long[keys.size()];
        table.keyIndex(columns).lookup(keyColumns, keys.size(), positions);
        return java.util.Arrays.stream(positions).boxed().toList();
    }

    @Test
    void randomChangesAgreeWithAModel() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        create(idAndName());
        List<List<@Nullable Object>> model = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        List<List<String>> remembered = new ArrayList<>();
        try {
            for (int round = 0; round < 120; round++) {
                List<List<@Nullable Object>> working = new ArrayList<>();
                model.forEach(row -> working.add(new ArrayList<>(row)));
                boolean ok = true;
                try (WriteTransaction write = store.begin()) {
                    for (int s = random.nextInt(3); ok && s >= 0; s--) {
                        ok = randomStatement(write, T, working, random);
                        if (ok) {
                            assertEquals(TestRows.text(working), TestRows.text(rows(write.view(), T)));
                        }
                    }
                    if (ok && random.nextInt(4) > 0) {
                        write.commit();
                        model.clear();
                        model.addAll(working);
                    }
                }
                Snapshot snapshot = store.snapshot();
                snapshots.add(snapshot);
                remembered.add(TestRows.text(model));
                assertEquals(TestRows.text(model), TestRows.text(rows(snapshot, T)));
                checkIndexes(snapshot.table(T), model);
            }
            for (int i = 0; i < snapshots.size(); i++) {
                assertEquals(remembered.get(i), TestRows.text(rows(snapshots.get(i), T)));
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Dgrism.seed=" + seed, e);
        } finally {
            snapshots.forEach(Snapshot::close);
        }
    }

    @Test
    void aTransactionSeesItsVersionAndItsOwnChanges() {
        create(idAndName(), table(CHILD, List.of(TypeKind.BIGINT.field("id")), List.of("BIGINT"), List.of(0)));
        insert(T, List.of(row(1L, "a")));
        try (Snapshot on = store.snapshot()) {
            insert(CHILD, List.of(row(7L)));
            try (WriteTransaction write = store.begin(on, PATIENCE)) {
                assertEquals(List.of(), TestRows.text(rows(write.view(), CHILD)), "committed after the version");
                append(write, T, List.of(row(2L, "b")));
                Snapshot first = write.view();
                append(write, T, List.of(row(3L, "c")));
                update(write, T, 1, List.of(row(0L, "A")));
                Snapshot second = write.view();
                delete(write, T, 1L);
                assertEquals(List.of("[1, A]", "[3, c]"), TestRows.text(rows(write.view(), T)));
                // What was read before goes on as it was.
                assertEquals(List.of("[1, a]", "[2, b]"), TestRows.text(rows(first, T)));
                assertEquals(List.of(0L, 1L, -1L), lookup(first.table(T), List.of(0), ids(1, 2, 3)));
                assertEquals(List.of("[1, A]", "[2, b]", "[3, c]"), TestRows.text(rows(second, T)));
                assertEquals(List.of(0L, 1L, 2L), lookup(second.table(T), List.of(0), ids(1, 2, 3)));
                write.commit();
            }
            assertEquals(List.of("[1, a]"), TestRows.text(rows(on, T)));
        }
        assertEquals(List.of("[1, A]", "[3, c]"), text(T));
        assertEquals(List.of("[7]"), text(CHILD), "what others have committed stays");
        assertEquals(List.of(0L, -1L, 1L), lookup(T, List.of(0), ids(1, 2, 3)));
    }

    @Test
    void whatARolledBackTransactionHasReadStaysReadable() {
        create(idAndName());
        insert(T, List.of(row(1L, "a")));
        Snapshot view;
        try (Snapshot on = store.snapshot();
                WriteTransaction write = store.begin(on, PATIENCE)) {
            append(write, T, List.of(row(2L, "b"), row(3L, "c")));
            view = write.view();
        }
        insert(T, List.of(row(3L, "d"), row(2L, "e"), row(4L, "f")));
        assertEquals(List.of(0L, 1L, 2L, -1L), lookup(view.table(T), List.of(0), ids(1, 2, 3, 4)));
        assertEquals(List.of("[1, a]", "[2, b]", "[3, c]"), TestRows.text(rows(view, T)));
        assertEquals(List.of(0L, 2L, 1L, 3L), lookup(T, List.of(0), ids(1, 2, 3, 4)));
        view.close();
    }

    @Test
    void aTableThatOthersHaveChangedIsAConflict() {
        create(idAndName());
        insert(T, List.of(row(1L, "a")));
        try (Snapshot on = store.snapshot()) {
            insert(T, List.of(row(2L, "b")));
            assertConflict(on, "main.t", write -> append(write, T, List.of(row(3L, "c"))));
            assertConflict(on, "main.t", write -> delete(write, T, 0L));
            assertConflict(on, "main.t", write -> update(write, T, 1, List.of(row(0L, "A"))));
            assertConflict(on, "main.t", write -> write.dropTable(T));
            try (WriteTransaction write = store.begin(on, PATIENCE)) {
                write.createSchema("s");
                write.commit();
            }
        }
        assertEquals(List.of("[1, a]", "[2, b]"), text(T));
        // The same once more, on what there is now.
        try (Snapshot on = store.snapshot();
                WriteTransaction write = store.begin(on, PATIENCE)) {
            assertTrue(on.schemas().contains("s"));
            append(write, T, List.of(row(3L, "c")));
            write.commit();
        }
        assertEquals(List.of("[1, a]", "[2, b]", "[3, c]"), text(T));
    }

    @Test
    void aTableThatIsMadeAnewIsAConflict() {
        create(idAndName());
        try (Snapshot on = store.snapshot()) {
            try (WriteTransaction write = store.begin()) {
                write.dropTable(T);
                write.createTable(idAndName());
                write.commit();
            }
            assertConflict(on, "main.t", write -> append(write, T, List.of(row(1L, "a"))));
        }
    }

    @Test
    void aReferenceToATableThatOthersHaveChangedIsAConflict() {
        create(
                idAndName(),
                table(
                        CHILD,
                        List.of(TypeKind.BIGINT.field("id"), TypeKind.BIGINT.field("t")),
                        List.of("BIGINT", "BIGINT"),
                        List.of(0),
                        new ForeignKey(List.of(1), T, List.of(0))));
        insert(T, List.of(row(1L, "a"), row(2L, "b")));
        try (Snapshot on = store.snapshot()) {
            try (WriteTransaction write = store.begin()) {
                delete(write, T, 1L);
                write.commit();
            }
            assertConflict(on, "main.child|main.t", write -> append(write, CHILD, List.of(row(1L, 2L))));
        }
        insert(CHILD, List.of(row(1L, 1L)));
        try (Snapshot on = store.snapshot()) {
            insert(CHILD, List.of(row(2L, 1L)));
            assertConflict(on, "main.t|main.child", write -> delete(write, T, 0L));
            assertConflict(on, "main.t|main.child", write -> update(write, T, 0, List.of(row(0L, 9L))));
            try (WriteTransaction write = store.begin(on, PATIENCE)) {
                update(write, T, 1, List.of(row(0L, "x")));
                write.commit();
            }
        }
        assertEquals(List.of("[1, x]"), text(T), "no key has changed");
        try (Snapshot on = store.snapshot()) {
            try (WriteTransaction write = store.begin()) {
                write.createTable(table(
                        new ObjectName("main", "late"),
                        List.of(TypeKind.BIGINT.field("t")),
                        List.of("BIGINT"),
                        List.of(),
                        new ForeignKey(List.of(0), T, List.of(0))));
                write.commit();
            }
            assertConflict(on, "main.t|main.late", write -> update(write, T, 0, List.of(row(0L, 9L))));
        }
    }

    @Test
    void namesThatOthersHaveTakenAreConflicts() {
        ObjectName view = new ObjectName("main", "v");
        ObjectName other = new ObjectName("main", "w");
        create(table(CHILD, List.of(TypeKind.BIGINT.field("id")), List.of("BIGINT"), List.of()));
        try (Snapshot on = store.snapshot()) {
            try (WriteTransaction write = store.begin()) {
                write.createTable(idAndName());
                write.createSchema("s");
                write.putObject(new CatalogObject(view, "VIEW", "SELECT 1"));
                write.commit();
            }
            assertConflict(on, "main.t", write -> write.createTable(idAndName()));
            assertConflict(on, "main.t", write -> write.putObject(new CatalogObject(T, "VIEW", "SELECT 2")));
            assertConflict(on, "main.v", write -> write.putObject(new CatalogObject(view, "VIEW", "SELECT 2")));
            assertConflict(on, "schema s", write -> write.createSchema("s"));
            // The view may be of the table.
            assertConflict(on, "main.v", write -> write.dropTable(CHILD));
            try (WriteTransaction write = store.begin(on, PATIENCE)) {
                write.putObject(new CatalogObject(other, "VIEW", "SELECT 3"));
                write.commit();
            }
        }
        try (Snapshot on = store.snapshot()) {
            assertEquals("SELECT 3", on.object(other).definition());
            assertEquals("SELECT 1", on.object(view).definition());
            try (WriteTransaction write = store.begin()) {
                write.dropTable(CHILD);
                write.dropSchema("s");
                write.commit();
            }
            assertConflict(on, "main.child", write -> write.putObject(new CatalogObject(view, "VIEW", "SELECT 4")));
            assertConflict(
                    on,
                    "schema s",
                    write -> write.createTable(table(
                            new ObjectName("s", "x"),
                            List.of(TypeKind.BIGINT.field("id")),
                            List.of("BIGINT"),
                            List.of())));
        }
    }

    @Test
    void aWriterWaitsOnlyAsLongAsItIsToldTo() throws Exception {
        create(idAndName());
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Snapshot on = store.snapshot();
                WriteTransaction running = store.begin(on, PATIENCE)) {
            GrismException e = thread.submit(
                            () -> assertThrows(GrismException.class, () -> store.begin(on, Duration.ofMillis(20))))
                    .get();
            assertEquals(ErrorCode.WRITE_CONFLICT, e.code());
            assertTrue(e.getMessage().contains("another write is running"), e.getMessage());
            Future<?> waiting = thread.submit(() -> insert(T, List.of(row(2L, "b"))));
            append(running, T, List.of(row(1L, "a")));
            running.commit();
            waiting.get();
        } finally {
            thread.shutdownNow();
        }
        assertEquals(List.of("[1, a]", "[2, b]"), text(T));
    }

    @Test
    void aTransactionWithoutChangesMakesNoVersion() {
        create(idAndName());
        try (Snapshot before = store.snapshot()) {
            try (WriteTransaction write = store.begin(before, PATIENCE)) {
                append(write, T, List.of());
                write.commit();
            }
            try (Snapshot after = store.snapshot()) {
                assertEquals(before.version(), after.version());
            }
        }
    }

    @Test
    void aTransactionComesBackToAMark() {
        create(idAndName(), table(CHILD, List.of(TypeKind.BIGINT.field("id")), List.of("BIGINT"), List.of(0)));
        insert(T, List.of(row(1L, "a")));
        ObjectName object = new ObjectName("main", "o");
        try (WriteTransaction write = store.begin(PATIENCE)) {
            append(write, T, List.of(row(2L, "b")));
            WriteTransaction.Mark mark = write.mark();
            Snapshot before = write.view();
            assertThrows(GrismException.class, () -> append(write, T, List.of(row(3L, "c"), row(2L, "d"))));
            assertThrows(IllegalStateException.class, write::view);
            for (int i = 0; i < 2; i++) {
                write.rollBackTo(mark);
                assertEquals(List.of("[1, a]", "[2, b]"), TestRows.text(rows(write.view(), T)));
                assertNull(write.view().object(object));
                append(write, T, List.of(row(3L, "e")));
                assertEquals(List.of(0L, 1L, 2L), lookup(write.view().table(T), List.of(0), ids(1, 2, 3)));
                delete(write, T, 0L);
                write.createSchema("s");
                write.dropTable(CHILD);
                write.putObject(new CatalogObject(object, "VIEW", "SELECT 1"));
            }
            write.rollBackTo(mark);
            assertEquals(List.of("[1, a]", "[2, b]"), TestRows.text(rows(before, T)));
            append(write, T, List.of(row(4L, "f")));
            write.commit();
        }
        assertEquals(List.of("[1, a]", "[2, b]", "[4, f]"), text(T));
        assertEquals(List.of(0L, 1L, -1L, 2L), lookup(T, List.of(0), ids(1, 2, 3, 4)));
        try (Snapshot snapshot = store.snapshot()) {
            assertEquals(Set.of("main"), Set.copyOf(snapshot.schemas()));
            assertNotNull(snapshot.table(CHILD));
            assertNull(snapshot.object(object));
        }
    }

    /** What is undone leaves a transaction without changes, which makes no version. */
    @Test
    void aTransactionBackAtItsStartMakesNoVersion() {
        create(idAndName());
        try (Snapshot before = store.snapshot()) {
            try (WriteTransaction write = store.begin(PATIENCE)) {
                WriteTransaction.Mark mark = write.mark();
                append(write, T, List.of(row(2L, "b")));
                write.rollBackTo(mark);
                write.commit();
            }
            try (Snapshot after = store.snapshot()) {
                assertEquals(before.version(), after.version());
            }
        }
    }

    private void assertConflict(Snapshot on, String words, Work work) {
        GrismException e = assertThrows(GrismException.class, () -> {
            try (WriteTransaction write = store.begin(on, PATIENCE)) {
                work.run(write);
                write.commit();
            }
        });
        assertEquals(ErrorCode.WRITE_CONFLICT, e.code(), e.getMessage());
        for (String word : (words + "|Run the transaction again").split("\\|")) {
            assertTrue(e.getMessage().contains(word), e.getMessage() + "\nshould contain " + word);
        }
    }

    private static List<List<@Nullable Object>> ids(long... ids) {
        List<List<@Nullable Object>> keys = new ArrayList<>();
        for (long id : ids) {
            keys.add(row(id));
        }
        return keys;
    }

    /** What a transaction may see of two tables, each with the number of its last change. */
    private record Seen(
            Snapshot snapshot, Map<ObjectName, List<List<@Nullable Object>>> rows, Map<ObjectName, Integer> changes) {}

    @Test
    void randomTransactionsOnOldVersionsAgreeWithAModel() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        List<ObjectName> names = List.of(T, CHILD);
        create(
                idAndName(),
                table(CHILD, idAndName().schema().getFields(), idAndName().sqlTypes(), List.of(0)));
        List<Seen> seen = new ArrayList<>();
        Map<ObjectName, List<List<@Nullable Object>>> newest = new HashMap<>();
        Map<ObjectName, Integer> changes = new HashMap<>();
        names.forEach(name -> {
            newest.put(name, List.of());
            changes.put(name, 0);
        });
        int conflicts = 0;
        try {
            for (int round = 0; round < 150; round++) {
                seen.add(new Seen(store.snapshot(), new HashMap<>(newest), new HashMap<>(changes)));
                Seen on = seen.get(Math.max(0, seen.size() - 1 - random.nextInt(3)));
                Map<ObjectName, List<List<@Nullable Object>>> working = new HashMap<>();
                names.forEach(name -> {
                    List<List<@Nullable Object>> copy = new ArrayList<>();
                    on.rows().get(name).forEach(row -> copy.add(new ArrayList<>(row)));
                    working.put(name, copy);
                });
                Set<ObjectName> touched = new HashSet<>();
                boolean ok = true;
                try (WriteTransaction write = store.begin(on.snapshot(), PATIENCE)) {
                    for (int s = random.nextInt(3); ok && s >= 0; s--) {
                        ObjectName name = names.get(random.nextInt(2));
                        if (on.changes().get(name).equals(changes.get(name))) {
                            long version = write.view().table(name).version();
                            ok = randomStatement(write, name, working.get(name), random);
                            // A statement may have changed no row.
                            if (ok && write.view().table(name).version() != version) {
                                touched.add(name);
                            }
                        } else {
                            GrismException e = assertThrows(
                                    GrismException.class, () -> append(write, name, List.of(row(1L, "x"))));
                            assertEquals(ErrorCode.WRITE_CONFLICT, e.code());
                            ok = false;
                            conflicts++;
                        }
                        for (ObjectName each : names) {
                            if (ok) {
                                assertEquals(TestRows.text(working.get(each)), TestRows.text(rows(write.view(), each)));
                                checkIndexes(write.view().table(each), working.get(each));
                            }
                        }
                    }
                    if (ok && random.nextInt(4) > 0) {
                        write.commit();
                        for (ObjectName name : touched) {
                            newest.put(name, working.get(name));
                            changes.merge(name, 1, Integer::sum);
                        }
                    }
                }
                try (Snapshot now = store.snapshot()) {
                    for (ObjectName name : names) {
                        assertEquals(TestRows.text(newest.get(name)), TestRows.text(rows(now, name)));
                    }
                }
                checkIndexes(on.snapshot().table(T), on.rows().get(T));
            }
            assertTrue(conflicts > 0);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Dgrism.seed=" + seed, e);
        } finally {
            seen.forEach(each -> each.snapshot().close());
        }
    }

    @Test
    void randomChangesOfManySegmentsAgreeWithAModel() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        Schema schema = TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.BIGINT.field("v"));
        create(table(T, schema.getFields(), List.of("BIGINT", "BIGINT"), List.of(0)));
        long[] ids = {};
        long[] values = {};
        try {
            for (int round = 0; round < 16; round++) {
                try (WriteTransaction write = store.begin()) {
                    int kind = ids.length < 150_000 ? 0 : random.nextInt(5);
                    if (kind <= 1) {
                        int count = kind == 0 ? 1 + random.nextInt(120_000) : 1 + random.nextInt(1500);
                        long first = round * 1_000_000L;
                        long[] more = LongStream.range(first, first + count).toArray();
                        write.append(T, LongRows.stream(schema, allocator(), more, more));
                        ids = LongStream.concat(LongStream.of(ids), LongStream.of(more))
                                .toArray();
                        values = LongStream.concat(LongStream.of(values), LongStream.of(more))
                                .toArray();
                    } else {
                        long[] rows = somePositions(random, ids.length);
                        if (kind == 2) {
                            long[] changed = random.longs(rows.length).toArray();
                            Schema changes = TestRows.schema(TypeKind.BIGINT.field("row"), TypeKind.BIGINT.field("v"));
                            write.update(T, List.of(1), LongRows.stream(changes, allocator(), rows, changed));
                            for (int i = 0; i < rows.length; i++) {
                                values[(int) rows[i]] = changed[i];
                            }
                        } else {
                            write.delete(
                                    T,
                                    LongRows.stream(TestRows.schema(TypeKind.BIGINT.field("row")), allocator(), rows));
                            ids = without(ids, rows);
                            values = without(values, rows);
                        }
                    }
                    write.commit();
                }
                try (Snapshot snapshot = store.snapshot()) {
                    check(snapshot.table(T), ids, values, random);
                }
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Dgrism.seed=" + seed, e);
        }
    }

    /** A few rows, or some out of many, or all of a range; ascending. */
    private static long[] somePositions(Random random, int rowCount) {
        int from = random.nextInt(rowCount);
        int to = from + 1 + random.nextInt(rowCount - from);
        int step = 1 + random.nextInt(5);
        return switch (random.nextInt(3)) {
            case 0 -> random.longs(5, 0, rowCount).distinct().sorted().toArray();
            case 1 ->
                LongStream.range(from, to)
                        .filter(row -> row % step == 0 || row == from)
                        .toArray();
            default -> LongStream.range(from, Math.min(to, from + 70_000)).toArray();
        };
    }

    private static long[] without(long[] values, long[] rows) {
        BitSet gone = new BitSet();
        LongStream.of(rows).forEach(row -> gone.set((int) row));
        return IntStream.range(0, values.length)
                .filter(i -> !gone.get(i))
                .mapToLong(i -> values[i])
                .toArray();
    }

    private void check(TableSnapshot table, long[] ids, long[] values, Random random) {
        assertArrayEquals(ids, LongRows.read(table, 0, allocator()));
        assertArrayEquals(values, LongRows.read(table, 1, allocator()));
        long[] rows = random.longs(500, 0, ids.length).toArray();
        try (FieldVector gathered = table.gather(1, rows, rows.length, allocator())) {
            for (int i = 0; i < rows.length; i++) {
                assertEquals(values[(int) rows[i]], ((BigIntVector) gathered).get(i));
            }
        }
        Column keys = LongRows.column(
                TypeKind.BIGINT.field("id"),
                LongStream.of(rows).map(row -> ids[(int) row]).toArray());
        long[] found = new long[rows.length];
        table.keyIndex(List.of(0)).lookup(List.of(keys), rows.length, found);
        assertArrayEquals(rows, found);
        assertEquals(
                LongStream.of(values).max().getAsLong(), table.statistics(1).max());
    }

    /** Runs one statement on the store and on the model; false when it failed as the model says it must. */
    private boolean randomStatement(
            WriteTransaction write, ObjectName name, List<List<@Nullable Object>> model, Random random) {
        int before = model.size();
        int kind = before == 0 ? 0 : random.nextInt(4);
        List<Long> positions = new ArrayList<>();
        for (long i = 0; i < before; i++) {
            if (random.nextInt(5) == 0) {
                positions.add(i);
            }
        }
        java.util.Collections.shuffle(positions, random);
        Work work;
        switch (kind) {
            case 0, 1 -> {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                for (int k = random.nextInt(30); k >= 0; k--) {
                    rows.add(row(randomId(random), random.nextInt(5) == 0 ? null : "n" + random.nextInt(20)));
                }
                model.addAll(rows);
                work = w -> append(w, name, rows);
            }
            case 2 -> {
                List<List<@Nullable Object>> kept = new ArrayList<>();
                for (int i = 0; i < before; i++) {
                    if (!positions.contains((long) i)) {
                        kept.add(model.get(i));
                    }
                }
                model.clear();
                model.addAll(kept);
                work = w -> delete(w, name, positions.toArray(new Long[0]));
            }
            default -> {
                int column = random.nextInt(2);
                List<List<@Nullable Object>> changes = new ArrayList<>();
                for (long position : positions) {
                    Object value = column == 0 ? (Object) randomId(random) : "u" + random.nextInt(20);
                    model.get((int) position).set(column, value);
                    changes.add(row(position, value));
                }
                work = w -> update(w, name, column, changes);
            }
        }
        boolean unique = model.stream().map(r -> r.get(0)).distinct().count() == model.size();
        if (unique) {
            work.run(write);
            return true;
        }
        GrismException e = assertThrows(GrismException.class, () -> work.run(write));
        assertEquals(ErrorCode.UNIQUE_VIOLATION, e.code());
        return false;
    }

    private static long randomId(Random random) {
        return random.nextInt(50) == 0 ? random.nextLong() : random.nextInt(2000);
    }

    private static void checkIndexes(TableSnapshot table, List<List<@Nullable Object>> model) {
        List<List<@Nullable Object>> ids = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        List<List<@Nullable Object>> names = new ArrayList<>();
        List<Long> firsts = new ArrayList<>();
        for (int i = 0; i < model.size(); i++) {
            ids.add(row(model.get(i).get(0)));
            expected.add((long) i);
            Object name = model.get(i).get(1);
            names.add(row(name));
            int first = -1;
            for (int k = 0; first < 0 && k <= i; k++) {
                if (name != null && name.equals(model.get(k).get(1))) {
                    first = k;
                }
            }
            firsts.add((long) first);
        }
        assertEquals(expected, lookup(table, List.of(0), ids));
        assertEquals(firsts, lookup(table, List.of(1), names));
    }
}
