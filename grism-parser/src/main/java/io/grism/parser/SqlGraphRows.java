package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** ONE ROW PER MATCH, VERTEX or STEP. */
public final class SqlGraphRows extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("ROWS", SqlKind.OTHER, SqlGraphRows::of);

    /** What gives a row. */
    public enum Per implements Symbolizable {
        MATCH,
        VERTEX,
        STEP
    }

    public SqlGraphRows(SqlParserPos position, SqlLiteral per, SqlNodeList variables) {
        super(position, per, variables);
    }

    private static SqlGraphRows of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlGraphRows(
                position, (SqlLiteral) Objects.requireNonNull(o[0]), (SqlNodeList) Objects.requireNonNull(o[1]));
    }

    public Per per() {
        return Objects.requireNonNull(symbol(0, Per.class));
    }

    public SqlNodeList variables() {
        return (SqlNodeList) node(1);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("ONE ROW PER");
        writer.keyword(per().name());
        if (per() != Per.MATCH) {
            SqlSyntax.unparseList(writer, variables());
        }
    }
}
