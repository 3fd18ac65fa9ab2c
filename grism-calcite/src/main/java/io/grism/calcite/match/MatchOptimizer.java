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
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
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
 * <p>Conditions are applied as soon as their columns are there; other properties are looked up at the end, and only those that the Project uses. A pattern with walks becomes a union of patterns
 * without; or, where it does not matter how many walks there are, their ends are searched for.
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
        return new MatchOptimizer(without).withoutMatches(plan, ALL, false).accept(new RoleCalls());
    }

    /**
     * The plan without matches.
     *
     * @param limit how many rows are wanted of it
     * @param repeats whether it does not matter how often a row comes
     */
    private RelNode withoutMatches(RelNode plan, double limit, boolean repeats) {
        RelNode replaced = replace(plan, limit, repeats);
        if (replaced != null) {
            return replaced;
        }
        List<RelNode> inputs = new ArrayList<>();
        double below = without.contains(Optimisation.FIRST_ROWS) ? ALL : limitBelow(plan);
        for (int i = 0; i < plan.getInputs().size(); i++) {
            inputs.add(withoutMatches(plan.getInput(i), below, Repetition.isIgnored(plan, i, repeats)));
        }
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
    private @Nullable RelNode replace(RelNode plan, double limit, boolean repeats) {
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
        List<RexNode> columns = project == null
                ? match.getCluster().getRexBuilder().identityProjects(match.getRowType())
                : project.getProjects();
        Question question = new Question(match, conditions, columns, plan.getRowType(), limit);
        boolean mayRepeat = repeats && Repetition.isPure(conditions) && Repetition.isPure(columns);
        return match.pattern().hasWalks() ? withoutWalks(question, mayRepeat) : replace(question);
    }

    /** Columns of the matches that fulfil conditions, all over the match, and what they are to be called; {@code limit} tells how many are wanted. */
    private record Question(
            LogicalMatch match, List<RexNode> conditions, List<RexNode> columns, RelDataType rowType, double limit) {
        RelNode answer(MatchPlan plan) {
            return project(plan.rel(), columns.stream().map(plan::rewrite).toList(), rowType.getFieldNames());
        }

        ImmutableBitSet used() {
            return RelOptUtil.InputFinder.bits(columns, null);
        }
    }

    private RelNode replace(Question question) {
        return question.answer(
                MatchPlanner.plan(question.match, question.conditions, question.used(), question.limit, without));
    }

    private RelNode withoutWalks(Question question, boolean repeats) {
        LogicalMatch match = question.match;
        if (repeats && !without.contains(Optimisation.REACHABILITY) && WalkUnroller.areBridges(match.pattern())) {
            MatchPlan found = MatchPlanner.search(match, question.conditions, question.used(), question.limit, without);
            if (found != null) {
                return question.answer(found);
            }
        }
        List<RelNode> branches = new ArrayList<>();
        for (WalkUnroller.Unrolled unrolled : WalkUnroller.unroll(match)) {
            branches.add(replace(new Question(
                    unrolled.match(),
                    question.conditions.stream().map(unrolled::rewrite).toList(),
                    question.columns.stream().map(unrolled::rewrite).toList(),
                    question.rowType,
                    question.limit)));
        }
        return switch (branches.size()) {
            case 0 -> LogicalValues.createEmpty(match.getCluster(), question.rowType);
            case 1 -> branches.get(0);
            default -> LogicalUnion.create(branches, true);
        };
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
