package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.Plans;
import io.grism.exec.local.QueryContext;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.remote.FakeCluster.Action;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.StoredTable;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.storage.durable.DurableStore;
import io.grism.exec.storage.durable.IpcFormat;
import io.grism.exec.storage.durable.StoredTables;
import io.grism.exec.storage.durable.TableFiles;
import io.grism.exec.storage.durable.TableFormat;
import io.grism.exec.test.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables of databases in folders: executors that see the files read them, and others are sent the rows. */
final class StoredTablesTest {
    private static final Schema SCHEMA = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
    private static final ObjectName LARGE = new ObjectName("main", "large");
    private static final ObjectName SMALL = new ObjectName("main", "small");
    private static final int ROWS = 140_000;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path folder;

    private final AtomicInteger sent = new AtomicInteger();
    private DurableStore store;

    /** Knows which files are read through it. */
    private static final class CountingFormat implements TableFormat {
        final Set<String> files = ConcurrentHashMap.newKeySet();
        final AtomicInteger open = new AtomicInteger();

        @Override
        public String name() {
            return "arrow";
        }

        @Override
        public TableFiles open(Map<String, String> options) {
            TableFiles all = new IpcFormat().open(options);
            open.incrementAndGet();
            return new TableFiles() {
                @Override
                public WrittenFile write(String location, BatchStream rows, BufferAllocator allocator) {
                    throw new AssertionError("an executor writes");
                }

                @Override
                public BatchStream read(
                        String location,
                        String file,
                        Schema schema,
                        List<Integer> columns,
                        int firstRow,
                        int rowCount,
                        BufferAllocator allocator) {
                    files.add(file);
                    return all.read(location, file, schema, columns, firstRow, rowCount, allocator);
                }

                @Override
                public DatasetVersion commit(
                        String location,
                        Schema schema,
                        @Nullable DatasetVersion base,
                        List<String> removed,
                        List<WrittenFile> added,
                        BufferAllocator allocator) {
                    throw new AssertionError("an executor commits");
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                    all.close();
                }
            };
        }
    }

    @BeforeEach
    void create() {
        store = open();
        try (WriteTransaction write = store.begin()) {
            for (ObjectName name : List.of(LARGE, SMALL)) {
                write.createTable(new TableDefinition(
                        name, SCHEMA, List.of("BIGINT", "VARCHAR"), List.of(), List.of(), List.of()));
                append(write, name, name.equals(LARGE) ? ROWS : 50);
            }
            write.commit();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private DurableStore open() {
        return DurableStore.open(location(), Map.of(), true, List.of(new IpcFormat()));
    }

    private String location() {
        return folder.resolve("db").toString();
    }

    private void append(WriteTransaction write, ObjectName name, int count) {
        List<List<@Nullable Object>> rows = Plans.randomRows(SCHEMA, count, 1000, 0.1, new Random(count));
        write.append(name, TestRows.stream(SCHEMA, rows, 4096, leaks.allocator()));
    }

    /** All rows of both tables in their order. */
    private static PlanNode plan(ObjectName... names) {
        List<SortKey> order = List.of(new SortKey(0, false, false), new SortKey(1, true, true));
        List<PlanNode> inputs = new ArrayList<>();
        for (ObjectName name : names) {
            PlanNode scan = new TableScanNode(inputs.size(), SCHEMA, name, List.of(0, 1), null);
            inputs.add(new ExchangeNode(10 + inputs.size(), scan, new Partitioning.Range(order), List.of()));
        }
        PlanNode all = inputs.size() == 1 ? inputs.get(0) : new UnionNode(20, SCHEMA, inputs);
        SortNode sorted = new SortNode(30, all, order, null, null);
        return new ExchangeNode(31, sorted, new Partitioning.Single(), order);
    }

    private List<List<@Nullable Object>> local(PlanNode plan, Snapshot snapshot) {
        QueryContext context = QueryContext.builder(leaks.allocator(), snapshot).build();
        return TestRows.readAll(LocalRuntime.shared().execute(plan, context, 1));
    }

    private List<List<@Nullable Object>> remote(RemoteRuntime runtime, PlanNode plan, Snapshot snapshot) {
        QueryContext context = QueryContext.builder(leaks.allocator(), snapshot).build();
        return TestRows.readAll(runtime.execute(plan, context, 3));
    }

    private FakeCluster cluster(List<TableFormat> formats) {
        FakeCluster cluster = new FakeCluster(2, 1);
        cluster.formats(formats);
        cluster.onCall((executor, number, request) -> {
            if (request instanceof Requests.Table) {
                sent.incrementAndGet();
            }
            return Action.GO_ON;
        });
        return cluster;
    }

    @Test
    void executorsThatSeeTheFilesReadThem() {
        CountingFormat format = new CountingFormat();
        PlanNode plan = plan(LARGE, SMALL);
        List<List<@Nullable Object>> expected = local(plan, store.snapshot());
        assertEquals(ROWS + 50, expected.size());
        try (RemoteRuntime runtime = new RemoteRuntime(cluster(List.of(format)))) {
            assertEquals(expected, remote(runtime, plan, store.snapshot()));
            assertEquals(0, sent.get());
            assertTrue(format.files.size() > 3, "read: " + format.files);
            assertEquals(3, format.open.get(), "one for each executor");
            try (WriteTransaction write = store.begin()) {
                append(write, SMALL, 7);
                write.commit();
            }
            assertEquals(ROWS + 57, remote(runtime, plan, store.snapshot()).size());
            assertEquals(0, sent.get());
        }
        assertEquals(0, format.open.get(), "all are closed");
    }

    @Test
    void othersAreSentTheRows() {
        PlanNode plan = plan(LARGE, SMALL);
        List<List<@Nullable Object>> expected = local(plan, store.snapshot());
        try (RemoteRuntime runtime = new RemoteRuntime(cluster(List.of()))) {
            assertEquals(expected, remote(runtime, plan, store.snapshot()));
            assertTrue(sent.get() > 0);
        }
    }

    @Test
    void whatIsNotCommittedIsSent() {
        CountingFormat format = new CountingFormat();
        PlanNode plan = plan(LARGE, SMALL);
        try (RemoteRuntime runtime = new RemoteRuntime(cluster(List.of(format)));
                WriteTransaction write = store.begin()) {
            append(write, SMALL, 9);
            assertEquals(ROWS + 59, remote(runtime, plan, write.view()).size());
            assertEquals(3, sent.get(), "the changed table, to each executor");
            assertEquals(ROWS + 50, remote(runtime, plan, store.snapshot()).size());
            write.commit();
            assertEquals(ROWS + 59, remote(runtime, plan, store.snapshot()).size());
            assertEquals(3, sent.get());
        }
    }

    private @Nullable TableSnapshot openedBy(StoredTables tables, StoredTable stored) {
        TableSnapshot table = Objects.requireNonNull(store.snapshot().table(LARGE));
        return tables.open(stored, table.definition());
    }

    @Test
    void whatIsNotSeenFromHereIsNone() throws IOException {
        StoredTable stored = Objects.requireNonNull(
                Objects.requireNonNull(store.snapshot().table(LARGE)).stored());
        try (StoredTables tables = new StoredTables(1 << 20, List.of(new IpcFormat()))) {
            TableSnapshot table = Objects.requireNonNull(openedBy(tables, stored));
            assertEquals(stored, table.stored());
            assertEquals(ROWS, table.rowCount());
            assertEquals(1, tables.openDatabases());
            tables.closeUnused(List.of(table));
            assertEquals(1, tables.openDatabases());
            tables.closeUnused(List.of());
            assertEquals(0, tables.openDatabases());

            assertNull(openedBy(tables, at(stored, folder.resolve("nowhere").toString())));
            assertNull(openedBy(tables, at(stored, folder.toString())), "no database");
            assertNull(openedBy(tables, at(stored, "a\0b")));
            assertNull(openedBy(
                    tables,
                    new StoredTable(
                            location(), stored.table(), stored.content(), stored.bytes(), stored.checksum() + 1, 3)));
            assertNull(
                    openedBy(
                            tables,
                            new StoredTable(
                                    location(),
                                    stored.table(),
                                    stored.content(),
                                    stored.bytes(),
                                    stored.checksum(),
                                    stored.version() + 1)),
                    "another version");
            assertEquals(0, tables.openDatabases());
            Path copy = copy(folder.resolve("db"), folder.resolve("copy"));
            assertNotNull(openedBy(tables, at(stored, copy.toString())), "the same rows");
            try (Stream<Path> files = Files.walk(copy)) {
                Files.delete(files.filter(file -> Files.isRegularFile(file)
                                && file.toString().endsWith(".arrow")
                                && file.toString().contains(Long.toHexString(stored.table())))
                        .findFirst()
                        .orElseThrow());
            }
            assertNull(openedBy(tables, at(stored, copy.toString())), "a part is not there");
        }
        try (StoredTables tables = new StoredTables(1 << 20, List.of())) {
            assertNull(openedBy(tables, stored));
        }
        try (StoredTables tables = new StoredTables(1 << 20, null)) {
            assertNull(openedBy(tables, stored), "the format of tests is not installed");
        }
    }

    private static StoredTable at(StoredTable stored, String location) {
        return new StoredTable(
                location, stored.table(), stored.content(), stored.bytes(), stored.checksum(), stored.version());
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
