package io.grism.exec.task;

import io.grism.exec.expr.Expression;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.FilterNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.NestedLoopJoinNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds which columns of an outer row a plan reads. */
final class OuterRefs {
    private OuterRefs() {}

    /** The columns read of a correlation's row, ascending. */
    static int[] columns(PlanNode plan, int correlation) {
        TreeSet<Integer> columns = new TreeSet<>();
        collect(plan, correlation, columns);
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether a node itself, not its inputs, reads a correlation's row. */
    static boolean reads(PlanNode node, int correlation) {
        TreeSet<Integer> columns = new TreeSet<>();
        for (Expression expression : expressions(node)) {
            collect(expression, correlation, columns);
        }
        return !columns.isEmpty();
    }

    private static void collect(PlanNode node, int correlation, TreeSet<Integer> columns) {
        for (Expression expression : expressions(node)) {
            collect(expression, correlation, columns);
        }
        for (PlanNode input : node.inputs()) {
            collect(input, correlation, columns);
        }
    }

    private static List<Expression> expressions(PlanNode node) {
        if (node instanceof TableScanNode scan) {
            return present(scan.predicate());
        } else if (node instanceof FilterNode filter) {
            return present(filter.predicate());
        } else if (node instanceof ProjectNode project) {
            return project.expressions();
        } else if (node instanceof LimitNode limit) {
            return present(limit.offset(), limit.fetch());
        } else if (node instanceof SortNode sort) {
            return present(sort.offset(), sort.fetch());
        } else if (node instanceof HashJoinNode join) {
            return present(join.residual());
        } else if (node instanceof NestedLoopJoinNode join) {
            return present(join.condition());
        }
        return List.of();
    }

    private static List<Expression> present(@Nullable Expression... expressions) {
        List<Expression> result = new ArrayList<>();
        for (Expression expression : expressions) {
            if (expression != null) {
                result.add(expression);
            }
        }
        return result;
    }

    private static void collect(Expression expression, int correlation, TreeSet<Integer> columns) {
        if (expression instanceof Expression.OuterRef outer && outer.correlation() == correlation) {
            columns.add(outer.index());
        } else if (expression instanceof Expression.Call call) {
            call.arguments().forEach(argument -> collect(argument, correlation, columns));
        } else if (expression instanceof Expression.Generated generated) {
            generated.arguments().forEach(argument -> collect(argument, correlation, columns));
        }
    }
}
