package io.grism.calcite.unnest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Makes Correlates joins, after Neumann and Kemper, "Unnesting Arbitrary Queries" (BTW 2015). In this order:
 *
 * <ol>
 *   <li>If the right plan uses outer columns in filters, and above them, only, these become the condition of the join.
 *   <li>An aggregate without groups becomes one by the outer columns, joined to the left rows; for rows without a group its value is that of no rows.
 *   <li>Any other right plan is computed for all combinations of outer columns in use at once, which become columns of it, and joined by them.
 * </ol>
 *
 * A right plan of a form that has no join, as UNNEST of an outer column, stays a Correlate.
 */
public final class Unnesting extends RelHomogeneousShuttle {
    /** The plan with joins in place of Correlates, as far as there are any. */
    public static RelNode toJoins(RelNode plan) {
        return plan.accept(new Unnesting());
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        return visited instanceof LogicalCorrelate correlate ? join(correlate) : visited;
    }

    private static RelNode join(LogicalCorrelate correlate) {
        CorrelationId id = correlate.getCorrelationId();
        RelNode right = correlate.getRight();
        Pulled pulled = Pulled.of(right, id);
        if (pulled != null) {
            return Rels.typed(filtered(correlate, pulled), correlate);
        }
        List<LogicalProject> projects = new ArrayList<>();
        RelNode below = right;
        while (below instanceof LogicalProject project && !RexOver.containsOver(project.getProjects(), null)) {
            projects.add(project);
            below = project.getInput();
        }
        Pulled rows = correlate.getJoinType().projectsRight() ? Pulled.of(below, id) : null;
        if (rows != null) {
            return Rels.typed(projected(correlate, below, rows, projects), correlate);
        }
        if (!isDeterministic(correlate.getLeft())) {
            return correlate;
        }
        Domain domain = Domain.of(correlate);
        boolean hasOneRow = below instanceof LogicalAggregate aggregate && Grouped.isGlobal(aggregate);
        if (hasOneRow && correlate.getJoinType().projectsRight()) {
            RelNode grouped = grouped(correlate, domain, projects, (LogicalAggregate) below);
            return grouped == null ? correlate : Rels.typed(grouped, correlate);
        }
        Dependent dependent = Dependent.of(right, domain, true);
        return dependent == null ? correlate : Rels.typed(joined(correlate, domain, dependent), correlate);
    }

    private static RelNode filtered(LogicalCorrelate correlate, Pulled pulled) {
        return Rels.first(wide(correlate, pulled), Rels.width(correlate));
    }

    private static RelNode wide(LogicalCorrelate correlate, Pulled pulled) {
        RelNode left = correlate.getLeft();
        int leftWidth = Rels.width(left);
        List<RexNode> condition = new ArrayList<>();
        OuterColumns outer = new OuterColumns(Set.of(correlate.getCorrelationId()), i -> Rels.column(left, i));
        for (RexNode conjunct : pulled.conditions()) {
            condition.add(RexUtil.shift(conjunct, leftWidth).accept(outer));
        }
        return Rels.join(left, pulled.rel(), correlate.getJoinType(), condition);
    }

    /** What a right plan computes above its filters, computed above the join; NULL where there is no right row. */
    private static RelNode projected(
            LogicalCorrelate correlate, RelNode below, Pulled pulled, List<LogicalProject> projects) {
        int leftWidth = Rels.width(correlate.getLeft());
        if (correlate.getJoinType() == JoinRelType.INNER) {
            RelNode joined = Rels.first(wide(correlate, pulled), leftWidth + Rels.width(below));
            return above(correlate, projects, joined, leftWidth);
        }
        RexBuilder rex = Rels.rex(correlate);
        RelNode marked = Rels.with(pulled.rel(), rex.makeLiteral(true));
        RelNode joined = wide(correlate, new Pulled(marked, pulled.conditions()));
        List<RexNode> columns = new ArrayList<>(Rels.columns(joined, 0, leftWidth));
        columns.add(Rels.column(joined, Rels.width(joined) - 1));
        columns.addAll(Rels.columns(joined, leftWidth, leftWidth + Rels.width(below)));
        RelNode plan = above(correlate, projects, Rels.project(joined, columns, joined), leftWidth + 1);
        List<RexNode> outputs = new ArrayList<>(Rels.columns(plan, 0, leftWidth));
        for (RexNode output : Rels.columns(plan, leftWidth + 1, Rels.width(plan))) {
            RelDataType type = rex.getTypeFactory().createTypeWithNullability(output.getType(), true);
            RexNode missing = rex.makeCall(SqlStdOperatorTable.IS_NULL, Rels.column(plan, leftWidth));
            outputs.add(
                    rex.makeCall(type, SqlStdOperatorTable.CASE, List.of(missing, rex.makeNullLiteral(type), output)));
        }
        return Rels.project(plan, outputs, correlate);
    }

    private static @Nullable RelNode grouped(
            LogicalCorrelate correlate, Domain domain, List<LogicalProject> projects, LogicalAggregate aggregate) {
        RelNode left = correlate.getLeft();
        int leftWidth = Rels.width(left);
        Grouped groups = Grouped.of(aggregate, domain, true);
        if (groups == null) {
            return null;
        }
        int keys = domain.size();
        List<RexNode> condition = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            RexNode group = RexUtil.shift(Rels.column(groups.rel(), key), leftWidth);
            condition.add(domain.same(Rels.column(left, domain.column(key)), group, groups.isNotNull(key)));
        }
        RelNode joined = Rels.join(left, groups.rel(), JoinRelType.LEFT, condition);
        List<RexNode> values = new ArrayList<>(Rels.columns(joined, 0, leftWidth));
        values.addAll(groups.values(joined, leftWidth + keys));
        return above(correlate, projects, Rels.project(joined, values, left), leftWidth);
    }

    /** The projects over the columns of a join after the first {@code kept}, which stay. */
    private static RelNode above(LogicalCorrelate correlate, List<LogicalProject> projects, RelNode join, int kept) {
        RelNode plan = join;
        for (int i = projects.size() - 1; i >= 0; i--) {
            RelNode input = plan;
            RexShuttle outer = new OuterColumns(Set.of(correlate.getCorrelationId()), c -> Rels.column(input, c));
            List<RexNode> outputs = new ArrayList<>(Rels.columns(input, 0, kept));
            for (RexNode output : projects.get(i).getProjects()) {
                outputs.add(RexUtil.shift(output, kept).accept(outer));
            }
            plan = Rels.project(input, outputs, join);
        }
        return plan;
    }

    private static RelNode joined(LogicalCorrelate correlate, Domain domain, Dependent right) {
        RelNode left = correlate.getLeft();
        int leftWidth = Rels.width(left);
        List<RexNode> condition = new ArrayList<>();
        for (int key = 0; key < domain.size(); key++) {
            RexNode column = RexUtil.shift(right.key(key), leftWidth);
            condition.add(domain.same(Rels.column(left, domain.column(key)), column, right.isNotNull(key)));
        }
        RelNode joined = Rels.join(left, right.rel(), correlate.getJoinType(), condition);
        return Rels.first(joined, Rels.width(correlate));
    }

    private static boolean isDeterministic(RelNode rel) {
        boolean[] result = {true};
        rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                other.accept(new RexShuttle() {
                    @Override
                    public RexNode visitCall(RexCall call) {
                        result[0] &= call.getOperator().isDeterministic();
                        return super.visitCall(call);
                    }
                });
                return super.visit(other);
            }
        });
        return result[0];
    }
}
