package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all statements share: parameters, limits, the open result, cancelling. */
abstract class BoundStatement implements GrismStatement {
    private static final Object UNBOUND = new Object();

    private final Session session;
    private final String sql;
    private @Nullable Object[] values = new Object[0];
    private long timeout;
    private long maxRows;
    private boolean closed;
    private @Nullable GrismResult open;
    private volatile @Nullable Run running;

    BoundStatement(Session session, String sql) {
        this.session = session;
        this.sql = sql;
    }

    final Session session() {
        return session;
    }

    final String sql() {
        return sql;
    }

    final long maxRows() {
        return maxRows;
    }

    @Override
    public final void bind(int parameter, @Nullable Object value) {
        List<GrismColumn> parameters = parameters();
        if (parameter < 0 || parameter >= parameters.size()) {
            throw new GrismException(
                    ErrorCode.INVALID_PARAMETER,
                    "Cannot bind parameter " + (parameter + 1) + ": the statement has " + parameters.size() + ".");
        }
        Object converted = ParameterValues.convert(parameter, parameters.get(parameter), value, session.timeZone());
        sized(parameters.size())[parameter] = converted;
    }

    private @Nullable Object[] sized(int count) {
        if (values.length != count) {
            values = new Object[count];
            Arrays.fill(values, UNBOUND);
        }
        return values;
    }

    @Override
    public final void setTimeout(long milliseconds) {
        if (milliseconds < 0) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot set the timeout: " + milliseconds + ". It is a number of milliseconds, 0 for none.");
        }
        timeout = milliseconds;
    }

    @Override
    public final void setMaxRows(long rows) {
        if (rows < 0) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot set the greatest number of rows: " + rows + ". It is not negative, 0 for all.");
        }
        maxRows = rows;
    }

    @Override
    public final GrismResult execute() {
        session.checkOpen();
        if (closed) {
            throw new GrismException(ErrorCode.CONNECTION_CLOSED, "Cannot execute: the statement is closed.");
        }
        closeResult();
        List<@Nullable Object> bound = boundValues();
        Run run = new Run(session, bound, timeout == 0 ? session.statementTimeout() : timeout);
        running = run;
        try {
            GrismResult result = execute(run);
            open = result;
            return result;
        } catch (RuntimeException | Error e) {
            running = null;
            run.close();
            throw SqlErrors.translate(e, sql);
        }
    }

    private List<@Nullable Object> boundValues() {
        @Nullable Object[] now = sized(parameters().size()).clone();
        for (int i = 0; i < now.length; i++) {
            if (now[i] == UNBOUND) {
                throw new GrismException(
                        ErrorCode.INVALID_PARAMETER,
                        "Cannot execute: parameter " + (i + 1) + " of " + now.length + " has no value.");
            }
        }
        return Arrays.asList(now);
    }

    /** Runs it; the result closes the run. */
    abstract GrismResult execute(Run run);

    @Override
    public final void cancel() {
        Run run = running;
        if (run != null) {
            run.cancel();
        }
    }

    private void closeResult() {
        GrismResult result = open;
        open = null;
        running = null;
        if (result != null) {
            result.close();
        }
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            closeResult();
            session.forget(this);
        }
    }
}
