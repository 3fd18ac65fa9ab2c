package io.grism.calcite.match;

import io.grism.calcite.rel.LogicalMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
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
    private final boolean intersects;

    private MatchOptimizer(boolean intersects) {
        this.intersects = intersects;
    }

    /**
     * The same plan without any LogicalMatch, and without questions about incidences in its expressions.
     *
     * @param intersects whether cycles may be closed by intersecting neighbours
     */
    public static RelNode optimize(RelNode plan, boolean intersects) {
        return new MatchOptimizer(intersects).withoutMatches(plan).accept(new RoleCalls());
    }

    private RelNode withoutMatches(RelNode plan) {
        RelNode replaced = replace(plan);
        if (replaced != null) {
            return replaced;
        }
        List<RelNode> inputs = new ArrayList<>();
        plan.getInputs().forEach(input -> inputs.add(withoutMatches(input)));
        return inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
    }

    /** The replacement of a tree that ends in a LogicalMatch, or null when this tree does not. */
    private @Nullable RelNode replace(RelNode plan) {
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
        return project == null ? replace(match, conditions) : replace(project, match, conditions);
    }

    private RelNode replace(LogicalMatch match, List<RexNode> conditions) {
        ImmutableBitSet all = ImmutableBitSet.range(match.getRowType().getFieldCount());
        MatchPlan plan = MatchPlanner.plan(match, conditions, all, intersects);
        List<RexNode> columns = new ArrayList<>();
        for (int column : all) {
            columns.add(plan.column(column));
        }
        return project(plan.rel(), columns, match.getRowType().getFieldNames());
    }

    private RelNode replace(Project project, LogicalMatch match, List<RexNode> conditions) {
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(project.getProjects(), null);
        MatchPlan plan = MatchPlanner.plan(match, conditions, used, intersects);
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
