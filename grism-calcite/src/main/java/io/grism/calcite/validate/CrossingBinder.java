package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.graph.GraphTables;
import io.grism.parser.SqlElementPattern;
import io.grism.parser.SqlElementRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Finds what an edge pattern may cross, from its label and its roles. */
final class CrossingBinder {
    private final PropertyGraph graph;
    private final GraphTables tables;
    private final Labels labels;

    CrossingBinder(PropertyGraph graph, Labels labels) {
        this.graph = graph;
        this.tables = graph.tables();
        this.labels = labels;
    }

    /** UNKNOWN_LABEL or INVALID_PATTERN with the position when there is nothing, or nothing certain, to cross. */
    Crossing bind(SqlElementPattern edge) {
        SqlNode label = edge.label();
        SqlIdentifier from = edge.fromRole();
        SqlIdentifier to = edge.toRole();
        if (from != null && to != null) {
            return between(edgeTables(label), from, to);
        }
        if (label != null && labels.areRoles(label)) {
            return new Crossing.Incidences(labels.incidences(label));
        }
        List<Integer> crossed = edgeTables(label);
        return crossed.stream().allMatch(graph::isPlain)
                ? new Crossing.Edges(crossed)
                : new Crossing.Roles(tables, forward(crossed, edge));
    }

    /** Plain edges as hyperedges. */
    Crossing.Roles asRoles(Crossing.Edges edges) {
        Crossing.Roles.RolePair roles = new Crossing.Roles.RolePair(SqlElementRole.SOURCE, SqlElementRole.DESTINATION);
        return new Crossing.Roles(
                tables,
                edges.ordinals().stream()
                        .map(edge -> new Crossing.Roles.Step(edge, roles))
                        .toList());
    }

    private List<Integer> edgeTables(@Nullable SqlNode label) {
        return label == null ? IntStream.range(0, graph.edges().size()).boxed().toList() : labels.edgeTables(label);
    }

    /** From the first role to the second. */
    private List<Crossing.Roles.Step> forward(List<Integer> crossed, SqlElementPattern edge) {
        List<Crossing.Roles.Step> steps = new ArrayList<>();
        for (int table : crossed) {
            List<String> names = tables.edges().get(table).roleNames();
            if (names.size() > 2) {
                throw GraphErrors.invalidPattern(
                        "Cannot cross hyperedge " + graph.edges().get(table).name()
                                + " without saying between which roles. It has the roles " + String.join(", ", names)
                                + ": write FROM " + names.get(0) + " TO " + names.get(1) + ".",
                        edge);
            }
            steps.add(new Crossing.Roles.Step(
                    table, new Crossing.Roles.RolePair(names.get(0), names.get(names.size() - 1))));
        }
        return steps;
    }

    private Crossing.Roles between(List<Integer> crossed, SqlIdentifier from, SqlIdentifier to) {
        List<Crossing.Roles.Step> steps = new ArrayList<>();
        for (int table : crossed) {
            String first = role(table, from.getSimple());
            String second = role(table, to.getSimple());
            if (first != null && second != null) {
                steps.add(new Crossing.Roles.Step(table, new Crossing.Roles.RolePair(first, second)));
            }
        }
        if (steps.isEmpty()) {
            checkRole(crossed, from);
            checkRole(crossed, to);
            throw GraphErrors.invalidPattern(
                    "Cannot step from role " + from + " to role " + to + ": no edge has both.", from);
        }
        return new Crossing.Roles(tables, steps);
    }

    /** Fails when none of the edge tables has a role. */
    void checkRole(List<Integer> edgeTables, SqlIdentifier role) {
        String wanted = role.getSimple();
        Set<String> known = new LinkedHashSet<>();
        for (int table : edgeTables) {
            known.addAll(tables.edges().get(table).roleNames());
        }
        if (known.stream().noneMatch(wanted::equalsIgnoreCase)) {
            String hint = Suggestions.didYouMean(wanted, known);
            String names = String.join(
                    ", ",
                    edgeTables.stream()
                            .map(table -> graph.edges().get(table).name())
                            .toList());
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_LABEL,
                    "Cannot find role: " + wanted + " of " + names
                            + (hint.equals(".") ? ". There are " + String.join(", ", known) + "." : hint),
                    role);
        }
    }

    /** The role of a name in any case, or null. */
    @Nullable
    String role(int edgeTable, String wanted) {
        return tables.edges().get(edgeTable).roleNames().stream()
                .filter(wanted::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
    }
}
