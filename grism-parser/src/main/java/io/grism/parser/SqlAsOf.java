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

/** {@code t FOR VERSION AS OF 3}, {@code t FOR SYSTEM_TIME AS OF TIMESTAMP '...'}: a table, view or graph as it was. */
public final class SqlAsOf extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("AS OF", SqlKind.OTHER, SqlAsOf::of);

    /** What tells the version: its number or tag, or a time. */
    public enum By implements Symbolizable {
        VERSION,
        SYSTEM_TIME
    }

    public SqlAsOf(SqlParserPos position, SqlNode table, SqlLiteral by, SqlNode value) {
        super(position, table, by, value);
    }

    private static SqlAsOf of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlAsOf(
                position,
                Objects.requireNonNull(o[0]),
                (SqlLiteral) Objects.requireNonNull(o[1]),
                Objects.requireNonNull(o[2]));
    }

    /** Mostly a {@link SqlIdentifier}; the grammar also lets hints and columns stand here. */
    public SqlNode table() {
        return node(0);
    }

    public By by() {
        return Objects.requireNonNull(symbol(1, By.class));
    }

    /** A number or a string, or an expression of a time. */
    public SqlNode value() {
        return node(2);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        table().unparse(writer, 0, 0);
        writer.keyword("FOR " + by() + " AS OF");
        value().unparse(writer, 0, 0);
    }
}
