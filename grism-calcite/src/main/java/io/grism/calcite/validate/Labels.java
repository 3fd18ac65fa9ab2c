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

    /**
     * The tables of a kind that satisfy the expression: numbers of element tables for what stands in the place of a vertex, edge ordinals for what stands in the place of an edge. UNKNOWN_LABEL for a name that no such table
     * has.
     */
    List<Integer> tables(SqlNode expression, ElementKind kind) {
        List<ElementTable> tables = kind == ElementKind.VERTEX ? graph.elements() : graph.steps();
        check(expression, kind, tables);
        return matching(expression, tables);
    }

    /** Ordinals of the edge tables that satisfy the expression; UNKNOWN_LABEL for a name that is no label of edges. */
    List<Integer> edgeTables(SqlNode expression) {
        check(expression, ElementKind.EDGE, graph.edges());
        return matching(expression, graph.edges());
    }

    /** Edge ordinals of the incidence tables whose role satisfies the expression. */
    List<Integer> incidences(SqlNode expression) {
        List<ElementTable> steps = graph.steps();
        return matching(expression, steps).stream()
                .filter(ordinal -> ordinal >= graph.edges().size())
                .toList();
    }

    private static List<Integer> matching(SqlNode expression, List<ElementTable> tables) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            if (matches(expression, tables.get(i))) {
                found.add(i);
            }
        }
        return found;
    }

    /** Whether the expression is about roles: it has names, and they are roles and no labels of edges. INVALID_PATTERN for a mixture. */
    boolean areRoles(SqlNode expression) {
        Set<String> names = new LinkedHashSet<>();
        names(expression, names);
        List<ElementTable> steps = graph.steps();
        List<String> roles = names.stream()
                .filter(name -> !has(graph.edges(), name) && has(steps, name))
                .toList();
        if (!roles.isEmpty() && roles.size() < names.size()) {
            check(expression, ElementKind.EDGE, steps);
            throw GraphErrors.invalidPattern(
                    "Cannot use roles and labels of edges in one label expression: " + roles.get(0) + " is a role.",
                    expression);
        }
        return !roles.isEmpty();
    }

    /** Whether the expression names a label that edges have and vertices do not: what it stands for may be a hyperedge. */
    boolean namesEdges(SqlNode expression) {
        Set<String> names = new LinkedHashSet<>();
        names(expression, names);
        return names.stream().anyMatch(name -> !has(graph.vertices(), name) && has(graph.edges(), name));
    }

    private static void names(SqlNode expression, Set<String> names) {
        if (expression instanceof SqlCall call) {
            call.getOperandList().forEach(operand -> names(operand, names));
        } else {
            names.add(((SqlIdentifier) expression).getSimple());
        }
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
        String own = kind == ElementKind.VERTEX ? "vertex" : "edge";
        if (kind == ElementKind.EDGE && has(graph.vertices(), label)) {
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_LABEL,
                    "Cannot find edge label: " + label + ". It is a label of vertices.",
                    expression);
        }
        Set<String> known = new LinkedHashSet<>();
        (kind == ElementKind.EDGE ? graph.steps() : tables)
                .forEach(table -> known.addAll(table.labels().keySet()));
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
