package io.grism.calcite.match;

import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternEdge;
import io.grism.exec.graph.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest way to match one connected component of a pattern: exhaustively, by dynamic programming over its connected parts, up to {@link #EXHAUSTIVE_EDGES}
 * edges; beyond, by always taking the extension that costs least.
 */
final class JoinOrder {
    static final int EXHAUSTIVE_EDGES = 10;

    private final int edgeTables;
    private final boolean intersects;
    private final MatchPattern pattern;
    private final PatternEstimator estimator;
    private final StepCost cost;

    /**
     * @param edgeTables the number of edge tables; higher edge ordinals are incidences
     * @param wanted the elements that are used after the match
     * @param intersects whether cycles may be closed by intersecting neighbours
     */
    JoinOrder(MatchPattern pattern, PatternEstimator estimator, int edgeTables, long wanted, boolean intersects) {
        this.intersects = intersects;
        this.edgeTables = edgeTables;
        this.pattern = pattern;
        this.estimator = estimator;
        this.cost = new StepCost(pattern, estimator, wanted);
    }

    /**
     * The cheapest way to match the component that has these edges and vertices. A join holds one side before it gives a row, but other steps cost only the share of the rows that is wanted.
     *
     * @param limit how many rows are wanted
     */
    Step best(List<Integer> vertices, List<Integer> edges, double limit) {
        if (edges.size() > EXHAUSTIVE_EDGES) {
            return greedy(vertices, edges);
        }
        Step best = exhaustive(vertices, edges, true);
        double share = limit / estimator.rows(best.elements());
        if (share >= 1) {
            return best;
        }
        Step withoutJoins = exhaustive(vertices, edges, false);
        return share * withoutJoins.cost() < best.cost() ? withoutJoins : best;
    }

    private Step exhaustive(List<Integer> vertices, List<Integer> edges, boolean mayJoin) {
        List<Map<Long, Step>> bySize = new ArrayList<>();
        bySize.add(new HashMap<>());
        vertices.forEach(vertex -> keep(bySize.get(0), scan(vertex)));
        for (int size = 1; size <= edges.size(); size++) {
            Map<Long, Step> ways = new HashMap<>();
            if (size == 1) {
                edges.forEach(edge -> keep(ways, scanEdge(edge)));
            }
            for (Step step : bySize.get(size - 1).values()) {
                for (int edge : edges) {
                    extensions(step, edge).forEach(extension -> keep(ways, extension));
                }
            }
            if (size > 1 && intersects) {
                bySize.get(size - 2).values().forEach(step -> intersections(step, edges, ways));
            }
            for (int left = 1; mayJoin && left < size; left++) {
                joins(bySize.get(left).values(), bySize.get(size - left).values(), ways);
            }
            bySize.add(ways);
        }
        return bySize.get(edges.size()).values().iterator().next();
    }

    private Step greedy(List<Integer> vertices, List<Integer> edges) {
        Step step = vertices.stream()
                .map(this::scan)
                .min(Comparator.comparingDouble(scan -> scan.cost() + estimator.rows(scan.elements())))
                .orElseThrow();
        for (int done = 0; done < edges.size(); done++) {
            Step input = step;
            step = edges.stream()
                    .flatMap(edge -> extensions(input, edge).stream())
                    .min(Comparator.comparingDouble(next -> next.cost() + estimator.rows(next.elements())))
                    .orElseThrow();
        }
        return step;
    }

    private static void keep(Map<Long, Step> ways, @Nullable Step step) {
        if (step != null) {
            ways.merge(step.elements(), step, (a, b) -> b.cost() < a.cost() ? b : a);
        }
    }

    private Step scan(int vertex) {
        long elements = 1L << vertex;
        return new Step.ScanVertex(vertex, elements, cost.scanVertex(vertex, elements));
    }

    /** Null where a scan of the edge would not do: either direction gives each edge twice, the ends of a loop must be the same, and incidences and walks have no rows of their own. */
    private @Nullable Step scanEdge(int edge) {
        PatternEdge scanned = pattern.edges().get(edge);
        boolean incidences = scanned.tables().stream().anyMatch(table -> table >= edgeTables);
        boolean loop = scanned.from() == scanned.to();
        if (scanned.direction() == Direction.ANY || loop || incidences || scanned.isWalk()) {
            return null;
        }
        long elements = bit(edge) | 1L << scanned.from() | 1L << scanned.to();
        return new Step.ScanEdge(edge, elements, cost.scanEdge(edge, elements));
    }

    private List<Step> extensions(Step input, int edge) {
        if ((input.elements() & bit(edge)) != 0) {
            return List.of();
        }
        PatternEdge crossed = pattern.edges().get(edge);
        boolean hasFrom = (input.elements() >> crossed.from() & 1) != 0;
        boolean hasTo = (input.elements() >> crossed.to() & 1) != 0;
        if (hasFrom && hasTo) {
            long elements = input.elements() | bit(edge);
            double total = input.cost() + cost.close(input, edge, crossed.from(), elements);
            return List.of(new Step.Close(input, edge, elements, total));
        }
        if (!hasFrom && !hasTo) {
            return List.of();
        }
        int from = hasFrom ? crossed.from() : crossed.to();
        int to = hasFrom ? crossed.to() : crossed.from();
        long elements = input.elements() | bit(edge) | 1L << to;
        double own =
                crossed.isWalk() ? cost.search(input, edge, from, elements) : cost.extend(input, edge, from, elements);
        double total = input.cost() + own;
        return List.of(new Step.Extend(input, edge, from, elements, total));
    }

    /** All pairs of edges that lead from the part to one and the same vertex. */
    private void intersections(Step input, List<Integer> edges, Map<Long, Step> ways) {
        for (int first : edges) {
            int reached = reached(input, first);
            for (int second : edges) {
                if (second > first && reached >= 0 && reached(input, second) == reached) {
                    long elements = input.elements() | bit(first) | bit(second) | 1L << reached;
                    double total = input.cost() + cost.intersect(input, first, second, reached, elements);
                    keep(ways, new Step.Intersect(input, first, second, reached, elements, total));
                }
            }
        }
    }

    /** The vertex that an edge, not incidences, leads to from the part; -1 if it leads to none that is new. */
    private int reached(Step input, int edge) {
        PatternEdge crossed = pattern.edges().get(edge);
        boolean hasFrom = (input.elements() >> crossed.from() & 1) != 0;
        boolean hasTo = (input.elements() >> crossed.to() & 1) != 0;
        if (hasFrom == hasTo || crossed.isWalk() || crossed.tables().stream().anyMatch(table -> table >= edgeTables)) {
            return -1;
        }
        return hasFrom ? crossed.to() : crossed.from();
    }

    private void joins(Collection<Step> lefts, Collection<Step> rights, Map<Long, Step> ways) {
        long vertexBits = (1L << pattern.vertices().size()) - 1;
        for (Step left : lefts) {
            for (Step right : rights) {
                long common = left.elements() & right.elements();
                if (common != 0 && (common & ~vertexBits) == 0) {
                    long elements = left.elements() | right.elements();
                    double total = left.cost() + right.cost() + cost.join(left, right, elements);
                    keep(ways, new Step.Join(left, right, elements, total));
                }
            }
        }
    }

    private long bit(int edge) {
        return 1L << (pattern.vertices().size() + edge);
    }
}
