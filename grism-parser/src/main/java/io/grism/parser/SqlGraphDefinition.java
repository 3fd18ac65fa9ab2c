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

/** The element tables of a property graph. */
public final class SqlGraphDefinition extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("GRAPH DEFINITION", SqlKind.OTHER, SqlGraphDefinition::of);

    /** What becomes of edges without an end. */
    public enum Dangling implements Symbolizable {
        REJECT,
        SKIP
    }

    public SqlGraphDefinition(
            SqlParserPos position, SqlNodeList vertices, SqlNodeList edges, @Nullable SqlLiteral dangling) {
        super(position, vertices, edges, dangling);
    }

    private static SqlGraphDefinition of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlGraphDefinition(
                position,
                (SqlNodeList) Objects.requireNonNull(o[0]),
                (SqlNodeList) Objects.requireNonNull(o[1]),
                (SqlLiteral) o[2]);
    }

    /** {@link SqlElementTable}s without roles. */
    public SqlNodeList vertices() {
        return (SqlNodeList) node(0);
    }

    /** {@link SqlElementTable}s with roles. */
    public SqlNodeList edges() {
        return (SqlNodeList) node(1);
    }

    public @Nullable Dangling dangling() {
        return symbol(2, Dangling.class);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("VERTEX TABLES");
        SqlSyntax.unparseList(writer, vertices());
        if (edges().size() > 0) {
            writer.keyword("EDGE TABLES");
            SqlSyntax.unparseList(writer, edges());
        }
        Dangling dangling = dangling();
        if (dangling != null) {
            writer.keyword(dangling.name());
            writer.keyword("DANGLING EDGES");
        }
    }
}
