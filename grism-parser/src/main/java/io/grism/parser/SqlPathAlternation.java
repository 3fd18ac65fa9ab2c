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

/** Alternative paths. */
public final class SqlPathAlternation extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("PATH ALTERNATION", SqlKind.OTHER, SqlPathAlternation::of);

    /** Whether equal matches of two alternatives count once or each. */
    public enum Operator implements Symbolizable {
        SET,
        MULTISET
    }

    public SqlPathAlternation(SqlParserPos position, SqlNodeList alternatives, SqlLiteral operator) {
        super(position, alternatives, operator);
    }

    private static SqlPathAlternation of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlPathAlternation(
                position, (SqlNodeList) Objects.requireNonNull(o[0]), (SqlLiteral) Objects.requireNonNull(o[1]));
    }

    public SqlNodeList alternatives() {
        return (SqlNodeList) node(0);
    }

    public Operator operator() {
        return Objects.requireNonNull(symbol(1, Operator.class));
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        boolean first = true;
        for (SqlNode alternative : alternatives()) {
            if (!first) {
                writer.print(operator() == Operator.SET ? "| " : "|+| ");
            }
            first = false;
            alternative.unparse(writer, 0, 0);
        }
    }
}
