package io.grism.jdbc;

import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a JDBC statement's last execution: what both kinds of statement share. */
final class Execution {
    private volatile @Nullable GrismStatement running;
    private volatile boolean isCancelled;
    private @Nullable SQLWarning warnings;

    /** What an execution gave: rows, or a count. */
    record Outcome(@Nullable GrismResult rows, long updateCount) {}

    /** From now on {@link #cancel} ends the execution, also before it {@linkplain #run runs}: while it is planned. */
    void begin() {
        isCancelled = false;
    }

    /** Runs a statement. The rows are the caller's to close; a result without rows is closed here. */
    Outcome run(GrismStatement statement, int timeoutSeconds, long maxRows) throws SQLException {
        warnings = null;
        running = statement;
        try {
            if (isCancelled) {
                throw new GrismException(ErrorCode.CANCELLED, "Cannot run the statement: it was cancelled");
            }
            // Without one of its own the setting statement_timeout holds.
            statement.setTimeout(timeoutSeconds * 1000L);
            statement.setMaxRows(maxRows);
            GrismResult result = statement.execute();
            warnings = chain(result.warnings());
            if (statement.kind() == GrismStatement.Kind.QUERY) {
                return new Outcome(result, -1);
            }
            try (result) {
                return new Outcome(null, Math.max(0, result.updateCount()));
            }
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    void cancel() {
        isCancelled = true;
        GrismStatement statement = running;
        if (statement != null) {
            statement.cancel();
        }
    }

    @Nullable
    SQLWarning warnings() {
        return warnings;
    }

    void clearWarnings() {
        warnings = null;
    }

    private static @Nullable SQLWarning chain(List<String> messages) {
        SQLWarning first = null;
        for (String message : messages) {
            SQLWarning warning = new SQLWarning(message, "01000");
            if (first == null) {
                first = warning;
            } else {
                first.setNextWarning(warning);
            }
        }
        return first;
    }
}
