package io.grism.calcite.match;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;

/** Whether it matters how often a row comes: not below DISTINCT, nor below an aggregate that depends on which rows there are only. */
final class Repetition {
    private Repetition() {}

    /**
     * Whether a plan gives the same if rows of an input of {@code parent} come more or less often, but come.
     *
     * @param ignoredAbove whether it does so for the rows of {@code parent}
     */
    static boolean isIgnored(RelNode parent, int input, boolean ignoredAbove) {
        if (parent instanceof Aggregate aggregate) {
            return aggregate.getAggCallList().stream().allMatch(Repetition::isIgnored);
        }
        if (parent instanceof Union union) {
            return ignoredAbove || !union.all;
        }
        if (parent instanceof Intersect intersect) {
            return !intersect.all;
        }
        if (parent instanceof Minus minus) {
            return !minus.all;
        }
        if (parent instanceof Join join) {
            return isPure(List.of(join.getCondition())) && (ignoredAbove || isTested(join.getJoinType(), input));
        }
        if (parent instanceof Correlate correlate) {
            return ignoredAbove || isTested(correlate.getJoinType(), input);
        }
        if (parent instanceof Filter filter) {
            return ignoredAbove && isPure(List.of(filter.getCondition()));
        }
        if (parent instanceof Project project) {
            return ignoredAbove && isPure(project.getProjects());
        }
        return parent instanceof Sort sort && sort.fetch == null && sort.offset == null && ignoredAbove;
    }

    private static boolean isTested(JoinRelType type, int input) {
        return input == 1 && (type == JoinRelType.SEMI || type == JoinRelType.ANTI);
    }

    private static boolean isIgnored(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case MIN, MAX -> true;
            default -> call.isDistinct() && call.distinctKeys == null;
        };
    }

    /** Whether expressions give the same for the same row, whatever other rows there are. */
    static boolean isPure(List<RexNode> expressions) {
        return expressions.stream().allMatch(RexUtil::isDeterministic) && !RexOver.containsOver(expressions, null);
    }
}
