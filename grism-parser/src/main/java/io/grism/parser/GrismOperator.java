package io.grism.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The operator of a syntax node: it only knows how to make the node again from its operands. */
final class GrismOperator extends SqlSpecialOperator {
    /** Makes a node from its operands. */
    interface Maker {
        SqlCall make(SqlParserPos position, @Nullable SqlNode[] operands);
    }

    private final Maker maker;

    GrismOperator(String name, SqlKind kind, Maker maker) {
        super(name, kind);
        this.maker = maker;
    }

    @Override
    public SqlCall createCall(@Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
        return maker.make(pos, operands);
    }
}
