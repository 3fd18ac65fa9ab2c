package io.grism.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** How the paths of a pattern may repeat elements (mode) and which of them count (selector). */
public final class SqlPathPrefix extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("PATH PREFIX", SqlKind.OTHER, SqlPathPrefix::of);

    /** What a path may repeat. */
    public enum Mode implements Symbolizable {
        WALK,
        TRAIL,
        SIMPLE,
        ACYCLIC
    }

    /** Which paths between two ends count. */
    public enum Selector implements Symbolizable {
        ALL,
        ANY,
        ALL_SHORTEST,
        ANY_SHORTEST,
        SHORTEST,
        SHORTEST_GROUPS
    }

    public SqlPathPrefix(
            SqlParserPos position, @Nullable SqlLiteral selector, @Nullable SqlNode count, @Nullable SqlLiteral mode) {
        super(position, selector, count, mode);
    }

    private static SqlPathPrefix of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlPathPrefix(position, (SqlLiteral) o[0], o[1], (SqlLiteral) o[2]);
    }

    public @Nullable Selector selector() {
        return symbol(0, Selector.class);
    }

    /** The k of ANY k, SHORTEST k. */
    public @Nullable SqlNode count() {
        return get(1);
    }

    public @Nullable Mode mode() {
        return symbol(2, Mode.class);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Selector selector = selector();
        if (selector != null) {
            writer.keyword(
                    switch (selector) {
                        case ALL -> "ALL";
                        case ANY -> "ANY";
                        case ALL_SHORTEST -> "ALL SHORTEST";
                        case ANY_SHORTEST -> "ANY SHORTEST";
                        case SHORTEST, SHORTEST_GROUPS -> "SHORTEST";
                    });
        }
        SqlNode count = count();
        if (count != null) {
            count.unparse(writer, 0, 0);
        }
        Mode mode = mode();
        if (mode != null) {
            writer.keyword(mode.name());
        }
        writer.keyword(selector == Selector.SHORTEST_GROUPS ? "PATHS GROUPS" : "PATHS");
    }
}
