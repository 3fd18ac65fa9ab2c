package io.grism.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;

/** The operators of label expressions. A leaf is a label name or {@link #ANY}. */
public final class SqlLabelExpression {
    /** {@code a | b}. */
    public static final SqlOperator OR = new SqlBinaryOperator("LABEL |", SqlKind.OTHER, 20, true, null, null, null) {};
    /** {@code a & b}. */
    public static final SqlOperator AND =
            new SqlBinaryOperator("LABEL &", SqlKind.OTHER, 22, true, null, null, null) {};
    /** {@code !a}. */
    public static final SqlOperator NOT = new SqlPrefixOperator("LABEL !", SqlKind.OTHER, 24, null, null, null);
    /** {@code %}: any label. */
    public static final SqlOperator ANY = new SqlSpecialOperator("LABEL %", SqlKind.OTHER) {
        @Override
        public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
            writer.print("% ");
        }
    };

    private SqlLabelExpression() {}

    /** Writes a label expression; nested ones in parentheses. */
    public static void unparse(SqlWriter writer, SqlNode label) {
        if (!(label instanceof SqlCall call)) {
            label.unparse(writer, 0, 0);
        } else if (isBinary(call)) {
            unparseNested(writer, call.operand(0));
            writer.print(call.getOperator().equals(OR) ? "| " : "& ");
            unparseNested(writer, call.operand(1));
        } else if (call.getOperator().equals(NOT)) {
            writer.print("!");
            unparseNested(writer, call.operand(0));
        } else {
            writer.print("% ");
        }
    }

    private static void unparseNested(SqlWriter writer, SqlNode label) {
        if (label instanceof SqlCall call && (isBinary(call))) {
            writer.print("(");
            unparse(writer, label);
            writer.print(") ");
        } else {
            unparse(writer, label);
        }
    }

    private static boolean isBinary(SqlCall call) {
        return call.getOperator().equals(OR) || call.getOperator().equals(AND);
    }
}
