package io.grism.jdbc;

import io.grism.api.GrismStatement;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.AvaticaUtils;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** A JDBC statement: each execution prepares, runs, and owns what it prepared until the next one. */
final class GrismJdbcStatement extends AvaticaStatement {
    private final GrismJdbcConnection owner;
    private final Execution execution = new Execution();
    private final List<String> batch = new ArrayList<>();
    private @Nullable GrismStatement prepared;

    GrismJdbcStatement(
            GrismJdbcConnection connection,
            Meta.@Nullable StatementHandle handle,
            int resultSetType,
            int resultSetConcurrency,
            int resultSetHoldability) {
        super(connection, handle, resultSetType, resultSetConcurrency, resultSetHoldability);
        this.owner = connection;
    }

    @Override
    protected void executeInternal(String sql) throws SQLException {
        closeResult();
        updateCount = -1;
        try {
            GrismStatement statement = owner.session().prepare(sql);
            prepared = statement;
            Execution.Outcome outcome = execution.run(statement, getQueryTimeout(), maxRowCount);
            updateCount = outcome.updateCount();
            if (outcome.rows() != null) {
                openResultSet = GrismResultSet.open(this, sql, outcome.rows());
            }
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        checkOpen();
        executeInternal(sql);
        if (openResultSet == null) {
            throw SqlErrors.usage("Cannot return rows: the statement gives none. Use execute or executeUpdate");
        }
        return openResultSet;
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        checkOpen();
        executeInternal(sql);
        if (openResultSet != null) {
            closeResult();
            throw SqlErrors.usage(
                    "Cannot return an update count: the statement gives rows. Use execute or executeQuery");
        }
        return updateCount;
    }

    private void closeResult() {
        if (openResultSet != null) {
            var open = openResultSet;
            openResultSet = null;
            open.close();
        }
        if (prepared != null) {
            prepared.close();
            prepared = null;
        }
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        checkOpen();
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return AvaticaUtils.toSaturatedInts(executeLargeBatch());
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        long[] counts = new long[batch.size()];
        int done = 0;
        try {
            for (String sql : batch) {
                counts[done] = executeLargeUpdate(sql);
                done++;
            }
            return counts;
        } catch (SQLException e) {
            throw batchFailure(e, Arrays.copyOf(counts, done));
        } finally {
            batch.clear();
        }
    }

    static BatchUpdateException batchFailure(SQLException e, long[] counts) {
        return new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, e);
    }

    @Override
    public synchronized void cancel() throws SQLException {
        checkOpen();
        execution.cancel();
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return execution.warnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        execution.clearWarnings();
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
    }

    @Override
    protected void close_() {
        super.close_();
        closeResult();
    }
}
