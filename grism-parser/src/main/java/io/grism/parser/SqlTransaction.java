package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code START TRANSACTION [READ ONLY | READ WRITE]}, {@code COMMIT}, {@code ROLLBACK}. */
public final class SqlTransaction extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("TRANSACTION", SqlKind.OTHER, SqlTransaction::of);

    /** What is done to the session's transaction. */
    public enum Action implements Symbolizable {
        START,
        COMMIT,
        ROLLBACK
    }

    /** What a transaction may do. */
    public enum Access implements Symbolizable {
        READ_ONLY,
        READ_WRITE
    }

    public SqlTransaction(SqlParserPos position, SqlLiteral action, @Nullable SqlLiteral access) {
        super(position, action, access);
    }

    private static SqlTransaction of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlTransaction(position, (SqlLiteral) Objects.requireNonNull(o[0]), (SqlLiteral) o[1]);
    }

    public Action action() {
        return Objects.requireNonNull(symbol(0, Action.class));
    }

    /** Null when the statement does not say. */
    public @Nullable Access access() {
        return symbol(1, Access.class);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(action().name());
        if (action() == Action.START) {
            writer.keyword("TRANSACTION");
        }
        Access access = access();
        if (access != null) {
            writer.keyword(access == Access.READ_ONLY ? "READ ONLY" : "READ WRITE");
        }
    }
}
