package io.grism.calcite.rule;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalCorrelate;

/**
 * Makes an inner Correlate with a global aggregate a left one. The aggregate gives one row whatever comes in, so both mean the same; but decorrelation turns the inner one into a join that
 * loses the rows for which nothing comes in.
 *
 * <pre>
 * Correlate(INNER)                 Project(as before)
 *   left                     →       Correlate(LEFT)
 *   Project*                           left
 *     Aggregate(group: none)           Project*
 *                                        Aggregate(group: none)
 * </pre>
 */
final class LateralAggregates extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (!(visited instanceof LogicalCorrelate correlate)
                || correlate.getJoinType() != JoinRelType.INNER
                || !isGlobalAggregate(correlate.getRight())) {
            return visited;
        }
        LogicalCorrelate left = LogicalCorrelate.create(
                correlate.getLeft(),
                correlate.getRight(),
                correlate.getHints(),
                correlate.getCorrelationId(),
                correlate.getRequiredColumns(),
                JoinRelType.LEFT);
        return RelOptUtil.createCastRel(left, correlate.getRowType(), true);
    }

    private static boolean isGlobalAggregate(RelNode rel) {
        RelNode below = rel;
        while (below instanceof Project project) {
            below = project.getInput();
        }
        return below instanceof Aggregate aggregate
                && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getGroupSet().isEmpty();
    }
}
