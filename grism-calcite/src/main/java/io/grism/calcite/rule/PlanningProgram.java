package io.grism.calcite.rule;

import io.grism.calcite.match.MatchOptimizer;
import io.grism.calcite.match.Optimisation;
import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismRel;
import io.grism.calcite.unnest.SubQueries;
import io.grism.calcite.unnest.Unnesting;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.rel.rules.ReduceExpressionsRule;
import org.apache.calcite.tools.RelBuilder;

/**
 * The way from a query as it was written to its plan, local or distributed:
 *
 * <pre>
 * sub-queries to correlates -> correlates to joins -> push filters down, prune, simplify -> match optimiser
 *   -> join order -> trim columns -> semi-joins, eager aggregation -> windows out of projects -> physical rels by cost
 * </pre>
 */
public final class PlanningProgram {
    private static final HepProgram COLLECTIONS = program(List.of(CollectRule.INSTANCE));

    private static final HepProgram NORMALISE = program(List.of(
            CoreRules.FILTER_MERGE,
            CoreRules.FILTER_PROJECT_TRANSPOSE,
            CoreRules.FILTER_INTO_JOIN,
            CoreRules.JOIN_CONDITION_PUSH,
            CoreRules.FILTER_AGGREGATE_TRANSPOSE,
            CoreRules.FILTER_SET_OP_TRANSPOSE,
            CoreRules.FILTER_CORRELATE,
            reducing(CoreRules.FILTER_REDUCE_EXPRESSIONS),
            reducing(CoreRules.PROJECT_REDUCE_EXPRESSIONS),
            reducing(CoreRules.JOIN_REDUCE_EXPRESSIONS),
            CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE,
            CoreRules.UNION_MERGE,
            CoreRules.UNION_TO_DISTINCT,
            PruneEmptyRules.UNION_INSTANCE,
            PruneEmptyRules.PROJECT_INSTANCE,
            PruneEmptyRules.FILTER_INSTANCE,
            PruneEmptyRules.SORT_INSTANCE,
            PruneEmptyRules.JOIN_LEFT_INSTANCE,
            PruneEmptyRules.JOIN_RIGHT_INSTANCE,
            PruneEmptyRules.SORT_FETCH_ZERO_INSTANCE));

    private static final HepProgram JOIN_KEYS = program(List.of(
            CoreRules.JOIN_PUSH_EXPRESSIONS,
            CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE,
            CoreRules.AGGREGATE_PROJECT_MERGE));

    private static final HepProgram SEMI_JOINS =
            program(List.of(CoreRules.PROJECT_MERGE, CoreRules.PROJECT_REMOVE, semiJoins()));

    private static final HepProgram WINDOWS = program(List.of(
            CoreRules.PROJECT_MERGE, CoreRules.PROJECT_REMOVE, CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW));

    private PlanningProgram() {}

    /** Folds constants, but not CURRENT_TIMESTAMP and its kin: a plan may run more than once. */
    private static RelOptRule reducing(ReduceExpressionsRule<?> rule) {
        return ((ReduceExpressionsRule.Config) rule.config)
                .withTreatDynamicCallsAsConstant(false)
                .toRule();
    }

    /** Makes semi-joins of joins with groups by the keys; not with an aggregate without groups, which has a row even of nothing. */
    private static RelOptRule semiJoins() {
        return CoreRules.PROJECT_TO_SEMI_JOIN
                .config
                .withOperandSupplier(top -> top.operand(Project.class).oneInput(middle -> middle.operand(Join.class)
                        .predicate(join ->
                                join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT)
                        .inputs(left -> left.operand(RelNode.class).anyInputs(), right -> right.operand(Aggregate.class)
                                .predicate(PlanningProgram::hasGroups)
                                .anyInputs())))
                .toRule();
    }

    private static boolean hasGroups(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && !aggregate.getGroupSet().isEmpty();
    }

    private static HepProgram program(List<RelOptRule> rules) {
        return new HepProgramBuilder()
                .addMatchOrder(HepMatchOrder.DEPTH_FIRST)
                .addRuleCollection(rules)
                .build();
    }

    /** What the query means, simplified: joins instead of sub-queries, filters where their columns come from, patterns whole. */
    public static RelNode logical(RelNode rel) {
        RelNode plan = Unnesting.toJoins(hep(COLLECTIONS, SubQueries.toCorrelates(rel)));
        return hep(NORMALISE, plan.accept(new GuardedCasts()));
    }

    /** The best local plan of a logical one. */
    public static RelNode local(RelNode logical) {
        return local(logical, Set.of());
    }

    /** The best distributed plan of a logical one; all rows of the result come to one partition. */
    public static RelNode distributed(RelNode logical) {
        return implement(simplified(logical, Set.of()), GrismRel.DISTRIBUTED);
    }

    /** The best local plan without some optimisations. */
    public static RelNode local(RelNode logical, Set<Optimisation> without) {
        return implement(simplified(logical, without), GrismRel.LOCAL);
    }

    private static RelNode simplified(RelNode logical, Set<Optimisation> without) {
        RelNode plan = MatchOptimizer.optimize(logical, without);
        plan = JoinOrdering.order(plan);
        plan = hep(JOIN_KEYS, plan);
        plan = new ColumnTrimmer(builder(plan)).trim(plan);
        if (!without.contains(Optimisation.SEMI_JOINS)) {
            plan = hep(SEMI_JOINS, plan);
        }
        if (!without.contains(Optimisation.EAGER_AGGREGATION)) {
            plan = EagerAggregation.apply(plan);
        }
        return hep(WINDOWS, plan);
    }

    private static RelBuilder builder(RelNode plan) {
        return RelFactories.LOGICAL_BUILDER.create(plan.getCluster(), null);
    }

    private static RelNode implement(RelNode logical, Convention convention) {
        RelOptPlanner planner = logical.getCluster().getPlanner();
        RelTraitSet traits = logical.getCluster().traitSetOf(convention);
        if (convention == GrismRel.DISTRIBUTED) {
            PhysicalRules.DISTRIBUTED.forEach(planner::addRule);
            traits = traits.replace(GrismDistribution.SINGLE);
        }
        if (convention == GrismRel.LOCAL || hasLocalPart(logical)) {
            PhysicalRules.LOCAL.forEach(planner::addRule);
        }
        planner.setRoot(planner.changeTraits(logical, traits.simplify()));
        try {
            return planner.findBestExp();
        } catch (RelOptPlanner.CannotPlanException e) {
            throw new GrismException(ErrorCode.NOT_SUPPORTED, Constructs.unplanned(logical), e);
        }
    }

    /** Whether a distributed plan has parts that run again and again, and so in one piece. */
    private static boolean hasLocalPart(RelNode logical) {
        return logical instanceof Correlate
                || logical instanceof RepeatUnion
                || logical.getInputs().stream().anyMatch(PlanningProgram::hasLocalPart);
    }

    static RelNode hep(HepProgram program, RelNode rel) {
        HepPlanner planner =
                new HepPlanner(program, rel.getCluster().getPlanner().getContext());
        planner.setRoot(rel);
        return planner.findBestExp();
    }
}
