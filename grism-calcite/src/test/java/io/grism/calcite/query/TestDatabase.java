package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismConnection;
import io.grism.api.GrismResult;
import io.grism.calcite.type.DeclaredTypes;
import io.grism.exec.batch.Batch;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.WriteTransaction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A small database for tests, and its answers as text. Closing it asserts that no batch is left. */
final class TestDatabase implements AutoCloseable {
    final MemoryStore store = new MemoryStore();
    final Database database = new Database(store, Map.of("timezone", "UTC"));
    final GrismConnection connection = database.connect();

    /** A table with the rows of a query; the columns {@code key} are its primary key. */
    void table(String name, String query, Integer... key) {
        try (GrismResult rows = connection.execute(query);
                WriteTransaction transaction = store.begin()) {
            List<Field> fields = new ArrayList<>();
            List<String> types = new ArrayList<>();
            for (GrismColumn column : rows.columns()) {
                Field field = rows.schema().findField(column.label());
                boolean nullable = !List.of(key).contains(fields.size());
                fields.add(
                        new Field(column.label(), new FieldType(nullable, field.getType(), null), field.getChildren()));
                types.add(DeclaredTypes.text(column.type()));
            }
            ObjectName table = new ObjectName("main", name);
            transaction.createTable(
                    new TableDefinition(table, new Schema(fields), types, List.of(key), List.of(), List.of()));
            transaction.append(table, rows);
            transaction.commit();
        }
    }

    /** The rows of a query, each as text, in the order they come. */
    List<String> rows(String sql) {
        try (GrismResult result = connection.execute(sql)) {
            return rows(result);
        }
    }

    static List<String> rows(GrismResult result) {
        List<String> rows = new ArrayList<>();
        for (Batch batch = result.next(); batch != null; batch = result.next()) {
            try (Batch open = batch) {
                List<Column> columns = new ArrayList<>();
                for (int c = 0; c < open.columnCount(); c++) {
                    Column column = Columns.create(result.schema().getFields().get(c));
                    column.append(open.column(c), 0, open.rowCount());
                    columns.add(column);
                }
                for (int row = 0; row < open.rowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (Column column : columns) {
                        values.add(text(column.get(row)));
                    }
                    rows.add(String.join("|", values));
                }
            }
        }
        return rows;
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Object[] row) {
            return java.util.Arrays.deepToString(row);
        }
        return String.valueOf(value);
    }

    /** The rows in the order of their text. */
    List<String> sorted(String sql) {
        List<String> rows = rows(sql);
        Collections.sort(rows);
        return rows;
    }

    @Override
    public void close() {
        long left = connection.allocator().getAllocatedMemory();
        database.close();
        if (left != 0) {
            throw new AssertionError("batches left open: " + left + " bytes");
        }
    }
}
