package io.grism.calcite.match;

import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternPruner;
import io.grism.calcite.statistics.GraphStatistics;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Plans one LogicalMatch: prunes it, orders each connected component, builds the trees, and joins the components. */
final class MatchPlanner {
    /** Elements are bits of a long. */
    private static final int MAX_ELEMENTS = 62;

    private final MatchColumns columns;
    private final PatternEstimator estimator;
    private final StepBuilder builder;
    private final JoinOrder order;

    private MatchPlanner(
            LogicalMatch match,
            List<Conjunct> conjuncts,
            MatchColumns columns,
            GraphStatistics statistics,
            long wanted,
            Set<Optimisation> without) {
        this.columns = columns;
        this.estimator = new PatternEstimator(match.pattern(), statistics, conjuncts);
        long needed = wanted;
        for (Conjunct conjunct : conjuncts) {
            needed |= conjunct.elements();
        }
        this.builder = new StepBuilder(match, columns, estimator, needed);
        this.order = new JoinOrder(
                match.pattern(),
                estimator,
                match.graph().tables().edges().size(),
                wanted,
                !without.contains(Optimisation.INTERSECTION));
    }

    /**
     * A tree with the columns {@code needed} of a match under conditions; the pattern has no walks.
     *
     * @param limit how many rows are wanted of it
     */
    static MatchPlan plan(
            LogicalMatch asked,
            List<RexNode> conditions,
            ImmutableBitSet needed,
            double limit,
            Set<Optimisation> without) {
        return Objects.requireNonNull(plan(asked, conditions, needed, limit, without, false));
    }

    /** Such a tree in which the ends of walks are searched for, each once: or null where it would cost more to search from one start after the other than to aggregate step by step. */
    static @Nullable MatchPlan search(
            LogicalMatch asked,
            List<RexNode> conditions,
            ImmutableBitSet needed,
            double limit,
            Set<Optimisation> without) {
        return plan(asked, conditions, needed, limit, without, true);
    }

    private static @Nullable MatchPlan plan(
            LogicalMatch asked,
            List<RexNode> conditions,
            ImmutableBitSet needed,
            double limit,
            Set<Optimisation> without,
            boolean searches) {
        GraphStatistics statistics = new GraphStatistics(asked.graph());
        MatchPattern pruned = PatternPruner.prune(asked.pattern(), asked.graph().tables());
        if (pruned == null) {
            return empty(asked);
        }
        LogicalMatch match = LogicalMatch.create(asked.getCluster(), asked.graph(), pruned);
        MatchColumns columns = new MatchColumns(match);
        if (columns.elementCount() > MAX_ELEMENTS) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot plan pattern: it has " + columns.elementCount()
                            + " vertices and edges. A pattern may have up to " + MAX_ELEMENTS);
        }
        ConditionSelectivity selectivity = new ConditionSelectivity(columns, statistics);
        List<Conjunct> conjuncts = new ArrayList<>();
        List<RexNode> last = new ArrayList<>();
        for (RexNode condition : conditions) {
            Conjunct conjunct =
                    without.contains(Optimisation.EARLY_FILTERS) ? null : conjunct(condition, columns, selectivity);
            if (conjunct == null) {
                last.add(condition);
            } else {
                conjuncts.add(conjunct);
            }
        }
        long elements = 0;
        for (int column : needed.union(RelOptUtil.InputFinder.bits(last, null))) {
            elements |= 1L << columns.column(column).element();
        }
        MatchPlanner planner = new MatchPlanner(match, conjuncts, columns, statistics, elements, without);
        List<Step> steps = new ArrayList<>();
        for (Component component : Component.of(match.pattern())) {
            steps.add(planner.order.best(component.vertices(), component.edges(), limit));
        }
        ImmutableBitSet used = needed.union(RelOptUtil.InputFinder.bits(last, null));
        SearchGain gain = new SearchGain(match.pattern(), columns, statistics, planner.estimator, used);
        return searches && !steps.stream().allMatch(gain::pays) ? null : planner.plan(steps, used, last);
    }

    private static MatchPlan empty(LogicalMatch match) {
        MatchColumns columns = new MatchColumns(match);
        Map<MatchColumns.Property, Integer> places = new HashMap<>();
        for (int column = 0; column < columns.columnCount(); column++) {
            places.put(columns.column(column), column);
        }
        return new MatchPlan(LogicalValues.createEmpty(match.getCluster(), match.getRowType()), places, columns);
    }

    /** Null for a condition that has to wait for the whole match: it mentions no element, or may differ from one evaluation to the next, or holds a query. */
    private static @Nullable Conjunct conjunct(
            RexNode condition, MatchColumns columns, ConditionSelectivity selectivity) {
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(condition);
        if (used.isEmpty() || !RexUtil.isDeterministic(condition) || RexUtil.SubQueryFinder.find(condition) != null) {
            return null;
        }
        long elements = 0;
        List<MatchColumns.Property> properties = new ArrayList<>();
        for (int column : used) {
            MatchColumns.Property property = columns.column(column);
            elements |= 1L << property.element();
            if (property.property() != null) {
                properties.add(property);
            }
        }
        return new Conjunct(condition, elements, properties, selectivity.of(condition));
    }

    /** The components matched in these steps, joined; with the columns used after that, by the last conditions among others. */
    private MatchPlan plan(List<Step> steps, ImmutableBitSet used, List<RexNode> last) {
        List<Part> parts = new ArrayList<>();
        steps.forEach(step -> parts.add(new Part(step.elements(), builder.build(step))));
        MatchPlan whole = joinParts(parts);
        Set<MatchColumns.Property> wanted = new LinkedHashSet<>();
        for (int column : used) {
            wanted.add(columns.column(column));
        }
        whole = builder.lookUp(whole, wanted);
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode condition : last) {
            conditions.add(whole.rewrite(condition));
        }
        return whole.on(MatchOptimizer.filter(whole.rel(), conditions), List.of());
    }

    /** Elements matched, and how. */
    private record Part(long elements, MatchPlan plan) {}

    /** Joins unconnected parts, smallest first, those that a condition links before others. */
    private MatchPlan joinParts(List<Part> parts) {
        List<Part> rest = new ArrayList<>(parts);
        rest.sort(Comparator.comparingDouble(part -> estimator.rows(part.elements)));
        Part joined = rest.remove(0);
        while (!rest.isEmpty()) {
            Part left = joined;
            Part next = rest.stream()
                    .min(Comparator.comparingDouble(part -> estimator.rows(left.elements | part.elements)))
                    .orElseThrow();
            rest.remove(next);
            joined = join(left, next);
        }
        return joined.plan;
    }

    private Part join(Part one, Part other) {
        boolean swap = estimator.rows(one.elements) < estimator.rows(other.elements);
        Part left = swap ? other : one;
        Part right = swap ? one : other;
        long elements = left.elements | right.elements;
        List<Conjunct> conditions = estimator.newlyCovered(elements, left.elements, right.elements);
        Set<MatchColumns.Property> wanted = new LinkedHashSet<>();
        conditions.forEach(condition -> wanted.addAll(condition.properties()));
        MatchPlan leftPlan = builder.lookUp(left.plan, of(left, wanted));
        MatchPlan rightPlan = builder.lookUp(right.plan, of(right, wanted));
        return new Part(elements, builder.join(leftPlan, rightPlan, List.of(), conditions));
    }

    private static Set<MatchColumns.Property> of(Part part, Set<MatchColumns.Property> wanted) {
        Set<MatchColumns.Property> own = new LinkedHashSet<>(wanted);
        own.removeIf(property -> (part.elements >> property.element() & 1) == 0);
        return own;
    }
}
