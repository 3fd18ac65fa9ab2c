package io.grism.parser;

import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CREATE [OR REPLACE] PROPERTY GRAPH [IF NOT EXISTS] name ...}. */
public final class SqlCreatePropertyGraph extends SqlCreate {
    private static final GrismOperator OPERATOR =
            new GrismOperator("CREATE PROPERTY GRAPH", SqlKind.OTHER_DDL, SqlCreatePropertyGraph::of);

    private final SqlIdentifier name;
    private final SqlGraphDefinition definition;

    public SqlCreatePropertyGraph(
            SqlParserPos position,
            boolean replace,
            boolean ifNotExists,
            SqlIdentifier name,
            SqlGraphDefinition definition) {
        super(OPERATOR, position, replace, ifNotExists);
        this.name = name;
        this.definition = definition;
    }

    private static SqlCreatePropertyGraph of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlCreatePropertyGraph(
                position,
                ((SqlLiteral) Objects.requireNonNull(o[0])).booleanValue(),
                ((SqlLiteral) Objects.requireNonNull(o[1])).booleanValue(),
                (SqlIdentifier) Objects.requireNonNull(o[2]),
                (SqlGraphDefinition) Objects.requireNonNull(o[3]));
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlGraphDefinition definition() {
        return definition;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(
                SqlLiteral.createBoolean(getReplace(), SqlParserPos.ZERO),
                SqlLiteral.createBoolean(ifNotExists, SqlParserPos.ZERO),
                name,
                definition);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(getReplace() ? "CREATE OR REPLACE PROPERTY GRAPH" : "CREATE PROPERTY GRAPH");
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
        name.unparse(writer, 0, 0);
        definition.unparse(writer, 0, 0);
    }
}
