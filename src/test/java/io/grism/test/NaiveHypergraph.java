package io.grism.test;

import io.grism.test.RandomHypergraph.Role;
import io.grism.test.RandomHypergraph.Row;
import io.grism.test.RandomHypergraph.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a hypergraph is, by its definition: its elements, and its incidences as a set of (hyperedge, role, player). Elements are known by their ids. */
final class NaiveHypergraph {
    /** An incidence. */
    record Incidence(long hyperedge, String role, long player) {}

    private final Map<Long, Table> tableOf = new HashMap<>();
    private final Map<Long, Row> rowOf = new HashMap<>();
    private final Set<Incidence> incidences = new LinkedHashSet<>();

    NaiveHypergraph(RandomHypergraph graph) {
        for (Table table : graph.tables()) {
            for (Row row : table.rows()) {
                tableOf.put(row.id(), table);
                rowOf.put(row.id(), row);
            }
        }
        while (tableOf.keySet().removeIf(id -> !isThere(id))) {
            // A hyperedge that is gone may have played a role in another.
        }
        for (Long id : tableOf.keySet()) {
            for (Role role : tableOf.get(id).roles()) {
                players(id, role).forEach(player -> incidences.add(new Incidence(id, role.name(), player)));
            }
        }
    }

    private boolean isThere(long id) {
        Set<String> required = new HashSet<>();
        Set<String> played = new HashSet<>();
        for (Role role : tableOf.get(id).roles()) {
            if (role.isThrough()) {
                continue;
            }
            Long key = rowOf.get(id).keys().get(role.key());
            if (key == null) {
                required.addAll(role.optional() ? Set.of() : Set.of(role.name()));
            } else if (!isPlayer(key, role)) {
                return false;
            } else {
                played.add(role.name());
            }
        }
        return played.containsAll(required);
    }

    private boolean isPlayer(long id, Role role) {
        Table table = tableOf.get(id);
        return table != null && table.name().equals(role.players());
    }

    private List<Long> players(long hyperedge, Role role) {
        List<Long> players = new ArrayList<>();
        if (role.isThrough()) {
            role.pairs().stream()
                    .filter(pair -> pair.get(0) != null && pair.get(0) == hyperedge && pair.get(1) != null)
                    .forEach(pair -> players.add(pair.get(1)));
        } else if (rowOf.get(hyperedge).keys().get(role.key()) != null) {
            players.add(rowOf.get(hyperedge).keys().get(role.key()));
        }
        players.removeIf(player -> !isPlayer(player, role));
        return players;
    }

    Set<Long> elements() {
        return tableOf.keySet();
    }

    Table table(long id) {
        return tableOf.get(id);
    }

    Row row(long id) {
        return rowOf.get(id);
    }

    Set<Incidence> incidences() {
        return incidences;
    }

    boolean plays(long hyperedge, String role, long player) {
        return incidences.contains(new Incidence(hyperedge, role, player));
    }

    long arity(long hyperedge) {
        return incidences.stream()
                .filter(incidence -> incidence.hyperedge() == hyperedge)
                .count();
    }

    /** Roles with a player, in the order of their declaration. */
    List<String> roles(long hyperedge) {
        return tableOf.get(hyperedge).roleNames().stream()
                .filter(role -> incidences.stream()
                        .anyMatch(incidence -> incidence.hyperedge() == hyperedge
                                && incidence.role().equals(role)))
                .toList();
    }
}
