package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.graph.ElementKind;
import io.grism.parser.SqlLabelExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;

/** Which element tables a label expression means. */
final class Labels {
    private final PropertyGraph graph;

    Labels(PropertyGraph graph) {
        this.graph = graph;
    }

    /** Ordinals of the tables of a kind that satisfy the expression; UNKNOWN_LABEL for a name that no such table has. */
    List<Integer> tables(SqlNode expression, ElementKind kind) {
        List<ElementTable> tables = kind == ElementKind.VERTEX ? graph.vertices() : graph.edges();
        check(expression, kind, tables);
        if (kind == ElementKind.EDGE) {
            for (ElementTable hyperedge : graph.hyperedges()) {
                if (matches(expression, hyperedge)) {
                    throw GraphErrors.unsupported("a pattern with hyperedge " + hyperedge.name(), expression);
                }
            }
        }
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            if (matches(expression, tables.get(i))) {
                found.add(i);
            }
        }
        return found;
    }

    private void check(SqlNode expression, ElementKind kind, List<ElementTable> tables) {
        if (expression instanceof SqlCall call) {
            call.getOperandList().forEach(operand -> check(operand, kind, tables));
            return;
        }
        String label = ((SqlIdentifier) expression).getSimple();
        if (has(tables, label)) {
            return;
        }
        if (has(graph.hyperedges(), label)) {
            throw GraphErrors.unsupported("a pattern with hyperedge " + label, expression);
        }
        String own = kind == ElementKind.VERTEX ? "vertex" : "edge";
        List<ElementTable> others = kind == ElementKind.VERTEX ? graph.edges() : graph.vertices();
        if (has(others, label)) {
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_LABEL,
                    "Cannot find " + own + " label: " + label + ". It is a label of "
                            + (kind == ElementKind.VERTEX ? "edges" : "vertices") + ".",
                    expression);
        }
        Set<String> known = new LinkedHashSet<>();
        tables.forEach(table -> known.addAll(table.labels().keySet()));
        String hint = Suggestions.didYouMean(label, known);
        throw GraphErrors.error(
                ErrorCode.UNKNOWN_LABEL,
                "Cannot find " + own + " label: " + label
                        + (hint.equals(".") ? ". There are " + String.join(", ", known) + "." : hint),
                expression);
    }

    private static boolean has(List<ElementTable> tables, String label) {
        return tables.stream().anyMatch(table -> table.hasLabel(label));
    }

    private static boolean matches(SqlNode expression, ElementTable table) {
        if (!(expression instanceof SqlCall call)) {
            return table.hasLabel(((SqlIdentifier) expression).getSimple());
        }
        SqlOperator operator = call.getOperator();
        if (operator.equals(SqlLabelExpression.OR)) {
            return matches(call.operand(0), table) || matches(call.operand(1), table);
        }
        if (operator.equals(SqlLabelExpression.AND)) {
            return matches(call.operand(0), table) && matches(call.operand(1), table);
        }
        if (operator.equals(SqlLabelExpression.NOT)) {
            return !matches(call.operand(0), table);
        }
        return !table.labels().isEmpty();
    }
}
