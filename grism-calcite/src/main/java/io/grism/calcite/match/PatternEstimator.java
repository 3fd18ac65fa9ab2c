package io.grism.calcite.match;

import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.statistics.GraphStatistics;
import io.grism.calcite.statistics.WalkStatistics;
import io.grism.exec.graph.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a part of a pattern has. The estimate depends on the part alone, never on the way it was matched: all combinations of its vertices, times the chance of each
 * edge to be there, times the selectivity of each condition that it covers.
 */
final class PatternEstimator {
    private final MatchPattern pattern;
    private final List<Conjunct> conjuncts;
    private final double[] vertices;
    private final double[] connections;
    /** Of walks, from their left and from their right ends. */
    private final @Nullable WalkStatistics[] ahead;

    private final @Nullable WalkStatistics[] back;
    private final Map<Long, Double> known = new HashMap<>();

    PatternEstimator(MatchPattern pattern, GraphStatistics statistics, List<Conjunct> conjuncts) {
        this.pattern = pattern;
        this.conjuncts = conjuncts;
        this.vertices = pattern.vertices().stream()
                .mapToDouble(vertex -> Math.max(1, statistics.vertices(vertex.tables())))
                .toArray();
        this.connections = new double[pattern.edges().size()];
        this.ahead = new WalkStatistics[connections.length];
        this.back = new WalkStatistics[connections.length];
        for (int e = 0; e < connections.length; e++) {
            PatternEdge edge = pattern.edges().get(e);
            List<Integer> from = pattern.vertices().get(edge.from()).tables();
            List<Integer> to = pattern.vertices().get(edge.to()).tables();
            PatternEdge.Quantifier walk = edge.quantifier();
            if (walk != null) {
                ahead[e] = new WalkStatistics(statistics, edge.direction(), edge.tables(), walk.least(), walk.most());
                back[e] = new WalkStatistics(
                        statistics, edge.direction().reverse(), edge.tables(), walk.least(), walk.most());
                connections[e] = vertices[edge.from()] * ahead[e].reached(to);
                continue;
            }
            connections[e] = statistics.connections(edge.direction(), edge.tables(), from, to);
            if (edge.from() == edge.to() && edge.direction() == Direction.ANY) {
                connections[e] /= 2;
            }
        }
    }

    /** Rows of the combinations of some elements, conditions applied. */
    double rows(long elements) {
        return known.computeIfAbsent(elements, this::estimate);
    }

    private double estimate(long elements) {
        double rows = unfiltered(elements);
        for (Conjunct conjunct : conjuncts) {
            if (conjunct.isCoveredBy(elements)) {
                rows *= conjunct.selectivity();
            }
        }
        return rows;
    }

    private double unfiltered(long elements) {
        double rows = 1;
        for (int v = 0; v < vertices.length; v++) {
            rows *= (elements >> v & 1) != 0 ? vertices[v] : 1;
        }
        for (int e = 0; e < connections.length; e++) {
            rows *= (elements >> (vertices.length + e) & 1) != 0 ? chance(e) : 1;
        }
        return rows;
    }

    private double chance(int edge) {
        PatternEdge crossed = pattern.edges().get(edge);
        return connections[edge] / (vertices[crossed.from()] * vertices[crossed.to()]);
    }

    /** All vertices that an element may be, conditions aside. */
    double vertexRows(int vertex) {
        return vertices[vertex];
    }

    /** All edges that an element may be, once per direction, conditions aside. */
    double edgeRows(int edge) {
        return connections[edge];
    }

    /** Edges at one vertex, on average, when crossed from {@code from}. */
    double degree(int edge, int from) {
        return connections[edge] / vertices[from];
    }

    /** What is to be expected of a walk, when searched from {@code from}. */
    WalkStatistics walk(int edge, int from) {
        return Objects.requireNonNull(from == pattern.edges().get(edge).from() ? ahead[edge] : back[edge]);
    }

    List<Conjunct> conjuncts() {
        return conjuncts;
    }

    /** The conditions that can be told with {@code elements} and could not with any of the parts that they are put together from. */
    List<Conjunct> newlyCovered(long elements, long... parts) {
        List<Conjunct> covered = new ArrayList<>();
        for (Conjunct conjunct : conjuncts) {
            boolean known = false;
            for (long part : parts) {
                known |= conjunct.isCoveredBy(part);
            }
            if (!known && conjunct.isCoveredBy(elements)) {
                covered.add(conjunct);
            }
        }
        return covered;
    }
}
