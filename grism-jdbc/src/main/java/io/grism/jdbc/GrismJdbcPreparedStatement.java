package io.grism.jdbc;

import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.jspecify.annotations.Nullable;

/** A JDBC prepared statement: planned once, bound and run many times. */
final class GrismJdbcPreparedStatement extends AvaticaPreparedStatement {
    private final GrismJdbcConnection owner;
    private final GrismStatement prepared;
    private final String sql;
    private final Execution execution = new Execution();
    private final @Nullable Object[] values;
    private final boolean[] bound;
    private final List<@Nullable Object[]> batch = new ArrayList<>();

    GrismJdbcPreparedStatement(
            GrismJdbcConnection connection,
            GrismStatement prepared,
            String sql,
            int resultSetType,
            int resultSetConcurrency,
            int resultSetHoldability)
            throws SQLException {
        super(
                connection,
                null,
                ColumnTypes.signature(sql, prepared.columns(), prepared.parameters()),
                resultSetType,
                resultSetConcurrency,
                resultSetHoldability);
        this.owner = connection;
        this.prepared = prepared;
        this.sql = sql;
        this.values = new Object[prepared.parameters().size()];
        this.bound = new boolean[values.length];
    }

    // Execution

    private void run() throws SQLException {
        checkOpen();
        closeResult();
        updateCount = -1;
        execution.begin();
        requireBound();
        bindAll(values);
        Execution.Outcome outcome = execution.run(prepared, getQueryTimeout(), maxRowCount);
        updateCount = outcome.updateCount();
        if (outcome.rows() != null) {
            openResultSet = GrismResultSet.open(this, sql, outcome.rows());
        }
    }

    private void requireBound() throws SQLException {
        for (int i = 0; i < bound.length; i++) {
            if (!bound[i]) {
                throw new SQLException(
                        "Cannot run the statement: parameter " + (i + 1) + " is not set",
                        "07002",
                        ErrorCode.INVALID_PARAMETER.number());
            }
        }
    }

    private void bindAll(@Nullable Object[] row) throws SQLException {
        try {
            for (int i = 0; i < row.length; i++) {
                prepared.bind(i, row[i]);
            }
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    private void closeResult() {
        if (openResultSet != null) {
            var open = openResultSet;
            openResultSet = null;
            open.close();
        }
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        run();
        if (openResultSet == null) {
            throw SqlErrors.usage("Cannot return rows: the statement gives none. Use execute or executeUpdate");
        }
        return openResultSet;
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        run();
        if (openResultSet != null) {
            closeResult();
            throw SqlErrors.usage(
                    "Cannot return an update count: the statement gives rows. Use execute or executeQuery");
        }
        return updateCount;
    }

    @Override
    public boolean execute() throws SQLException {
        run();
        return openResultSet != null;
    }

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        requireBound();
        batch.add(values.clone());
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        closeResult();
        execution.begin();
        long[] counts = new long[batch.size()];
        int done = 0;
        try {
            for (@Nullable Object[] row : batch) {
                bindAll(row);
                Execution.Outcome outcome = execution.run(prepared, getQueryTimeout(), 0);
                if (outcome.rows() != null) {
                    outcome.rows().close();
                    throw SqlErrors.usage("Cannot run a query in a batch");
                }
                counts[done++] = outcome.updateCount();
            }
            return counts;
        } catch (SQLException e) {
            throw GrismJdbcStatement.batchFailure(e, Arrays.copyOf(counts, done));
        } finally {
            batch.clear();
        }
    }

    @Override
    public synchronized void cancel() {
        // It may have ended, and been closed, while the caller decided.
        execution.cancel();
    }

    @Override
    protected void checkOpen() throws SQLException {
        owner.requireOpen();
        if (closed) {
            throw SqlErrors.statementClosed();
        }
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        if (seconds < 0) {
            throw SqlErrors.usage("Cannot set the query timeout: " + seconds + ". It is 0 or more seconds");
        }
        super.setQueryTimeout(seconds);
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        if (rows < 0) {
            throw SqlErrors.usage("Cannot set the fetch size: " + rows + ". It is 0 or more rows");
        }
        super.setFetchSize(rows);
    }

    @Override
    public void setLargeMaxRows(long rows) throws SQLException {
        checkOpen();
        if (rows < 0) {
            throw SqlErrors.usage("Cannot set the greatest number of rows: " + rows + ". It is 0, for all, or more");
        }
        super.setLargeMaxRows(rows);
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        throw SqlErrors.unsupported("generated keys");
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
        prepared.close();
    }

    // Parameters

    private void set(int parameterIndex, @Nullable Object value) throws SQLException {
        checkOpen();
        if (parameterIndex < 1 || parameterIndex > values.length) {
            throw new SQLException(
                    "Cannot set parameter " + parameterIndex + ": the statement has " + values.length,
                    "07009",
                    ErrorCode.INVALID_PARAMETER.number());
        }
        int i = parameterIndex - 1;
        values[i] = ParameterValues.toInternal(value);
        bound[i] = true;
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(values, null);
        Arrays.fill(bound, false);
    }

    @Override
    public void setNull(int parameterIndex, int sqlType) throws SQLException {
        set(parameterIndex, null);
    }

    @Override
    public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
        set(parameterIndex, null);
    }

    @Override
    public void setBoolean(int parameterIndex, boolean x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setByte(int parameterIndex, byte x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setShort(int parameterIndex, short x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setInt(int parameterIndex, int x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setLong(int parameterIndex, long x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setFloat(int parameterIndex, float x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setDouble(int parameterIndex, double x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setBigDecimal(int parameterIndex, @Nullable BigDecimal x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setString(int parameterIndex, @Nullable String x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setNString(int parameterIndex, @Nullable String x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setBytes(int parameterIndex, byte @Nullable [] x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setDate(int parameterIndex, @Nullable Date x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setDate(int parameterIndex, @Nullable Date x, @Nullable Calendar calendar) throws SQLException {
        set(parameterIndex, ParameterValues.shift(x, calendar));
    }

    @Override
    public void setTime(int parameterIndex, @Nullable Time x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setTime(int parameterIndex, @Nullable Time x, @Nullable Calendar calendar) throws SQLException {
        set(parameterIndex, ParameterValues.shift(x, calendar));
    }

    @Override
    public void setTimestamp(int parameterIndex, @Nullable Timestamp x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setTimestamp(int parameterIndex, @Nullable Timestamp x, @Nullable Calendar calendar)
            throws SQLException {
        set(parameterIndex, ParameterValues.shift(x, calendar));
    }

    @Override
    public void setObject(int parameterIndex, @Nullable Object x) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setObject(int parameterIndex, @Nullable Object x, int targetSqlType) throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setObject(int parameterIndex, @Nullable Object x, int targetSqlType, int scaleOrLength)
            throws SQLException {
        set(parameterIndex, x);
    }

    @Override
    public void setArray(int parameterIndex, @Nullable Array x) throws SQLException {
        set(parameterIndex, x == null ? null : x.getArray());
    }

    @Override
    public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
        set(parameterIndex, ParameterValues.read(reader, Long.MAX_VALUE));
    }

    @Override
    public void setCharacterStream(int parameterIndex, Reader reader, int length) throws SQLException {
        set(parameterIndex, ParameterValues.read(reader, length));
    }

    @Override
    public void setCharacterStream(int parameterIndex, Reader reader, long length) throws SQLException {
        set(parameterIndex, ParameterValues.read(reader, length));
    }

    @Override
    public void setNCharacterStream(int parameterIndex, Reader reader) throws SQLException {
        setCharacterStream(parameterIndex, reader);
    }

    @Override
    public void setNCharacterStream(int parameterIndex, Reader reader, long length) throws SQLException {
        setCharacterStream(parameterIndex, reader, length);
    }

    @Override
    public void setBinaryStream(int parameterIndex, InputStream x) throws SQLException {
        set(parameterIndex, ParameterValues.read(x, Long.MAX_VALUE));
    }

    @Override
    public void setBinaryStream(int parameterIndex, InputStream x, int length) throws SQLException {
        set(parameterIndex, ParameterValues.read(x, length));
    }

    @Override
    public void setBinaryStream(int parameterIndex, InputStream x, long length) throws SQLException {
        set(parameterIndex, ParameterValues.read(x, length));
    }

    @Override
    public void setAsciiStream(int parameterIndex, InputStream x) throws SQLException {
        throw SqlErrors.unsupported("setAsciiStream");
    }

    @Override
    public void setAsciiStream(int parameterIndex, InputStream x, int length) throws SQLException {
        throw SqlErrors.unsupported("setAsciiStream");
    }

    @Override
    public void setAsciiStream(int parameterIndex, InputStream x, long length) throws SQLException {
        throw SqlErrors.unsupported("setAsciiStream");
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int parameterIndex, InputStream x, int length) throws SQLException {
        throw SqlErrors.unsupported("setUnicodeStream");
    }

    @Override
    public void setRef(int parameterIndex, Ref x) throws SQLException {
        throw SqlErrors.unsupported("REF parameters");
    }

    @Override
    public void setRowId(int parameterIndex, RowId x) throws SQLException {
        throw SqlErrors.unsupported("ROWID parameters");
    }

    @Override
    public void setBlob(int parameterIndex, Blob x) throws SQLException {
        set(parameterIndex, x.getBytes(1, (int) x.length()));
    }

    @Override
    public void setBlob(int parameterIndex, InputStream x) throws SQLException {
        setBinaryStream(parameterIndex, x);
    }

    @Override
    public void setBlob(int parameterIndex, InputStream x, long length) throws SQLException {
        setBinaryStream(parameterIndex, x, length);
    }

    @Override
    public void setClob(int parameterIndex, Clob x) throws SQLException {
        set(parameterIndex, x.getSubString(1, (int) x.length()));
    }

    @Override
    public void setClob(int parameterIndex, Reader reader) throws SQLException {
        setCharacterStream(parameterIndex, reader);
    }

    @Override
    public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
        setCharacterStream(parameterIndex, reader, length);
    }

    @Override
    public void setNClob(int parameterIndex, NClob x) throws SQLException {
        setClob(parameterIndex, x);
    }

    @Override
    public void setNClob(int parameterIndex, Reader reader) throws SQLException {
        setCharacterStream(parameterIndex, reader);
    }

    @Override
    public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
        setCharacterStream(parameterIndex, reader, length);
    }

    @Override
    public void setSQLXML(int parameterIndex, SQLXML x) throws SQLException {
        set(parameterIndex, x.getString());
    }
}
