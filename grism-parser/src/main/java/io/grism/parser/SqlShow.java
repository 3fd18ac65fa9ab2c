package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW name [ON table]}: a setting, or TABLES, GRAPHS, INDEXES, SCHEMAS, ALL. */
public final class SqlShow extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("SHOW", SqlKind.OTHER, SqlShow::of);

    public SqlShow(SqlParserPos position, SqlIdentifier name, @Nullable SqlIdentifier table) {
        super(position, name, table);
    }

    private static SqlShow of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlShow(position, (SqlIdentifier) Objects.requireNonNull(o[0]), (SqlIdentifier) o[1]);
    }

    public SqlIdentifier name() {
        return (SqlIdentifier) node(0);
    }

    /** Of which table to tell; null for all. */
    public @Nullable SqlIdentifier table() {
        return identifier(1);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("SHOW");
        name().unparse(writer, 0, 0);
        SqlIdentifier table = table();
        if (table != null) {
            writer.keyword("ON");
            table.unparse(writer, 0, 0);
        }
    }
}
