package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Lets pass the rows that come before a bound in an order: looks at the sort keys only. */
final class TopFilter {
    private final int[] columns;
    private final RowOrder order;
    private final RowBuffer keys;
    private final Schema keySchema;
    private @Nullable RowBuffer bound;
    private int[] selected = new int[0];

    TopFilter(Schema schema, List<SortKey> sortKeys) {
        List<Field> fields = new ArrayList<>();
        List<SortKey> own = new ArrayList<>();
        columns = new int[sortKeys.size()];
        for (int i = 0; i < columns.length; i++) {
            SortKey key = sortKeys.get(i);
            columns[i] = key.column();
            fields.add(schema.getFields().get(key.column()));
            own.add(new SortKey(i, key.descending(), key.nullsFirst()));
        }
        keySchema = new Schema(fields);
        keys = new RowBuffer(keySchema);
        order = new RowOrder(own);
    }

    /** From now on only rows before this one pass. */
    void bound(RowBuffer rows, int row) {
        RowBuffer copy = new RowBuffer(keySchema);
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = rows.column(columns[i]).get(row);
        }
        copy.appendRow(values);
        bound = copy;
    }

    /** Appends the rows of the batch that pass. */
    void append(Batch batch, RowBuffer into) {
        RowBuffer limit = bound;
        if (limit == null) {
            into.append(batch);
            return;
        }
        int rows = batch.rowCount();
        FieldVector[] vectors = new FieldVector[columns.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = batch.column(columns[i]);
        }
        keys.clear();
        keys.append(new Batch(rows, vectors));
        if (selected.length < rows) {
            selected = new int[rows];
        }
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (order.compare(keys, row, limit, 0) < 0) {
                selected[count++] = row;
            }
        }
        into.append(batch, selected, 0, count);
    }
}
