package io.grism.calcite.rel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** A pattern: vertices, and edges between them. May be disconnected, cyclic, and have several edges between the same vertices. */
public record MatchPattern(List<PatternVertex> vertices, List<PatternEdge> edges) {
    public MatchPattern {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        Set<String> names = new HashSet<>();
        for (PatternVertex vertex : vertices) {
            check(names.add(vertex.name()), "two elements of one name: " + vertex.name());
        }
        for (PatternEdge edge : edges) {
            check(names.add(edge.name()), "two elements of one name: " + edge.name());
            check(edge.from() >= 0 && edge.from() < vertices.size(), "no such vertex: " + edge.from());
            check(edge.to() >= 0 && edge.to() < vertices.size(), "no such vertex: " + edge.to());
        }
    }

    /** Whether some edge is a walk. */
    public boolean hasWalks() {
        return edges.stream().anyMatch(PatternEdge::isWalk);
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The pattern in its own notation: {@code (a)-[e]->(b)}, and a vertex without an edge as {@code (c)}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        boolean[] shown = new boolean[vertices.size()];
        for (PatternEdge edge : edges) {
            shown[edge.from()] = true;
            shown[edge.to()] = true;
            String from = vertices.get(edge.from()).name();
            String to = vertices.get(edge.to()).name();
            String quantifier =
                    edge.quantifier() == null ? "" : edge.quantifier().toString();
            text.add(GraphRows.arrow(from, edge.direction(), edge.name() + quantifier, to));
        }
        for (int v = 0; v < shown.length; v++) {
            if (!shown[v]) {
                text.add("(" + vertices.get(v).name() + ")");
            }
        }
        return text.toString();
    }
}
