package io.grism.calcite.validate;

import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlInlineGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Puts graphs that a WITH defines into the GRAPH_TABLEs that name them, so that no graph stands among the common table expressions. */
final class InlineGraphs {
    private InlineGraphs() {}

    /** A statement without graphs in WITH. */
    static SqlNode expand(SqlNode statement) {
        if (!containsGraph(statement)) {
            return statement;
        }
        SqlNode result = statement.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                SqlNode expanded = call instanceof SqlWith with ? expandWith(with) : call;
                return expanded instanceof SqlCall other ? super.visit(other) : expanded;
            }
        });
        if (result == null) {
            throw new IllegalStateException("nothing left of " + statement);
        }
        return result;
    }

    private static boolean containsGraph(SqlNode statement) {
        boolean[] found = new boolean[1];
        statement.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= call instanceof SqlInlineGraph;
                return found[0] ? null : super.visit(call);
            }
        });
        return found[0];
    }

    private static SqlNode expandWith(SqlWith with) {
        Map<String, SqlInlineGraph> graphs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<SqlNode> items = new ArrayList<>();
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            if (item.query instanceof SqlInlineGraph graph) {
                if (item.columnList != null) {
                    throw GraphErrors.invalidGraph("Cannot give a graph a list of columns.", item.columnList);
                }
                graphs.put(item.name.getSimple(), graph);
            } else {
                items.add(replace(item, graphs));
            }
        }
        if (graphs.isEmpty()) {
            return with;
        }
        SqlNode body = replace(with.body, graphs);
        return items.isEmpty()
                ? body
                : new SqlWith(
                        with.getParserPosition(), new SqlNodeList(items, with.withList.getParserPosition()), body);
    }

    private static SqlNode replace(SqlNode node, Map<String, SqlInlineGraph> graphs) {
        SqlNode result = node.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                if (call instanceof SqlGraphTable table
                        && table.graph() instanceof SqlIdentifier name
                        && name.isSimple()) {
                    SqlInlineGraph graph = graphs.get(name.getSimple());
                    if (graph != null) {
                        return table.withGraph(graph);
                    }
                }
                return super.visit(call);
            }
        });
        if (result == null) {
            throw new IllegalStateException("nothing left of " + node);
        }
        return result;
    }
}
