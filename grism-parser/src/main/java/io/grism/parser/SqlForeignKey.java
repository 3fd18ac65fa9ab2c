package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code FOREIGN KEY (...) REFERENCES table (...)}. */
public final class SqlForeignKey extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("FOREIGN KEY", SqlKind.OTHER, SqlForeignKey::of);

    public SqlForeignKey(
            SqlParserPos position, SqlNodeList columns, SqlIdentifier table, @Nullable SqlNodeList referenced) {
        super(position, columns, table, referenced);
    }

    private static SqlForeignKey of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlForeignKey(
                position,
                (SqlNodeList) Objects.requireNonNull(o[0]),
                (SqlIdentifier) Objects.requireNonNull(o[1]),
                (SqlNodeList) o[2]);
    }

    public SqlNodeList columns() {
        return (SqlNodeList) node(0);
    }

    public SqlIdentifier table() {
        return (SqlIdentifier) node(1);
    }

    /** Null for the primary key of the table. */
    public @Nullable SqlNodeList referenced() {
        return list(2);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("FOREIGN KEY");
        SqlSyntax.unparseList(writer, columns());
        writer.keyword("REFERENCES");
        table().unparse(writer, 0, 0);
        SqlNodeList referenced = referenced();
        if (referenced != null) {
            SqlSyntax.unparseList(writer, referenced);
        }
    }
}
