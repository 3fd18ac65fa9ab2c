package io.grism.calcite.match;

import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternEdge.Quantifier;
import io.grism.calcite.rel.PatternVertex;
import io.grism.calcite.rel.QuantifierLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/** Makes the patterns of single edges that a pattern with walks stands for. Their matches together are its matches. */
final class WalkUnroller {
    private final LogicalMatch match;
    private final MatchPattern pattern;
    private final List<Integer> walks = new ArrayList<>();

    /**
     * A pattern without walks.
     *
     * @param columns where the columns of the pattern with walks are among its columns
     */
    record Unrolled(LogicalMatch match, int[] columns) {
        /** An expression over the pattern with walks. */
        RexNode rewrite(RexNode expression) {
            return expression.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef reference) {
                    return RexInputRef.of(columns[reference.getIndex()], match.getRowType());
                }
            });
        }
    }

    private WalkUnroller(LogicalMatch match) {
        this.match = match;
        this.pattern = match.pattern();
        IntStream.range(0, pattern.edges().size())
                .filter(edge -> pattern.edges().get(edge).isWalk())
                .forEach(walks::add);
    }

    /** One pattern for each combination of lengths that can match. */
    static List<Unrolled> unroll(LogicalMatch match) {
        WalkUnroller unroller = new WalkUnroller(match);
        List<Unrolled> patterns = new ArrayList<>();
        for (List<Integer> lengths : unroller.lengths()) {
            Unrolled unrolled = unroller.unroll(lengths);
            if (unrolled != null) {
                patterns.add(unrolled);
            }
        }
        return patterns;
    }

    /** Whether nothing but a walk connects its ends, for each walk of a pattern. */
    static boolean areBridges(MatchPattern pattern) {
        return IntStream.range(0, pattern.edges().size())
                .filter(edge -> pattern.edges().get(edge).isWalk())
                .allMatch(edge -> isBridge(pattern, edge));
    }

    private static boolean isBridge(MatchPattern pattern, int edge) {
        List<PatternEdge> others = new ArrayList<>(pattern.edges());
        PatternEdge walk = others.remove(edge);
        return walk.from() != walk.to()
                && Component.of(new MatchPattern(pattern.vertices(), others)).stream()
                        .noneMatch(component -> component.vertices().contains(walk.from())
                                && component.vertices().contains(walk.to()));
    }

    /** The lengths of all walks, in each combination. */
    private List<List<Integer>> lengths() {
        List<List<Integer>> combinations = new ArrayList<>();
        combinations.add(List.of());
        for (int walk : walks) {
            Quantifier quantifier = quantifier(walk);
            QuantifierLimits.checkRepetitions(quantifier.most(), quantifier.position());
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> combination : combinations) {
                for (int length = quantifier.least(); length <= quantifier.most(); length++) {
                    List<Integer> next = new ArrayList<>(combination);
                    next.add(length);
                    longer.add(next);
                }
            }
            combinations = longer;
            QuantifierLimits.checkPatterns(combinations.size(), quantifier.position());
        }
        return combinations;
    }

    private Quantifier quantifier(int walk) {
        return Objects.requireNonNull(pattern.edges().get(walk).quantifier());
    }

    /** Null when nothing can match: a walk of no edge has one vertex at both ends, which may be of no table. */
    private @Nullable Unrolled unroll(List<Integer> lengths) {
        int[] same = same(lengths);
        int[] places = new int[same.length];
        List<PatternVertex> vertices = new ArrayList<>();
        for (int v = 0; v < same.length; v++) {
            if (same[v] == v) {
                places[v] = vertices.size();
                vertices.add(pattern.vertices().get(v));
            } else {
                places[v] = places[same[v]];
                vertices.set(
                        places[v],
                        both(vertices.get(places[v]), pattern.vertices().get(v)));
            }
        }
        if (vertices.stream().anyMatch(vertex -> vertex.tables().isEmpty())) {
            return null;
        }
        List<PatternEdge> edges = new ArrayList<>();
        Names names = new Names(pattern);
        int[] edgePlaces = new int[pattern.edges().size()];
        for (int e = 0; e < edgePlaces.length; e++) {
            PatternEdge edge = pattern.edges().get(e);
            edgePlaces[e] = edges.size();
            if (edge.isWalk()) {
                int length = lengths.get(walks.indexOf(e));
                addWalk(edge, length, places[edge.from()], places[edge.to()], vertices, edges, names);
            } else {
                edges.add(new PatternEdge(
                        edge.name(),
                        places[edge.from()],
                        places[edge.to()],
                        edge.direction(),
                        edge.tables(),
                        edge.properties()));
            }
        }
        LogicalMatch unrolled =
                LogicalMatch.create(match.getCluster(), match.graph(), new MatchPattern(vertices, edges));
        return new Unrolled(unrolled, columns(unrolled, places, edgePlaces));
    }

    /** The first vertex that each vertex is the same as. */
    private int[] same(List<Integer> lengths) {
        List<PatternEdge> empty = new ArrayList<>();
        for (int i = 0; i < walks.size(); i++) {
            if (lengths.get(i) == 0) {
                empty.add(pattern.edges().get(walks.get(i)));
            }
        }
        int[] same = new int[pattern.vertices().size()];
        for (Component component : Component.of(new MatchPattern(pattern.vertices(), empty))) {
            component
                    .vertices()
                    .forEach(vertex -> same[vertex] = component.vertices().get(0));
        }
        return same;
    }

    /** A vertex that is two. */
    private static PatternVertex both(PatternVertex one, PatternVertex other) {
        List<Integer> tables =
                one.tables().stream().filter(other.tables()::contains).toList();
        List<MatchProperty> properties = new ArrayList<>(one.properties());
        for (MatchProperty property : other.properties()) {
            if (!properties.contains(property)) {
                properties.add(property);
            }
        }
        return new PatternVertex(one.name(), tables, properties);
    }

    private void addWalk(
            PatternEdge walk,
            int length,
            int from,
            int to,
            List<PatternVertex> vertices,
            List<PatternEdge> edges,
            Names names) {
        List<Integer> any = IntStream.range(0, match.graph().tables().elementCount())
                .boxed()
                .toList();
        int left = from;
        for (int i = 0; i < length; i++) {
            int right = to;
            if (i + 1 < length) {
                right = vertices.size();
                vertices.add(new PatternVertex(names.fresh(walk.name() + "v"), any, List.of()));
            }
            String name = i == 0 ? walk.name() : names.fresh(walk.name());
            edges.add(new PatternEdge(name, left, right, walk.direction(), walk.tables(), List.of()));
            left = right;
        }
    }

    private int[] columns(LogicalMatch unrolled, int[] places, int[] edgePlaces) {
        int[] columns = new int[match.getRowType().getFieldCount()];
        for (int v = 0; v < places.length; v++) {
            int id = match.vertexColumn(v);
            int place = unrolled.vertexColumn(places[v]);
            columns[id] = place;
            List<MatchProperty> own = pattern.vertices().get(v).properties();
            List<MatchProperty> all =
                    unrolled.pattern().vertices().get(places[v]).properties();
            for (int p = 0; p < own.size(); p++) {
                columns[id + 1 + p] = place + 1 + all.indexOf(own.get(p));
            }
        }
        for (int e = 0; e < edgePlaces.length; e++) {
            PatternEdge edge = pattern.edges().get(e);
            for (int p = 0; p <= edge.properties().size() && !edge.isWalk(); p++) {
                columns[match.edgeColumn(e) + p] = unrolled.edgeColumn(edgePlaces[e]) + p;
            }
        }
        return columns;
    }

    /** Names that the pattern does not have. */
    private static final class Names {
        private final Set<String> taken = new HashSet<>();

        Names(MatchPattern pattern) {
            pattern.vertices().forEach(vertex -> taken.add(vertex.name()));
            pattern.edges().forEach(edge -> taken.add(edge.name()));
        }

        String fresh(String base) {
            int number = 2;
            while (!taken.add(base + "#" + number)) {
                number++;
            }
            return base + "#" + number;
        }
    }
}
