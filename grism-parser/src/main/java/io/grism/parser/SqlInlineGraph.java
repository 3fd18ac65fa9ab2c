package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code PROPERTY GRAPH (...)}: a graph defined in its query. */
public final class SqlInlineGraph extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("PROPERTY GRAPH", SqlKind.OTHER, SqlInlineGraph::of);

    public SqlInlineGraph(SqlParserPos position, SqlNode definition) {
        super(position, definition);
    }

    private static SqlInlineGraph of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlInlineGraph(position, Objects.requireNonNull(o[0]));
    }

    public SqlGraphDefinition definition() {
        return (SqlGraphDefinition) node(0);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("PROPERTY GRAPH");
        SqlWriter.Frame frame = writer.startList("(", ")");
        definition().unparse(writer, 0, 0);
        writer.endList(frame);
    }
}
