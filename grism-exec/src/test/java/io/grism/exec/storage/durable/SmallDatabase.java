package io.grism.exec.storage.durable;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableDefinition.ForeignKey;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A database of a few files in several versions, and all that it holds as text. */
final class SmallDatabase {
    static final ObjectName T = new ObjectName("main", "t");
    static final ObjectName CHILD = new ObjectName("other", "child");

    private static final Schema T_SCHEMA =
            TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.VARCHAR.field("name"), TypeKind.DOUBLE.field("x"));
    private static final Schema CHILD_SCHEMA =
            TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.decimal("price", 12, 2));

    /** The commits that make the database, one after the other. */
    static final List<Consumer<Writes>> COMMITS = List.of(
            w -> {
                w.write.createSchema("other");
                w.write.createTable(new TableDefinition(
                        T,
                        T_SCHEMA,
                        List.of("BIGINT", "VARCHAR(20)", "DOUBLE"),
                        List.of(0),
                        List.of(List.of(1)),
                        List.of()));
                w.write.createTable(new TableDefinition(
                        CHILD,
                        CHILD_SCHEMA,
                        List.of("BIGINT", "DECIMAL(12, 2)"),
                        List.of(),
                        List.of(),
                        List.of(new ForeignKey(List.of(0), T, List.of(0)))));
                w.insert(T, T_SCHEMA, 0, 3);
            },
            w -> w.insert(T, T_SCHEMA, 3, 1500),
            w -> {
                w.insert(CHILD, CHILD_SCHEMA, 0, 700);
                w.write.putObject(new CatalogObject(new ObjectName("main", "v"), "VIEW", "SELECT 1"));
            },
            w -> w.insert(T, T_SCHEMA, 1503, 2000),
            w -> w.update(T, 17, "changed"),
            w -> {
                w.delete(CHILD, 5);
                w.delete(T, 3000);
                w.insert(T, T_SCHEMA, 9000, 20);
            });

    static final List<Schema> SCHEMAS = List.of(T_SCHEMA, CHILD_SCHEMA);

    private SmallDatabase() {}

    /** A running write. */
    record Writes(WriteTransaction write, BufferAllocator allocator) {
        void insert(ObjectName table, Schema schema, int first, int count) {
            List<List<?>> rows = new ArrayList<>();
            for (int i = first; i < first + count; i++) {
                rows.add(
                        table.equals(T)
                                ? TestRows.row((long) i, "name " + i, i % 7 == 0 ? null : i / 8.0)
                                : TestRows.row((long) i, new java.math.BigDecimal(i).movePointLeft(2)));
            }
            write.append(table, TestRows.stream(schema, rows, 600, allocator));
        }

        void update(ObjectName table, long position, String name) {
            Schema schema = TestRows.schema(TypeKind.BIGINT.field("row"), TypeKind.VARCHAR.field("name"));
            write.update(table, List.of(1), TestRows.stream(schema, List.of(List.of(position, name)), 1, allocator));
        }

        void delete(ObjectName table, long position) {
            Schema schema = TestRows.schema(TypeKind.BIGINT.field("row"));
            write.delete(table, TestRows.stream(schema, List.of(List.of(position)), 1, allocator));
        }
    }

    /** Makes one of the commits. */
    static void commit(Store store, int index, BufferAllocator allocator) {
        try (WriteTransaction write = store.begin()) {
            COMMITS.get(index).accept(new Writes(write, allocator));
            write.commit();
        }
    }

    /** All that a version has: definitions, rows, objects, and how many values are null, the least and the greatest of each column. */
    static String text(Snapshot snapshot, BufferAllocator allocator) {
        StringBuilder text = new StringBuilder();
        text.append(snapshot.schemas()).append(snapshot.objects()).append('\n');
        for (TableSnapshot table : snapshot.tables()) {
            TableDefinition definition = table.definition();
            text.append(definition).append('\n');
            List<Field> fields = definition.schema().getFields();
            for (int i = 0; i < fields.size(); i++) {
                var statistics = table.statistics(i);
                text.append(statistics.nulls())
                        .append(' ')
                        .append(statistics.min())
                        .append(' ')
                        .append(statistics.max())
                        .append('\n');
            }
            List<Integer> columns = IntStream.range(0, fields.size()).boxed().toList();
            for (Split split : table.splits(1000)) {
                TestRows.text(TestRows.readAll(table.scan(split, new ScanRequest(columns, null, 500), allocator)))
                        .forEach(row -> text.append(row).append('\n'));
            }
        }
        return text.toString();
    }
}
