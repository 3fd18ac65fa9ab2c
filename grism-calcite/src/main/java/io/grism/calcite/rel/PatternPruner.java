package io.grism.calcite.rel;

import io.grism.exec.graph.Direction;
import io.grism.exec.graph.GraphTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes from each element the tables that cannot match: an edge table whose ends are not of its vertices' tables, a vertex table that no edge of the pattern reaches.
 */
public final class PatternPruner {
    private PatternPruner() {}

    /** The pattern with fewer tables, or null when nothing can match. */
    public static @Nullable MatchPattern prune(MatchPattern pattern, GraphTables graph) {
        MatchPattern before = pattern;
        while (true) {
            MatchPattern after = pruneOnce(before, graph);
            if (after.vertices().stream().anyMatch(vertex -> vertex.tables().isEmpty())
                    || after.edges().stream().anyMatch(PatternPruner::cannotMatch)) {
                return null;
            }
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private static boolean cannotMatch(PatternEdge edge) {
        PatternEdge.Quantifier quantifier = edge.quantifier();
        return edge.tables().isEmpty() && (quantifier == null || quantifier.least() > 0);
    }

    private static MatchPattern pruneOnce(MatchPattern pattern, GraphTables graph) {
        List<List<Integer>> vertexTables = new ArrayList<>();
        pattern.vertices().forEach(vertex -> vertexTables.add(vertex.tables()));
        List<PatternEdge> edges = new ArrayList<>();
        for (PatternEdge edge : pattern.edges()) {
            List<Integer> from = vertexTables.get(edge.from());
            List<Integer> to = vertexTables.get(edge.to());
            if (edge.isWalk()) {
                edges.add(pruneWalk(edge, vertexTables, graph));
                continue;
            }
            List<Integer> tables = edge.tables().stream()
                    .filter(table -> canConnect(graph, edge.direction(), table, from, to))
                    .toList();
            vertexTables.set(
                    edge.from(),
                    from.stream()
                            .filter(vertex -> connects(graph, edge.direction(), tables, List.of(vertex), to))
                            .toList());
            List<Integer> left = vertexTables.get(edge.from());
            vertexTables.set(
                    edge.to(),
                    vertexTables.get(edge.to()).stream()
                            .filter(vertex -> connects(graph, edge.direction(), tables, left, List.of(vertex)))
                            .toList());
            edges.add(edge.withTables(tables));
        }
        List<PatternVertex> vertices = new ArrayList<>();
        for (int v = 0; v < vertexTables.size(); v++) {
            PatternVertex vertex = pattern.vertices().get(v);
            vertices.add(new PatternVertex(vertex.name(), vertexTables.get(v), vertex.properties()));
        }
        return new MatchPattern(vertices, edges);
    }

    /** Takes from a walk the edges that it cannot come to or not go on from, and from its ends the tables that no walk leads from or to. */
    private static PatternEdge pruneWalk(PatternEdge walk, List<List<Integer>> vertexTables, GraphTables graph) {
        Set<Integer> ahead = reachable(graph, walk.direction(), walk.tables(), vertexTables.get(walk.from()));
        Set<Integer> back = reachable(graph, walk.direction().reverse(), walk.tables(), vertexTables.get(walk.to()));
        vertexTables.set(
                walk.from(),
                vertexTables.get(walk.from()).stream().filter(back::contains).toList());
        vertexTables.set(
                walk.to(),
                vertexTables.get(walk.to()).stream().filter(ahead::contains).toList());
        List<Integer> from = List.copyOf(ahead);
        List<Integer> to = List.copyOf(back);
        return walk.withTables(walk.tables().stream()
                .filter(table -> canConnect(graph, walk.direction(), table, from, to))
                .toList());
    }

    /** The tables of elements that walks of any length lead to, from elements of some tables. */
    private static Set<Integer> reachable(
            GraphTables graph, Direction direction, List<Integer> edgeTables, List<Integer> from) {
        Set<Integer> reached = new TreeSet<>(from);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int table : edgeTables) {
                int start = graph.start(table);
                int end = graph.end(table);
                if (direction != Direction.IN && reached.contains(start)) {
                    grows |= reached.add(end);
                }
                if (direction != Direction.OUT && reached.contains(end)) {
                    grows |= reached.add(start);
                }
            }
        }
        return reached;
    }

    private static boolean connects(
            GraphTables graph, Direction direction, List<Integer> tables, List<Integer> from, List<Integer> to) {
        return tables.stream().anyMatch(table -> canConnect(graph, direction, table, from, to));
    }

    /** Whether an edge of a table may connect such elements in a direction. */
    private static boolean canConnect(
            GraphTables graph, Direction direction, int edgeOrdinal, List<Integer> from, List<Integer> to) {
        int start = graph.start(edgeOrdinal);
        int end = graph.end(edgeOrdinal);
        return direction != Direction.IN && from.contains(start) && to.contains(end)
                || direction != Direction.OUT && from.contains(end) && to.contains(start);
    }
}
