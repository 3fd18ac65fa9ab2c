package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Lets pass the rows that come before a bound in an order: looks at the first sort key as longs, and at all keys of the rows that it does not rule out. */
final class TopFilter {
    private final int[] columns;
    private final SortKey firstKey;
    private final RowOrder order;
    private final RowBuffer first;
    private final RowBuffer keys;
    private @Nullable RowBuffer bound;
    private long boundPrefix;
    private int[] selected = new int[0];
    private long[] prefixes = new long[0];

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
        firstKey = own.get(0);
        first = new RowBuffer(fields.subList(0, 1));
        keys = new RowBuffer(fields);
        order = new RowOrder(own);
    }

    /** From now on only rows before this one pass. */
    void bound(RowBuffer rows, int row) {
        RowBuffer copy = new RowBuffer(keys.schema());
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = rows.column(columns[i]).get(row);
        }
        copy.appendRow(values);
        long[] prefix = new long[1];
        new SortPrefix(copy.column(0), firstKey).loadAll(prefix);
        bound = copy;
        boundPrefix = prefix[0];
    }

    /** Appends the rows of the batch that pass. */
    void append(Batch batch, RowBuffer into) {
        RowBuffer limit = bound;
        if (limit == null) {
            into.append(batch);
            return;
        }
        int candidates = select(batch);
        if (candidates == 0) {
            return;
        }
        keys.clear();
        keys.append(new Batch(batch.rowCount(), vectors(batch, columns.length)), selected, 0, candidates);
        int count = 0;
        for (int i = 0; i < candidates; i++) {
            if (order.compare(keys, i, limit, 0) < 0) {
                selected[count++] = selected[i];
            }
        }
        into.append(batch, selected, 0, count);
    }

    /** Selects the rows whose first key is not after that of the bound. */
    private int select(Batch batch) {
        int rows = batch.rowCount();
        if (selected.length < rows) {
            selected = new int[rows];
            prefixes = new long[rows];
        }
        first.clear();
        first.append(new Batch(rows, vectors(batch, 1)));
        new SortPrefix(first.column(0), firstKey).loadAll(prefixes);
        long most = boundPrefix;
        int count = 0;
        for (int row = 0; row < rows; row++) {
            selected[count] = row;
            count += prefixes[row] <= most ? 1 : 0;
        }
        return count;
    }

    /** The vectors of the first keys. */
    private FieldVector[] vectors(Batch batch, int count) {
        FieldVector[] vectors = new FieldVector[count];
        for (int i = 0; i < count; i++) {
            vectors[i] = batch.column(columns[i]);
        }
        return vectors;
    }
}
