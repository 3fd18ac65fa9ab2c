package io.grism.jdbc;

import java.util.List;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.TypedValue;

/** Avatica's server side without its part for statements: {@link GrismJdbcConnection} and its statements run them, so none of these is ever called. */
abstract class MetadataOnly extends MetaImpl {
    MetadataOnly(AvaticaConnection connection) {
        super(connection);
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("statements do not run through Avatica's Meta");
    }

    @Override
    public StatementHandle prepare(ConnectionHandle handle, String sql, long maxRowCount) {
        throw notHere();
    }

    @Override
    @Deprecated
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRowCount, PrepareCallback callback) {
        throw notHere();
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRowCount, int maxRowsInFirstFrame, PrepareCallback callback) {
        throw notHere();
    }

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> sqlCommands) {
        throw notHere();
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle handle, List<List<TypedValue>> parameterValues) {
        throw notHere();
    }

    @Override
    public Frame fetch(StatementHandle handle, long offset, int fetchMaxRowCount) {
        throw notHere();
    }

    @Override
    @Deprecated
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> parameterValues, long maxRowCount) {
        throw notHere();
    }

    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> parameterValues, int maxRowsInFirstFrame) {
        throw notHere();
    }

    @Override
    public void closeStatement(StatementHandle handle) {
        // The JDBC statement closes what it prepared.
    }

    @Override
    public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
        throw notHere();
    }

    @Override
    public void commit(ConnectionHandle handle) {
        throw notHere();
    }

    @Override
    public void rollback(ConnectionHandle handle) {
        throw notHere();
    }
}
