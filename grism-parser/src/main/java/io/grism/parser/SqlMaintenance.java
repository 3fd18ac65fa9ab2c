package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code RESTORE TO VERSION AS OF version}, {@code VACUUM [RETAIN interval]}, {@code OPTIMIZE [TABLE] [name]}. */
public final class SqlMaintenance extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("MAINTENANCE", SqlKind.OTHER, SqlMaintenance::of);

    /** What is done. */
    public enum Action implements Symbolizable {
        RESTORE,
        VACUUM,
        OPTIMIZE
    }

    /**
     * A statement.
     *
     * @param argument a {@link SqlAsOf} of nothing but the word DATABASE for RESTORE, an interval for VACUUM, a table's name for OPTIMIZE; null for none
     */
    public SqlMaintenance(SqlParserPos position, SqlLiteral action, @Nullable SqlNode argument) {
        super(position, action, argument);
    }

    private static SqlMaintenance of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlMaintenance(position, (SqlLiteral) Objects.requireNonNull(o[0]), o[1]);
    }

    public Action action() {
        return Objects.requireNonNull(symbol(0, Action.class));
    }

    /** The version that RESTORE goes back to. */
    public SqlAsOf version() {
        return (SqlAsOf) node(1);
    }

    /** The interval that VACUUM keeps; null when it does not say. */
    public @Nullable SqlNode retain() {
        return get(1);
    }

    /** The table that OPTIMIZE is for; null for all. */
    public @Nullable SqlIdentifier table() {
        return (SqlIdentifier) get(1);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(action().name());
        SqlNode argument = get(1);
        if (argument == null) {
            return;
        }
        if (argument instanceof SqlAsOf version) {
            writer.keyword("TO " + version.by() + " AS OF");
            version.value().unparse(writer, 0, 0);
        } else {
            if (action() == Action.VACUUM) {
                writer.keyword("RETAIN");
            }
            argument.unparse(writer, 0, 0);
        }
    }
}
