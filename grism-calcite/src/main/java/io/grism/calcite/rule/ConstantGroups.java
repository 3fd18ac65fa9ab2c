package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Makes groups by constants, of which there is one or none, a global aggregate with a filter. Decorrelation drops constant keys, and without keys there is always one group.
 *
 * <pre>
 * Aggregate(group: true)          Project(true)
 *   Project(true)            →      Filter($count &gt; 0)
 *                                     Aggregate(group: none; $count = COUNT(*))
 *                                       Project(true)
 * </pre>
 */
final class ConstantGroups extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    ConstantGroups(RelBuilder builder) {
        this.builder = builder;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (!(visited instanceof Aggregate aggregate)
                || aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || aggregate.getGroupSet().isEmpty()
                || !(aggregate.getInput() instanceof Project project)
                || !RelOptUtil.getVariablesUsed(aggregate).isEmpty()) {
            return visited;
        }
        List<RexNode> outputs = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            if (!(project.getProjects().get(key) instanceof RexLiteral literal)) {
                return visited;
            }
            outputs.add(literal);
        }
        List<RelBuilder.AggCall> calls = new ArrayList<>();
        builder.push(project);
        aggregate.getAggCallList().forEach(call -> calls.add(builder.aggregateCall(call)));
        calls.add(builder.countStar("$count"));
        builder.aggregate(builder.groupKey(), calls);
        int count = calls.size() - 1;
        builder.filter(builder.call(SqlStdOperatorTable.GREATER_THAN, builder.field(count), builder.literal(0)));
        for (int i = 0; i < count; i++) {
            outputs.add(builder.field(i));
        }
        builder.project(outputs, aggregate.getRowType().getFieldNames(), true);
        return RelOptUtil.createCastRel(builder.build(), aggregate.getRowType(), true);
    }
}
