package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.HyperGraph;
import org.apache.calcite.rel.rules.MultiJoin;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the order of joins by their estimated sizes: the best of all orders for few tables, a good one for many. Two tables have no order to choose; which of them is held in
 * memory is for {@link LocalJoins}.
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
        int joins = joins(plan).size();
        if (joins < 2 || !reorderable(joins(plan))) {
            return plan;
        }
        RelNode ordered = PlanningProgram.hep(joins <= EXHAUSTIVE ? ALL_ORDERS : GOOD_ORDER, plan);
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
