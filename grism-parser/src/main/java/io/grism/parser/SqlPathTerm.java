package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A sequence of element patterns and sub-paths. */
public final class SqlPathTerm extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("PATH", SqlKind.OTHER, SqlPathTerm::of);

    public SqlPathTerm(SqlParserPos position, SqlNodeList factors) {
        super(position, factors);
    }

    private static SqlPathTerm of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlPathTerm(position, (SqlNodeList) Objects.requireNonNull(o[0]));
    }

    /** {@link SqlElementPattern}, {@link SqlSubPath} or {@link SqlQuantifiedPath}. */
    public SqlNodeList factors() {
        return (SqlNodeList) node(0);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        for (SqlNode factor : factors()) {
            factor.unparse(writer, 0, 0);
        }
    }
}
