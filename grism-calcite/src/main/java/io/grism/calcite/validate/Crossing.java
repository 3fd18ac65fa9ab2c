package io.grism.calcite.validate;

import io.grism.exec.graph.GraphTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What an edge pattern may cross. */
sealed interface Crossing {
    /** Edges from source to destination; edge ordinals of their tables. */
    record Edges(List<Integer> ordinals) implements Crossing {}

    /** Incidences, from the hyperedge to the player; edge ordinals of their tables. */
    record Incidences(List<Integer> ordinals) implements Crossing {}

    /** Hyperedges, from the players of one role to those of another, per edge table. */
    record Roles(GraphTables graph, List<Step> steps) implements Crossing {
        /** A way through the hyperedges of a table. */
        record Step(int edgeTable, RolePair roles) {}

        /** The role that is left, and the role that is reached. */
        record RolePair(String from, String to) {}

        /** The steps that go each way, by the roles that they go between. */
        Map<RolePair, List<Integer>> tablesByRoles() {
            Map<RolePair, List<Integer>> tables = new LinkedHashMap<>();
            for (Step step : steps) {
                tables.computeIfAbsent(step.roles, roles -> new ArrayList<>()).add(step.edgeTable);
            }
            return tables;
        }

        /** Whether both ways through are the same way. */
        boolean isSymmetric() {
            return steps.stream().allMatch(step -> step.roles.from.equals(step.roles.to));
        }

        /** Numbers of the hyperedges' element tables. */
        List<Integer> elements() {
            return steps.stream()
                    .map(step -> graph.elementOfEdge(step.edgeTable))
                    .toList();
        }

        /** Edge ordinals of the incidences with players that are left. */
        List<Integer> from() {
            List<Integer> ordinals = new ArrayList<>();
            steps.forEach(step -> ordinals.addAll(incidences(graph, step.edgeTable, step.roles.from)));
            return ordinals;
        }

        /** Edge ordinals of the incidences with players that are reached. */
        List<Integer> to() {
            List<Integer> ordinals = new ArrayList<>();
            steps.forEach(step -> ordinals.addAll(incidences(graph, step.edgeTable, step.roles.to)));
            return ordinals;
        }
    }

    /** Edge ordinals of the incidences of one role of one edge table. */
    static List<Integer> incidences(GraphTables graph, int edgeTable, String role) {
        List<Integer> ordinals = new ArrayList<>();
        List<GraphTables.IncidenceTable> tables = graph.incidences();
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).edge() == edgeTable && tables.get(i).role().equals(role)) {
                ordinals.add(graph.edges().size() + i);
            }
        }
        return ordinals;
    }

    /** Numbers of the element tables at the players' ends of incidences. */
    static List<Integer> players(GraphTables graph, List<Integer> incidences) {
        return List.copyOf(new TreeSet<>(incidences.stream().map(graph::end).toList()));
    }

    /** Numbers of the element tables at the hyperedges' ends of incidences. */
    static List<Integer> hyperedges(GraphTables graph, List<Integer> incidences) {
        return List.copyOf(new TreeSet<>(incidences.stream().map(graph::start).toList()));
    }
}
