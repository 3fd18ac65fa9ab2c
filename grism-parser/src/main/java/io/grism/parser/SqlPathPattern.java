package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A path pattern of a MATCH: {@code [p =] [mode or selector] path}. */
public final class SqlPathPattern extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("PATH PATTERN", SqlKind.OTHER, SqlPathPattern::of);

    public SqlPathPattern(
            SqlParserPos position, @Nullable SqlIdentifier variable, @Nullable SqlNode prefix, SqlNode path) {
        super(position, variable, prefix, path);
    }

    private static SqlPathPattern of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlPathPattern(position, (SqlIdentifier) o[0], o[1], Objects.requireNonNull(o[2]));
    }

    public @Nullable SqlIdentifier variable() {
        return identifier(0);
    }

    public @Nullable SqlPathPrefix prefix() {
        return (SqlPathPrefix) get(1);
    }

    /** A {@link SqlPathTerm} or a {@link SqlPathAlternation}. */
    public SqlNode path() {
        return node(2);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        SqlIdentifier variable = variable();
        if (variable != null) {
            variable.unparse(writer, 0, 0);
            writer.print("= ");
        }
        SqlPathPrefix prefix = prefix();
        if (prefix != null) {
            prefix.unparse(writer, 0, 0);
        }
        path().unparse(writer, 0, 0);
    }
}
