package io.grism.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Comparisons with a list of values: {@code a IN (1, 2)}, {@code a > ALL (1, 2)} and the like. */
final class ListComparisons {
    private ListComparisons() {}

    static boolean isOne(SqlNode expression) {
        return switch (expression.getKind()) {
            case IN, NOT_IN, SOME, ALL -> ((SqlCall) expression).operand(1) instanceof SqlNodeList;
            default -> false;
        };
    }

    /** The same as comparisons with each value: {@code a = 1 OR a = 2}. */
    static SqlNode expand(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        SqlOperator comparison = call.getOperator() instanceof SqlQuantifyOperator quantified
                ? comparison(quantified.comparisonKind)
                : SqlStdOperatorTable.EQUALS;
        SqlOperator junction = call.getKind() == SqlKind.ALL ? SqlStdOperatorTable.AND : SqlStdOperatorTable.OR;
        List<SqlNode> comparisons = new ArrayList<>();
        for (SqlNode value : (SqlNodeList) call.operand(1)) {
            comparisons.add(comparison.createCall(position, call.operand(0), value));
        }
        SqlNode all = comparisons.stream()
                .reduce((left, right) -> junction.createCall(position, left, right))
                .orElseThrow();
        return call.getKind() == SqlKind.NOT_IN ? SqlStdOperatorTable.NOT.createCall(position, all) : all;
    }

    private static SqlOperator comparison(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> SqlStdOperatorTable.EQUALS;
            case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
            default -> throw new IllegalArgumentException("no comparison: " + kind);
        };
    }
}
