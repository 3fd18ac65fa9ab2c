package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW name}: a setting, or TABLES, GRAPHS, SCHEMAS, ALL. */
public final class SqlShow extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("SHOW", SqlKind.OTHER, SqlShow::of);

    public SqlShow(SqlParserPos position, SqlIdentifier name) {
        super(position, name);
    }

    private static SqlShow of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlShow(position, (SqlIdentifier) Objects.requireNonNull(o[0]));
    }

    public SqlIdentifier name() {
        return (SqlIdentifier) node(0);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("SHOW");
        name().unparse(writer, 0, 0);
    }
}
