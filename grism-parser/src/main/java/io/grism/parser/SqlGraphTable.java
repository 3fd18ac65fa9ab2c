package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.jspecify.annotations.Nullable;

/** {@code GRAPH_TABLE (graph MATCH patterns [WHERE condition] COLUMNS (...))}. */
public final class SqlGraphTable extends GrismCall {
    /** Calcite's validator takes a call of this kind in FROM for a table function. */
    public static final SqlOperator OPERATOR = new Operator();

    /** Whether a match may use an edge twice. */
    public enum MatchMode implements Symbolizable {
        REPEATABLE_ELEMENTS,
        DIFFERENT_EDGES
    }

    public SqlGraphTable(
            SqlParserPos position,
            SqlNode graph,
            @Nullable SqlLiteral matchMode,
            SqlNodeList patterns,
            @Nullable SqlNode keep,
            @Nullable SqlNode where,
            @Nullable SqlNode rows,
            SqlNodeList columns) {
        super(position, graph, matchMode, patterns, keep, where, rows, columns);
    }

    private static SqlGraphTable of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlGraphTable(
                position,
                Objects.requireNonNull(o[0]),
                (SqlLiteral) o[1],
                (SqlNodeList) Objects.requireNonNull(o[2]),
                o[3],
                o[4],
                o[5],
                (SqlNodeList) Objects.requireNonNull(o[6]));
    }

    /** The graph's name, a {@link SqlAsOf} of it, or a {@link SqlInlineGraph}. */
    public SqlNode graph() {
        return node(0);
    }

    /** The same query on another graph. */
    public SqlGraphTable withGraph(SqlNode graph) {
        return new SqlGraphTable(
                getParserPosition(), graph, (SqlLiteral) get(1), patterns(), get(3), where(), get(5), columns());
    }

    public @Nullable MatchMode matchMode() {
        return symbol(1, MatchMode.class);
    }

    /** {@link SqlPathPattern}s. */
    public SqlNodeList patterns() {
        return (SqlNodeList) node(2);
    }

    public @Nullable SqlPathPrefix keep() {
        return (SqlPathPrefix) get(3);
    }

    public @Nullable SqlNode where() {
        return get(4);
    }

    public @Nullable SqlGraphRows rows() {
        return (SqlGraphRows) get(5);
    }

    /** Expressions, with AS or without, and stars. */
    public SqlNodeList columns() {
        return (SqlNodeList) node(6);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public SqlKind getKind() {
        return SqlKind.OTHER_FUNCTION;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("GRAPH_TABLE");
        SqlWriter.Frame frame = writer.startList("(", ")");
        graph().unparse(writer, 0, 0);
        writer.keyword("MATCH");
        MatchMode mode = matchMode();
        if (mode != null) {
            writer.keyword(mode == MatchMode.DIFFERENT_EDGES ? "DIFFERENT EDGES" : "REPEATABLE ELEMENTS");
        }
        boolean first = true;
        for (SqlNode pattern : patterns()) {
            if (!first) {
                writer.print(", ");
            }
            first = false;
            pattern.unparse(writer, 0, 0);
        }
        SqlPathPrefix keep = keep();
        if (keep != null) {
            writer.keyword("KEEP");
            keep.unparse(writer, 0, 0);
        }
        SqlNode where = where();
        if (where != null) {
            writer.keyword("WHERE");
            where.unparse(writer, 0, 0);
        }
        SqlGraphRows rows = rows();
        if (rows != null) {
            rows.unparse(writer, 0, 0);
        }
        writer.keyword("COLUMNS");
        SqlSyntax.unparseList(writer, columns());
        writer.endList(frame);
    }

    private static final class Operator extends SqlFunction implements SqlTableFunction {
        Operator() {
            super(
                    "GRAPH_TABLE",
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.CURSOR,
                    null,
                    null,
                    SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
        }

        @Override
        public SqlReturnTypeInference getRowTypeInference() {
            return ReturnTypes.CURSOR;
        }

        @Override
        public SqlCall createCall(
                @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
            return SqlGraphTable.of(pos, operands);
        }
    }
}
