package io.grism.calcite.validate;

import io.grism.exec.graph.Direction;
import io.grism.exec.graph.GraphTables;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what stands at the ends of incidences and of steps between roles: hyperedges that have the role, players of it. Without a label, a vertex of a path with such a step may be a hyperedge.
 */
final class RoleEnds {
    private final GraphTables graph;

    RoleEnds(GraphTables graph) {
        this.graph = graph;
    }

    /** Restricts the variables of a path. */
    void restrict(List<PathItem> items) {
        if (hasRoles(items)) {
            admit(items);
        }
    }

    private static boolean hasRoles(List<PathItem> items) {
        for (PathItem item : items) {
            if (item instanceof PathItem.Edge edge && !(edge.crossing() instanceof Crossing.Edges)
                    || item instanceof PathItem.Group group && hasRoles(group.items())) {
                return true;
            }
        }
        return false;
    }

    private void admit(List<PathItem> items) {
        for (PathItem item : items) {
            if (item instanceof PathItem.Vertex vertex && !vertex.variable().isRestricted()) {
                vertex.variable().admitHyperedges();
            } else if (item instanceof PathItem.Group group) {
                admit(group.items());
            }
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof PathItem.Edge edge && !(edge.crossing() instanceof Crossing.Edges)) {
                restrict(items, i - 1, ends(edge, true));
                restrict(items, i + 1, ends(edge, false));
            }
        }
    }

    private static void restrict(List<PathItem> items, int at, List<Integer> tables) {
        if (at >= 0 && at < items.size() && items.get(at) instanceof PathItem.Vertex vertex) {
            vertex.variable().admitHyperedges();
            vertex.variable().narrow(tables);
        }
    }

    /** Numbers of the element tables that may stand on one side of an edge. */
    private List<Integer> ends(PathItem.Edge edge, boolean left) {
        List<Integer> start;
        List<Integer> end;
        if (edge.crossing() instanceof Crossing.Roles roles) {
            start = Crossing.players(graph, roles.from());
            end = Crossing.players(graph, roles.to());
        } else {
            List<Integer> incidences = ((Crossing.Incidences) edge.crossing()).ordinals();
            start = Crossing.hyperedges(graph, incidences);
            end = Crossing.players(graph, incidences);
        }
        if (edge.direction() == Direction.ANY) {
            List<Integer> both = new ArrayList<>(start);
            both.addAll(end);
            return both;
        }
        return left == (edge.direction() == Direction.OUT) ? start : end;
    }
}
