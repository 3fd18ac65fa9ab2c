package io.grism.calcite.match;

import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.statistics.GraphStatistics;
import io.grism.calcite.statistics.WalkStatistics;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Whether it pays to search for the ends of walks. From one start, and from all starts together, it always does. From one start after the other it does not where a few values are all that is kept of many starts: with an
 * aggregate before each step, every edge is then walked once per value and length.
 */
final class SearchGain {
    private final MatchPattern pattern;
    private final MatchColumns columns;
    private final GraphStatistics statistics;
    private final PatternEstimator estimator;
    private final ImmutableBitSet used;

    /** {@code used} are the columns that are used after the match. */
    SearchGain(
            MatchPattern pattern,
            MatchColumns columns,
            GraphStatistics statistics,
            PatternEstimator estimator,
            ImmutableBitSet used) {
        this.pattern = pattern;
        this.columns = columns;
        this.statistics = statistics;
        this.estimator = estimator;
        this.used = used;
    }

    /** Whether all searches of a way to match pay. */
    boolean pays(Step step) {
        if (step instanceof Step.Extend extend) {
            boolean walk = pattern.edges().get(extend.edge()).isWalk();
            return pays(extend.input()) && (!walk || pays(extend));
        }
        if (step instanceof Step.Close close) {
            return pays(close.input());
        }
        if (step instanceof Step.Intersect intersect) {
            return pays(intersect.input());
        }
        return !(step instanceof Step.Join join) || pays(join.left()) && pays(join.right());
    }

    private boolean pays(Step.Extend search) {
        WalkStatistics walk = estimator.walk(search.edge(), search.from());
        double starts = estimator.rows(search.input().elements());
        double kept = Math.max(1, Math.min(starts, kept(search)));
        return starts * walk.searched(1) <= kept * walk.stepped();
    }

    /** How many different values are kept of what is matched before the search. */
    private double kept(Step.Extend search) {
        Set<MatchColumns.Property> properties = new HashSet<>();
        used.forEach(column -> properties.add(columns.column(column)));
        for (Conjunct conjunct : estimator.conjuncts()) {
            if (!conjunct.isCoveredBy(search.input().elements())) {
                RelOptUtil.InputFinder.bits(conjunct.condition())
                        .forEach(column -> properties.add(columns.column(column)));
            }
        }
        int vertices = pattern.vertices().size();
        for (int e = 0; e < pattern.edges().size(); e++) {
            if ((search.elements() >> vertices + e & 1) == 0) {
                PatternEdge edge = pattern.edges().get(e);
                properties.add(new MatchColumns.Property(edge.from(), null));
                properties.add(new MatchColumns.Property(edge.to(), null));
            }
        }
        double values = 1;
        for (MatchColumns.Property property : properties) {
            if ((search.input().elements() >> property.element() & 1) != 0) {
                values *= values(property, search.input().elements());
            }
        }
        return values;
    }

    /** Of a property that no condition asks for the element is kept, to look it up at the end. */
    private double values(MatchColumns.Property property, long matched) {
        int element = property.element();
        int vertices = pattern.vertices().size();
        boolean isRead = estimator.conjuncts().stream()
                .anyMatch(conjunct ->
                        conjunct.isCoveredBy(matched) && conjunct.properties().contains(property));
        if (property.property() != null && isRead) {
            return statistics.distinct(columns.kind(element), columns.tables(element), property.property());
        }
        return element < vertices ? estimator.vertexRows(element) : estimator.edgeRows(element - vertices);
    }
}
