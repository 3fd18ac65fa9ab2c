package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Builds plans over fake tables and runs them, with one driver and with four, as they are and cut at random. */
public final class Plans {
    private final BufferAllocator allocator;
    private final Map<ObjectName, FakeTable> tables = new HashMap<>();
    private int nextId;
    private int closedSnapshots;

    public Plans(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    public int id() {
        return nextId++;
    }

    public static Schema schema(TypeKind... kinds) {
        return new Schema(IntStream.range(0, kinds.length)
                .mapToObj(i -> kinds[i].field("c" + i))
                .toList());
    }

    public static Schema concat(Schema left, Schema right) {
        List<Field> fields = new ArrayList<>(left.getFields());
        fields.addAll(right.getFields());
        return new Schema(fields);
    }

    public static Expression column(Schema schema, int index) {
        return new Expression.ColumnRef(index, schema.getFields().get(index));
    }

    public static Expression bigint(long value) {
        return new Expression.Literal(value, TypeKind.BIGINT.field("literal"));
    }

    public static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    /** Random rows of small domains, so that values meet. */
    public static List<List<@Nullable Object>> randomRows(
            Schema schema, int count, int domain, double nulls, Random random) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (Field field : schema.getFields()) {
                row.add(random.nextDouble() < nulls ? null : small(field, domain, random));
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object small(Field field, int domain, Random random) {
        int value = random.nextInt(domain);
        return switch (TypeKind.of(field)) {
            case INTEGER -> value;
            case BIGINT -> (long) value;
            case DOUBLE -> value / 2.0;
            case VARCHAR -> "v" + value;
            default -> Samples.value(field, random);
        };
    }

    FakeTable table(String name, Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
        ObjectName objectName = new ObjectName("main", name);
        FakeTable table = new FakeTable(objectName, schema, rows);
        tables.put(objectName, table);
        return table;
    }

    /** Runs an action before each batch that is read of any table. */
    void onBatch(Runnable action) {
        tables.values().forEach(table -> table.onBatch(action));
    }

    int openStreams() {
        return tables.values().stream()
                .mapToInt(table -> table.openStreams.get())
                .sum();
    }

    TableScanNode scan(String name) {
        Schema schema = tables.get(new ObjectName("main", name)).definition().schema();
        return new TableScanNode(
                id(),
                schema,
                new ObjectName("main", name),
                IntStream.range(0, schema.getFields().size()).boxed().toList(),
                null);
    }

    /** A scan of a new table. */
    public TableScanNode scan(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
        String name = "t" + id();
        table(name, schema, rows);
        return scan(name);
    }

    LocalQuery start(PlanNode plan, UnaryOperator<QueryContext.Builder> settings) {
        QueryContext.Builder builder = QueryContext.builder(allocator, new FakeSnapshot());
        return LocalRuntime.shared().execute(plan, settings.apply(builder).build());
    }

    /** Starts a plan with exchanges. */
    LocalQuery start(PlanNode plan, int partitions, UnaryOperator<QueryContext.Builder> settings) {
        QueryContext.Builder builder = QueryContext.builder(allocator, new FakeSnapshot());
        return LocalRuntime.shared().execute(plan, settings.apply(builder).build(), partitions);
    }

    List<List<@Nullable Object>> run(PlanNode plan, UnaryOperator<QueryContext.Builder> settings) {
        return run(() -> start(plan, settings));
    }

    List<List<@Nullable Object>> run(PlanNode plan, int partitions, UnaryOperator<QueryContext.Builder> settings) {
        return run(() -> start(plan, partitions, settings));
    }

    /** Runs a plan in another runtime. */
    public List<List<@Nullable Object>> run(
            Function<QueryContext, RunningQuery> start, UnaryOperator<QueryContext.Builder> settings) {
        return run(() -> start.apply(context(settings)));
    }

    /** The settings for a query on the tables so far. */
    public QueryContext context(UnaryOperator<QueryContext.Builder> settings) {
        return settings.apply(QueryContext.builder(allocator, new FakeSnapshot()))
                .build();
    }

    private List<List<@Nullable Object>> run(Supplier<? extends RunningQuery> start) {
        int closedBefore = closedSnapshots;
        List<List<@Nullable Object>> rows = new ArrayList<>();
        RunningQuery query = start.get();
        try (query) {
            for (Batch batch = query.next(); batch != null; batch = query.next()) {
                addRows(batch, rows);
            }
        }
        assertEquals(closedBefore + 1, closedSnapshots, "snapshots closed");
        tables.values().forEach(table -> assertEquals(0, table.openStreams.get(), "open streams"));
        return rows;
    }

    public List<List<@Nullable Object>> run(PlanNode plan) {
        return run(plan, settings -> settings.threads(1));
    }

    private static void addRows(Batch batch, List<List<@Nullable Object>> rows) {
        try (batch) {
            List<List<@Nullable Object>> columns = new ArrayList<>();
            for (int i = 0; i < batch.columnCount(); i++) {
                columns.add(Samples.values(batch.column(i)));
            }
            for (int row = 0; row < batch.rowCount(); row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (List<@Nullable Object> column : columns) {
                    values.add(column.get(row));
                }
                rows.add(values);
            }
        }
    }

    /** Runs the plan in every way and hands each result to {@code check}. */
    void runAll(PlanNode plan, long seed, Consumer<List<List<@Nullable Object>>> check) {
        check.accept(run(plan));
        check.accept(run(plan, settings -> settings.threads(4).batchRows(7)));
        check.accept(run(plan, settings -> settings.threads(1).batchSeed(seed)));
        check.accept(
                run(plan, settings -> settings.threads(4).batchSeed(seed + 1).batchRows(5)));
        check.accept(
                run(plan, settings -> settings.threads(4).batchSeed(seed + 2).metrics(QueryContext.Metrics.ON)));
    }

    /** Asserts that each way to run the plan gives these rows, in any order. */
    void assertRows(List<? extends List<? extends @Nullable Object>> expected, PlanNode plan, long seed) {
        List<String> sorted = sorted(expected);
        runAll(plan, seed, actual -> assertEquals(sorted, sorted(actual), () -> "seed " + seed));
    }

    public static List<String> sorted(List<? extends List<? extends @Nullable Object>> rows) {
        return rows.stream()
                .map(List::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** The tables, as a query reads them. */
    public Snapshot snapshot() {
        return new FakeSnapshot();
    }

    private final class FakeSnapshot implements Snapshot {
        @Override
        public long version() {
            return 1;
        }

        @Override
        public Set<String> schemas() {
            return Set.of("main");
        }

        @Override
        public Collection<TableSnapshot> tables() {
            return List.copyOf(tables.values());
        }

        @Override
        public Collection<CatalogObject> objects() {
            return List.of();
        }

        @Override
        public @Nullable TableSnapshot table(ObjectName name) {
            return tables.get(name);
        }

        @Override
        public @Nullable CatalogObject object(ObjectName name) {
            return null;
        }

        @Override
        public void close() {
            closedSnapshots++;
        }
    }
}
