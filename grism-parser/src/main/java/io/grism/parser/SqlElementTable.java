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

/** A vertex table, or, with roles, an edge table. */
public final class SqlElementTable extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("ELEMENT TABLE", SqlKind.OTHER, SqlElementTable::of);

    public SqlElementTable(
            SqlParserPos position,
            SqlIdentifier table,
            @Nullable SqlIdentifier alias,
            @Nullable SqlNodeList key,
            @Nullable SqlNodeList roles,
            SqlNodeList labels) {
        super(position, table, alias, key, roles, labels);
    }

    private static SqlElementTable of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlElementTable(
                position,
                (SqlIdentifier) Objects.requireNonNull(o[0]),
                (SqlIdentifier) o[1],
                (SqlNodeList) o[2],
                (SqlNodeList) o[3],
                (SqlNodeList) Objects.requireNonNull(o[4]));
    }

    public SqlIdentifier table() {
        return (SqlIdentifier) node(0);
    }

    public @Nullable SqlIdentifier alias() {
        return identifier(1);
    }

    public @Nullable SqlNodeList key() {
        return list(2);
    }

    /** {@link SqlElementRole}s of an edge table: SOURCE and DESTINATION, or those of a hyperedge; null for a vertex table. */
    public @Nullable SqlNodeList roles() {
        return list(3);
    }

    /** {@link SqlElementLabel}s; empty means the default label with the default properties. */
    public SqlNodeList labels() {
        return (SqlNodeList) node(4);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        table().unparse(writer, 0, 0);
        SqlIdentifier alias = alias();
        if (alias != null) {
            writer.keyword("AS");
            alias.unparse(writer, 0, 0);
        }
        SqlNodeList key = key();
        if (key != null) {
            writer.keyword("KEY");
            SqlSyntax.unparseList(writer, key);
        }
        SqlNodeList roles = roles();
        if (roles != null) {
            for (SqlNode role : roles) {
                role.unparse(writer, 0, 0);
            }
        }
        for (SqlNode label : labels()) {
            label.unparse(writer, 0, 0);
        }
    }
}
