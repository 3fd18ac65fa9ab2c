package io.grism.calcite.validate;

import io.grism.parser.GrismCall;
import io.grism.parser.SqlElementPattern;
import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlSubPath;
import io.grism.parser.SqlTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the literals of a parsed query that nothing but one comparison looks at: those compared by {@code =} or {@code <>} with a column in WHERE, ON or a pattern. The literals
 * of a select list, GROUP BY, ORDER BY or HAVING, and all below, are left out, since there equal expressions mean more than the value. So are those of a column that other
 * conditions look at too: together they may be always false or always true, which the planner is to see.
 */
final class FreeLiterals {
    private final List<SqlTemplate.Literal> literals;
    /** For each literal the column that it is compared with, or null. */
    private final @Nullable String[] columns;
    /** How many conditions look at a column, but for those that compare it with another one. */
    private final Map<String, Integer> conditions = new HashMap<>();

    private FreeLiterals(List<SqlTemplate.Literal> literals) {
        this.literals = literals;
        this.columns = new String[literals.size()];
    }

    /** For each literal of the query's text whether it is free. */
    static boolean[] of(SqlNode query, List<SqlTemplate.Literal> literals) {
        FreeLiterals finder = new FreeLiterals(literals);
        finder.query(query);
        boolean[] free = new boolean[literals.size()];
        for (int i = 0; i < free.length; i++) {
            String column = finder.columns[i];
            free[i] = column != null && finder.conditions.getOrDefault(column, 0) == 1;
        }
        return free;
    }

    private void query(@Nullable SqlNode node) {
        if (node instanceof SqlOrderBy orderBy) {
            query(orderBy.query);
        } else if (node instanceof SqlWith with) {
            with.withList.forEach(item -> query(((SqlWithItem) item).query));
            query(with.body);
        } else if (node instanceof SqlSelect select) {
            from(select.getFrom());
            condition(select.getWhere());
        } else if (node instanceof SqlCall call && node.isA(SqlKind.SET_QUERY)) {
            call.getOperandList().forEach(this::query);
        }
    }

    private void from(@Nullable SqlNode node) {
        if (node instanceof SqlJoin join) {
            from(join.getLeft());
            from(join.getRight());
            condition(join.getCondition());
        } else if (node instanceof SqlGraphTable table) {
            condition(table.where());
            pattern(table.patterns());
        } else if (node instanceof SqlCall call
                && (node.getKind() == SqlKind.AS || node.getKind() == SqlKind.LATERAL)) {
            from(call.operand(0));
        } else {
            query(node);
        }
    }

    private void pattern(@Nullable SqlNode node) {
        if (node instanceof SqlElementPattern element) {
            condition(element.where());
        } else if (node instanceof SqlSubPath path) {
            condition(path.where());
            pattern(path.path());
        } else if (node instanceof GrismCall call) {
            each(call.getOperandList(), this::pattern);
        } else if (node instanceof SqlNodeList list) {
            each(list, this::pattern);
        }
    }

    private static void each(Iterable<? extends @Nullable SqlNode> nodes, Consumer<SqlNode> action) {
        for (SqlNode node : nodes) {
            if (node != null) {
                action.accept(node);
            }
        }
    }

    private void condition(@Nullable SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            return;
        }
        if (node.getKind() == SqlKind.AND || node.getKind() == SqlKind.OR || node.getKind() == SqlKind.NOT) {
            each(call.getOperandList(), this::condition);
            return;
        }
        if (node.getKind() == SqlKind.EQUALS || node.getKind() == SqlKind.NOT_EQUALS) {
            if (call.operand(0) instanceof SqlIdentifier && call.operand(1) instanceof SqlIdentifier) {
                return;
            }
            compared(call.operand(0), call.operand(1));
            compared(call.operand(1), call.operand(0));
        }
        lookInto(call);
    }

    private void compared(SqlNode value, SqlNode with) {
        int literal = with instanceof SqlIdentifier && value instanceof SqlLiteral
                ? indexOf((SqlLiteral) value, literals)
                : -1;
        if (literal >= 0) {
            columns[literal] = name((SqlIdentifier) with);
        }
    }

    private static String name(SqlIdentifier column) {
        return column.toString().toLowerCase(Locale.ROOT);
    }

    /** Counts the columns that a condition looks at, and goes on with its sub-queries. */
    private void lookInto(SqlCall condition) {
        condition.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier column) {
                conditions.merge(name(column), 1, Integer::sum);
                return null;
            }

            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    query(call);
                    return null;
                }
                return super.visit(call);
            }
        });
    }

    /** The number of the literal that a node stands for, or -1. */
    static int indexOf(SqlLiteral node, List<SqlTemplate.Literal> literals) {
        for (int i = 0; i < literals.size(); i++) {
            if (literals.get(i).standsAt(node.getParserPosition())
                    && literals.get(i).node().equals(node)) {
                return i;
            }
        }
        return -1;
    }
}
