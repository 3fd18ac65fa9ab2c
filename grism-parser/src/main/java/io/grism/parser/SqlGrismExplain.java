package io.grism.parser;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code EXPLAIN [(option, ...)] query}. */
public final class SqlGrismExplain extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("EXPLAIN", SqlKind.EXPLAIN, SqlGrismExplain::of);

    /** What is explained, and how it is written. */
    public enum Option implements Symbolizable {
        LOGICAL,
        PHYSICAL,
        ANALYZE,
        REWRITE,
        DISTRIBUTED,
        JSON,
        TEXT
    }

    public SqlGrismExplain(SqlParserPos position, SqlNode query, SqlNodeList options) {
        super(position, query, options);
    }

    private static SqlGrismExplain of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlGrismExplain(position, Objects.requireNonNull(o[0]), (SqlNodeList) Objects.requireNonNull(o[1]));
    }

    public SqlNode query() {
        return node(0);
    }

    public Set<Option> options() {
        Set<Option> result = EnumSet.noneOf(Option.class);
        for (SqlNode option : (SqlNodeList) node(1)) {
            result.add(((SqlLiteral) option).getValueAs(Option.class));
        }
        return result;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("EXPLAIN");
        SqlNodeList options = (SqlNodeList) node(1);
        if (options.size() > 0) {
            SqlSyntax.unparseList(writer, options);
        }
        query().unparse(writer, 0, 0);
    }
}
