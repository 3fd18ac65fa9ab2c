package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The input's columns, then properties of the element whose id one of them holds. */
public final class ElementLookupOperator implements Operator {
    private final Operator input;
    private final OperatorContext context;
    private final int element;
    private final List<Field> fields;
    private final List<@Nullable PropertyReader[]> readers = new ArrayList<>();
    private final IdColumn ids = new IdColumn("");
    private long[] rows = new long[0];
    private int[] chosen = new int[0];
    private int[] places = new int[0];

    /**
     * @param element the input column of the element's id
     * @param properties what to look up
     * @param fields name and type of each property's column
     */
    public ElementLookupOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            int element,
            List<ElementProperty> properties,
            List<Field> fields,
            OperatorContext context) {
        this.input = input;
        this.context = context;
        this.element = element;
        this.fields = List.copyOf(fields);
        GraphIndex index = new GraphIndex(graph, snapshot);
        int tables = graph.elementCount();
        for (ElementProperty property : properties) {
            PropertyReader[] byTable = new PropertyReader[tables];
            property.byTable()
                    .forEach((table, expression) ->
                            byTable[table] = PropertyReader.of(index.element(table), expression, context));
            readers.add(byTable);
        }
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        Batch batch = input.next();
        if (batch == null) {
            return null;
        }
        int width = batch.columnCount();
        FieldVector[] vectors = new FieldVector[width + fields.size()];
        for (int c = 0; c < width; c++) {
            vectors[c] = batch.column(c);
        }
        try {
            lookUp(batch, vectors);
            return new Batch(batch.rowCount(), vectors);
        } catch (Throwable e) {
            for (FieldVector vector : vectors) {
                if (vector != null) {
                    vector.close();
                }
            }
            throw e;
        }
    }

    private void lookUp(Batch batch, FieldVector[] vectors) {
        int count = batch.rowCount();
        int width = batch.columnCount();
        long[] elements = ids.read(batch.column(element), count);
        int table = onlyTable(elements, count);
        if (rows.length < count) {
            rows = new long[count];
            chosen = new int[count];
            places = new int[count];
        }
        for (int p = 0; p < fields.size(); p++) {
            PropertyReader only = table < 0 ? null : readers.get(p)[table];
            if (only != null) {
                for (int i = 0; i < count; i++) {
                    rows[i] = GraphTables.rowOf(elements[i]);
                }
                vectors[width + p] = only.read(rows, count);
            } else {
                vectors[width + p] = mixed(readers.get(p), fields.get(p), elements, count);
            }
        }
    }

    /** The table that all elements are of, or -1 when they differ or one is NULL. */
    private static int onlyTable(long[] elements, int count) {
        int table = elements[0] < 0 ? -1 : GraphTables.tableOf(elements[0]);
        for (int i = 1; i < count; i++) {
            if (elements[i] < 0 || GraphTables.tableOf(elements[i]) != table) {
                return -1;
            }
        }
        return table;
    }

    /** A property of elements of several tables: read table by table, then put in the order of the rows. */
    private FieldVector mixed(@Nullable PropertyReader[] byTable, Field field, long[] elements, int count) {
        Column values = Columns.create(field);
        Arrays.fill(places, 0, count, -1);
        for (int table = 0; table < byTable.length; table++) {
            PropertyReader reader = byTable[table];
            int found = 0;
            for (int i = 0; reader != null && i < count; i++) {
                if (elements[i] >= 0 && GraphTables.tableOf(elements[i]) == table) {
                    rows[found] = GraphTables.rowOf(elements[i]);
                    chosen[found++] = i;
                }
            }
            if (reader != null && found > 0) {
                for (int i = 0; i < found; i++) {
                    places[chosen[i]] = values.size() + i;
                }
                try (FieldVector read = reader.read(rows, found)) {
                    values.append(read, 0, found);
                }
            }
        }
        return values.gather(places, 0, count, context.allocator());
    }

    @Override
    public void close() {
        input.close();
    }
}
