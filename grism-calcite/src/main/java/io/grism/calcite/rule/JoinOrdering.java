package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.HyperGraph;
import org.apache.calcite.rel.rules.MultiJoin;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the order of joins by their estimated sizes. Groups of inner joins are ordered each by itself; where outer joins stand among them, Calcite's rules know which may change places. Two tables have no order to choose; which of them is held in
 * memory is for {@link PhysicalJoins}.
 */
final class JoinOrdering {
    /** With more joins than this the number of orders explodes, and a heuristic takes over. */
    private static final int EXHAUSTIVE = 9;

    private static final HepProgram ALL_ORDERS = new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleInstance(CoreRules.JOIN_TO_HYPER_GRAPH)
            .addRuleInstance(CoreRules.HYPER_GRAPH_OPTIMIZE)
            .build();

    private static final HepProgram GOOD_ORDER = new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleInstance(CoreRules.JOIN_TO_MULTI_JOIN)
            .addRuleInstance(CoreRules.MULTI_JOIN_OPTIMIZE)
            .build();

    private JoinOrdering() {}

    /** The plan with its joins in order; the plan itself when there is nothing to gain. */
    static RelNode order(RelNode plan) {
        List<LogicalJoin> joins = joins(plan);
        if (joins.size() < 2 || !reorderable(joins)) {
            return plan;
        }
        if (joins.stream().allMatch(JoinOrdering::standsAmongInner)) {
            return plan.accept(new InnerGroups());
        }
        RelNode ordered = PlanningProgram.hep(joins.size() <= EXHAUSTIVE ? ALL_ORDERS : GOOD_ORDER, plan);
        return isComplete(ordered) ? ordered : plan;
    }

    private static boolean reorderable(List<LogicalJoin> joins) {
        for (LogicalJoin join : joins) {
            if (below(join.getLeft()) instanceof LogicalJoin || below(join.getRight()) instanceof LogicalJoin) {
                return true;
            }
        }
        return false;
    }

    /** Whether a join and those right below it are inner joins, or it has none below it. */
    private static boolean standsAmongInner(LogicalJoin join) {
        for (RelNode input : join.getInputs()) {
            if (input instanceof LogicalJoin below
                    && (join.getJoinType() != JoinRelType.INNER || below.getJoinType() != JoinRelType.INNER)) {
                return false;
            }
        }
        return true;
    }

    /** Orders each group of inner joins, from the top. */
    private static final class InnerGroups extends RelHomogeneousShuttle {
        @Override
        public RelNode visit(RelNode other) {
            if (!(other instanceof LogicalJoin join)) {
                return super.visit(other);
            }
            List<RelNode> inputs = new ArrayList<>();
            List<RexNode> conditions = new ArrayList<>();
            collect(join, 0, inputs, conditions);
            return inputs.size() < 3 // nothing to choose, or a single join that is no inner one
                            || inputs.size() > JoinGroup.MOST
                            || !conditions.stream().allMatch(RexUtil::isDeterministic)
                    ? super.visit(other)
                    : JoinGroup.ordered(
                            inputs.stream().map(input -> input.accept(this)).toList(), conditions, join.getRowType());
        }

        /** The inputs of a group, and the conditions of its joins over all their columns. */
        private static void collect(RelNode rel, int start, List<RelNode> inputs, List<RexNode> conditions) {
            if (!(rel instanceof LogicalJoin join)
                    || join.getJoinType() != JoinRelType.INNER
                    || !join.getVariablesSet().isEmpty()) {
                inputs.add(rel);
                return;
            }
            int width = join.getLeft().getRowType().getFieldCount();
            collect(join.getLeft(), start, inputs, conditions);
            collect(join.getRight(), start + width, inputs, conditions);
            RelOptUtil.conjunctions(join.getCondition())
                    .forEach(condition -> conditions.add(RexUtil.shift(condition, start)));
        }
    }

    private static RelNode below(RelNode rel) {
        return rel instanceof LogicalProject project ? project.getInput() : rel;
    }

    private static List<LogicalJoin> joins(RelNode plan) {
        List<LogicalJoin> joins = new ArrayList<>();
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                if (node instanceof LogicalJoin join) {
                    joins.add(join);
                }
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        return joins;
    }

    /** Whether every join graph was made joins again. */
    private static boolean isComplete(RelNode plan) {
        if (plan instanceof HyperGraph || plan instanceof MultiJoin) {
            return false;
        }
        for (RelNode input : plan.getInputs()) {
            if (!isComplete(input)) {
                return false;
            }
        }
        return true;
    }
}
