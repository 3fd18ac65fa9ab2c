package io.grism.calcite.match;

import io.grism.calcite.rel.LogicalMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Replaces every LogicalMatch of a plan, with the Filters and the Project above it, by the cheapest tree of scans, expands, lookups and joins:
 *
 * <pre>
 * Project(b.name)                       Project(b.name)
 *   Filter(a.age > 90)                    ElementLookup(b: name)
 *     Match((a)-[e]->(b))         ==>       Expand((a)-[e]->(b))
 *                                             Filter(a.age > 90)
 *                                               NodeScan(a: age)
 * </pre>
 *
 * <p>Conditions are applied as soon as their columns are there; other properties are looked up at the end, and only those that the Project uses.
 */
public final class MatchOptimizer {
    /** No limit. */
    static final double ALL = Double.POSITIVE_INFINITY;

    private final Set<Optimisation> without;

    private MatchOptimizer(Set<Optimisation> without) {
        this.without = without;
    }

    /** The same plan without any LogicalMatch, and without questions about incidences in its expressions; made without some optimisations. */
    public static RelNode optimize(RelNode plan, Set<Optimisation> without) {
        return new MatchOptimizer(without).withoutMatches(plan, ALL).accept(new RoleCalls());
    }

    /** @param limit how many rows are wanted of it */
    private RelNode withoutMatches(RelNode plan, double limit) {
        RelNode replaced = replace(plan, limit);
        if (replaced != null) {
            return replaced;
        }
        List<RelNode> inputs = new ArrayList<>();
        double below = without.contains(Optimisation.FIRST_ROWS) ? ALL : limitBelow(plan);
        plan.getInputs().forEach(input -> inputs.add(withoutMatches(input, below)));
        return inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
    }

    private static double limitBelow(RelNode plan) {
        if (!(plan instanceof Sort sort)
                || !sort.getCollation().getFieldCollations().isEmpty()
                || !(sort.fetch instanceof RexLiteral fetch)) {
            return ALL;
        }
        double skipped = sort.offset instanceof RexLiteral offset ? RexLiteral.intValue(offset) : 0;
        return sort.offset instanceof RexDynamicParam ? ALL : skipped + RexLiteral.intValue(fetch);
    }

    /** The replacement of a tree that ends in a LogicalMatch, or null when this tree does not. */
    private @Nullable RelNode replace(RelNode plan, double limit) {
        Project project = plan instanceof Project p && p.getVariablesSet().isEmpty() ? p : null;
        List<RexNode> conditions = new ArrayList<>();
        RelNode below = project == null ? plan : project.getInput();
        while (below instanceof Filter filter && filter.getVariablesSet().isEmpty()) {
            conditions.addAll(RelOptUtil.conjunctions(filter.getCondition()));
            below = filter.getInput();
        }
        if (!(below instanceof LogicalMatch match)) {
            return null;
        }
        return project == null ? replace(match, conditions, limit) : replace(project, match, conditions, limit);
    }

    private RelNode replace(LogicalMatch match, List<RexNode> conditions, double limit) {
        ImmutableBitSet all = ImmutableBitSet.range(match.getRowType().getFieldCount());
        MatchPlan plan = MatchPlanner.plan(match, conditions, all, limit, without);
        List<RexNode> columns = new ArrayList<>();
        for (int column : all) {
            columns.add(plan.column(column));
        }
        return project(plan.rel(), columns, match.getRowType().getFieldNames());
    }

    private RelNode replace(Project project, LogicalMatch match, List<RexNode> conditions, double limit) {
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(project.getProjects(), null);
        MatchPlan plan = MatchPlanner.plan(match, conditions, used, limit, without);
        List<RexNode> columns = new ArrayList<>();
        project.getProjects().forEach(expression -> columns.add(plan.rewrite(expression)));
        return project(plan.rel(), columns, project.getRowType().getFieldNames());
    }

    private static RelNode project(RelNode input, List<RexNode> columns, List<String> names) {
        if (RexUtil.isIdentity(columns, input.getRowType())
                && input.getRowType().getFieldNames().equals(names)) {
            return input;
        }
        return LogicalProject.create(input, List.of(), columns, names, Set.of());
    }

    /** The conditions above a tree, if there are any. */
    static RelNode filter(RelNode input, List<RexNode> conditions) {
        return conditions.isEmpty()
                ? input
                : LogicalFilter.create(
                        input, RexUtil.composeConjunction(input.getCluster().getRexBuilder(), conditions));
    }
}
