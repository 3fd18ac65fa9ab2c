package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A path in parentheses, with a mode and a condition of its own. */
public final class SqlSubPath extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("SUB PATH", SqlKind.OTHER, SqlSubPath::of);

    public SqlSubPath(
            SqlParserPos position,
            @Nullable SqlIdentifier variable,
            @Nullable SqlNode mode,
            SqlNode path,
            @Nullable SqlNode where) {
        super(position, variable, mode, path, where);
    }

    private static SqlSubPath of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlSubPath(position, (SqlIdentifier) o[0], o[1], Objects.requireNonNull(o[2]), o[3]);
    }

    public @Nullable SqlIdentifier variable() {
        return identifier(0);
    }

    public SqlPathPrefix.@Nullable Mode mode() {
        return symbol(1, SqlPathPrefix.Mode.class);
    }

    public SqlNode path() {
        return node(2);
    }

    public @Nullable SqlNode where() {
        return get(3);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.print("(");
        SqlIdentifier variable = variable();
        if (variable != null) {
            variable.unparse(writer, 0, 0);
            writer.print("= ");
        }
        SqlPathPrefix.Mode mode = mode();
        if (mode != null) {
            writer.keyword(mode.name());
        }
        path().unparse(writer, 0, 0);
        SqlNode where = where();
        if (where != null) {
            writer.keyword("WHERE");
            where.unparse(writer, 0, 0);
        }
        writer.print(") ");
    }
}
