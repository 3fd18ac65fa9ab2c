package io.grism.jdbc;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;

/** GrismException to SQLException: message with position, SQLSTATE, and the code's number as vendor code. */
final class SqlErrors {
    private SqlErrors() {}

    static SQLException of(GrismException e) {
        ErrorCode code = e.code();
        String message = e.fullMessage();
        String state = code.sqlState();
        int number = code.number();
        if (code == ErrorCode.TIMEOUT) {
            return new SQLTimeoutException(message, state, number, e);
        }
        return switch (state.substring(0, 2)) {
            case "42", "3F", "2B" -> new SQLSyntaxErrorException(message, state, number, e);
            case "22", "21" -> new SQLDataException(message, state, number, e);
            case "23" -> new SQLIntegrityConstraintViolationException(message, state, number, e);
            case "0A" -> new SQLFeatureNotSupportedException(message, state, number, e);
            case "40" -> new SQLTransactionRollbackException(message, state, number, e);
            case "08" -> new SQLNonTransientConnectionException(message, state, number, e);
            default -> new SQLException(message, state, number, e);
        };
    }

    /** Any failure below java.sql as the SQLException to throw. */
    static SQLException of(RuntimeException e) {
        if (e instanceof GrismException known) {
            return of(known);
        }
        return of(new GrismException(
                ErrorCode.INTERNAL, "Cannot run the statement: a defect of Grism. The cause is attached", e));
    }

    static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException(
                "Cannot use " + what + ": it is not supported",
                ErrorCode.NOT_SUPPORTED.sqlState(),
                ErrorCode.NOT_SUPPORTED.number());
    }

    static SQLException usage(String message) {
        return new SQLException(message, "HY000", ErrorCode.INVALID_STATEMENT.number());
    }

    static SQLException connectionClosed() {
        return of(new GrismException(ErrorCode.CONNECTION_CLOSED, "Cannot use the connection: it is closed"));
    }

    static SQLException statementClosed() {
        return new SQLException(
                "Cannot use the statement: it is closed", "HY010", ErrorCode.CONNECTION_CLOSED.number());
    }

    /** A value that is not of the Java type asked for. */
    static SQLException conversion(String message, Throwable cause) {
        return of(new GrismException(ErrorCode.INVALID_CAST, message, cause));
    }

    /** A result set that is closed, or that does not stand on a row. */
    static SQLException cursor(String message) {
        return new SQLException(message, "24000", ErrorCode.INVALID_STATEMENT.number());
    }
}
