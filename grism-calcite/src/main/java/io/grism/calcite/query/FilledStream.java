package io.grism.calcite.query;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.parser.GrismParser;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows with some of a table's columns made whole: columns put in the table's order, the others filled with their defaults. */
final class FilledStream implements BatchStream {
    private final BatchStream rows;
    private final TableDefinition table;
    private final List<Integer> delivered;
    private final Execution execution;
    /** Per column of the table that is not delivered, one value: its default. */
    private final @Nullable Column[] defaults;

    /**
     * A stream over another one, which it owns.
     *
     * @param delivered ordinal in the table of each column of {@code rows}
     */
    FilledStream(
            BatchStream rows,
            TableDefinition table,
            List<Integer> delivered,
            StatementContext context,
            Execution execution) {
        this.rows = rows;
        this.table = table;
        this.delivered = delivered;
        this.execution = execution;
        this.defaults = new Column[table.sqlTypes().size()];
        try (Snapshot snapshot = context.snapshot()) {
            for (int i = 0; i < defaults.length; i++) {
                if (!delivered.contains(i)) {
                    defaults[i] = value(i, context, snapshot);
                }
            }
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private Column value(int column, StatementContext context, Snapshot snapshot) {
        Field field = table.schema().getFields().get(column);
        Column value = Columns.create(field);
        String text = field.getMetadata().get(TableColumns.DEFAULT);
        if (text == null) {
            if (!field.isNullable()) {
                throw new GrismException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "Cannot leave out column " + field.getName() + ": it has no default and is NOT NULL.");
            }
            value.append(null);
            return value;
        }
        QueryPlan plan = context.plan(
                GrismParser.parse(
                        "VALUES (CAST(" + text + " AS " + table.sqlTypes().get(column) + "))"),
                snapshot);
        try (BatchStream stream = execution.run(plan, snapshot);
                Batch batch = stream.next()) {
            if (batch == null) {
                throw new IllegalStateException("a default without a value");
            }
            value.append(batch.column(0), 0, 1);
        }
        return value;
    }

    @Override
    public Schema schema() {
        return table.schema();
    }

    @Override
    public @Nullable Batch next() {
        Batch batch = rows.next();
        if (batch == null) {
            return null;
        }
        int count = batch.rowCount();
        int[] first = new int[count];
        List<FieldVector> columns = new ArrayList<>();
        for (int i = 0; i < defaults.length; i++) {
            Column value = defaults[i];
            columns.add(
                    value == null
                            ? batch.column(delivered.indexOf(i))
                            : value.gather(first, 0, count, execution.allocator()));
        }
        return new Batch(count, columns);
    }

    @Override
    public void close() {
        rows.close();
    }
}
