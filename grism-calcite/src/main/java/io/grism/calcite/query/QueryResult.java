package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.GrismException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The rows of a query, as they are made; closing it ends the run. */
final class QueryResult implements GrismResult {
    private final List<GrismColumn> columns;
    private final BatchStream rows;
    private final Run run;
    private final String sql;
    private long remaining;
    private boolean closed;

    /** Takes over the rows and the run. {@code maxRows} 0 means all. */
    QueryResult(List<GrismColumn> columns, BatchStream rows, long maxRows, Run run, String sql) {
        this.columns = columns;
        this.rows = rows;
        this.remaining = maxRows == 0 ? Long.MAX_VALUE : maxRows;
        this.run = run;
        this.sql = sql;
    }

    @Override
    public List<GrismColumn> columns() {
        return columns;
    }

    @Override
    public long updateCount() {
        return -1;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public @Nullable Batch next() {
        if (closed || remaining == 0) {
            return null;
        }
        try {
            run.checkCancelled();
            Batch batch = rows.next();
            if (batch == null) {
                return null;
            }
            if (batch.rowCount() > remaining) {
                batch = head(batch, (int) remaining);
            }
            remaining -= batch.rowCount();
            return batch;
        } catch (RuntimeException | Error e) {
            GrismException error = SqlErrors.translate(e, sql);
            try {
                close();
            } catch (RuntimeException suppressed) {
                error.addSuppressed(suppressed);
            }
            throw error;
        }
    }

    private static Batch head(Batch batch, int rowCount) {
        FieldVector[] columns = new FieldVector[batch.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(i);
            columns[i].setValueCount(rowCount);
        }
        return new Batch(rowCount, columns);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                rows.close();
            } finally {
                run.close();
            }
        }
    }
}
