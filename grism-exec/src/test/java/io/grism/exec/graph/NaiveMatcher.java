package io.grism.exec.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matches a pattern by trying everything: all vertices for each vertex, all edges for each edge. Reads keys, knows no index, shares no code with the engine. A match is the ids of the
 * vertices, then of the edges.
 */
public final class NaiveMatcher {
    private final RandomGraph graph;
    private final RandomPattern pattern;
    private final List<List<Long>> matches = new ArrayList<>();

    private NaiveMatcher(RandomGraph graph, RandomPattern pattern) {
        this.graph = graph;
        this.pattern = pattern;
    }

    public static List<List<Long>> match(RandomGraph graph, RandomPattern pattern) {
        NaiveMatcher matcher = new NaiveMatcher(graph, pattern);
        matcher.chooseVertex(new ArrayList<>());
        return matcher.matches;
    }

    private void chooseVertex(List<int[]> chosen) {
        if (chosen.size() == pattern.vertexTables().size()) {
            chooseEdge(chosen, new ArrayList<>());
            return;
        }
        for (int table : pattern.vertexTables().get(chosen.size())) {
            for (int row = 0; row < graph.vertices().get(table).size(); row++) {
                List<int[]> next = new ArrayList<>(chosen);
                next.add(new int[] {table, row});
                if (possible(next)) {
                    chooseVertex(next);
                }
            }
        }
    }

    /** Whether each edge whose vertices are chosen has some edge of the graph. */
    private boolean possible(List<int[]> vertices) {
        for (RandomPattern.Edge edge : pattern.edges()) {
            boolean known = edge.from() < vertices.size() && edge.to() < vertices.size();
            if (known && candidates(edge, vertices).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private void chooseEdge(List<int[]> vertices, List<Long> edges) {
        if (edges.size() == pattern.edges().size()) {
            List<Long> match = new ArrayList<>();
            vertices.forEach(vertex -> match.add(id(vertex[0], vertex[1])));
            match.addAll(edges);
            matches.add(match);
            return;
        }
        for (long edge : candidates(pattern.edges().get(edges.size()), vertices)) {
            List<Long> next = new ArrayList<>(edges);
            next.add(edge);
            chooseEdge(vertices, next);
        }
    }

    private List<Long> candidates(RandomPattern.Edge edge, List<int[]> vertices) {
        int[] from = vertices.get(edge.from());
        int[] to = vertices.get(edge.to());
        List<Long> found = new ArrayList<>();
        for (int table : edge.tables()) {
            for (int row = 0; row < graph.edges().get(table).size(); row++) {
                boolean out = joins(table, row, from, to);
                boolean in = joins(table, row, to, from);
                boolean matches =
                        switch (edge.direction()) {
                            case OUT -> out;
                            case IN -> in;
                            case ANY -> out || in;
                        };
                if (matches) {
                    found.add(id(graph.vertices().size() + table, row));
                }
            }
        }
        return found;
    }

    private boolean joins(int table, int row, int[] source, int[] destination) {
        List<@Nullable Object> edge = graph.edges().get(table).get(row);
        return graph.sources().get(table) == source[0]
                && graph.destinations().get(table) == destination[0]
                && key(source).equals(edge.get(0))
                && key(destination).equals(edge.get(1));
    }

    private Object key(int[] vertex) {
        Object key = graph.vertices().get(vertex[0]).get(vertex[1]).get(0);
        if (key == null) {
            throw new AssertionError("a vertex without a key");
        }
        return key;
    }

    private static long id(int table, int row) {
        return ((long) table << 40) + row;
    }
}
