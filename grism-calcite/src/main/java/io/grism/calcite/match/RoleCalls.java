package io.grism.calcite.match;

import com.google.common.collect.ImmutableSet;
import io.grism.calcite.rel.LogicalRoleLookup;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.RoleLookup;
import io.grism.calcite.rel.RoleOperator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/**
 * Turns questions about incidences in filters and projects into columns that a lookup below them adds:
 *
 * <pre>
 * Filter(PLAYS(h.$id, p.$id))          Project(all but the answer)
 *   input                         =&gt;     Filter(answer)
 *                                          RoleLookup(p AS role IN h)
 *                                            input
 * </pre>
 */
final class RoleCalls extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        if (rel instanceof Filter filter) {
            return filter(filter);
        }
        if (rel instanceof LogicalJoin join && join.getJoinType() == JoinRelType.INNER) {
            return join(join);
        }
        return rel instanceof Project project ? project(project) : rel;
    }

    /** The join with the conditions that ask above it. */
    private static RelNode join(LogicalJoin join) {
        List<RexNode> asking = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            (calls(List.of(condition)).isEmpty() ? others : asking).add(condition);
        }
        if (asking.isEmpty()) {
            return join;
        }
        RexBuilder rex = join.getCluster().getRexBuilder();
        RelNode joined = join.copy(
                join.getTraitSet(),
                RexUtil.composeConjunction(rex, others),
                join.getLeft(),
                join.getRight(),
                join.getJoinType(),
                join.isSemiJoinDone());
        return filter(LogicalFilter.create(joined, RexUtil.composeConjunction(rex, asking)));
    }

    private static RelNode filter(Filter filter) {
        Set<RexCall> calls = calls(List.of(filter.getCondition()));
        if (calls.isEmpty()) {
            return filter;
        }
        Answers answers = new Answers(filter.getInput(), calls);
        RelNode filtered = LogicalFilter.create(
                answers.rel, filter.getCondition().accept(answers), ImmutableSet.copyOf(filter.getVariablesSet()));
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < filter.getRowType().getFieldCount(); i++) {
            columns.add(RexInputRef.of(i, filtered.getRowType()));
        }
        return LogicalProject.create(
                filtered, List.of(), columns, filter.getRowType().getFieldNames(), Set.of());
    }

    private static RelNode project(Project project) {
        Set<RexCall> calls = calls(project.getProjects());
        if (calls.isEmpty()) {
            return project;
        }
        Answers answers = new Answers(project.getInput(), calls);
        return LogicalProject.create(
                answers.rel,
                project.getHints(),
                answers.visitList(project.getProjects()),
                project.getRowType().getFieldNames(),
                project.getVariablesSet());
    }

    private static Set<RexCall> calls(List<RexNode> expressions) {
        Set<RexCall> calls = new LinkedHashSet<>();
        RexShuttle finder = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                if (call.getOperator() instanceof RoleOperator) {
                    calls.add(call);
                }
                return super.visitCall(call);
            }
        };
        expressions.forEach(expression -> expression.accept(finder));
        return calls;
    }

    /** A tree with a column for each question, and the questions as references to them. */
    private static final class Answers extends RexShuttle {
        private final Map<RexCall, Integer> columns = new LinkedHashMap<>();
        private RelNode rel;

        Answers(RelNode input, Set<RexCall> calls) {
            this.rel = input;
            Map<MatchGraph, List<RoleLookup.Call>> byGraph = new LinkedHashMap<>();
            Map<MatchGraph, List<RexCall>> asked = new LinkedHashMap<>();
            for (RexCall call : calls) {
                RoleOperator operator = (RoleOperator) call.getOperator();
                List<Integer> operands =
                        call.getOperands().stream().map(this::column).toList();
                byGraph.computeIfAbsent(operator.graph(), graph -> new ArrayList<>())
                        .add(new RoleLookup.Call(operator.property(operands), call.getType()));
                asked.computeIfAbsent(operator.graph(), graph -> new ArrayList<>())
                        .add(call);
            }
            byGraph.forEach((graph, lookups) -> {
                int first = rel.getRowType().getFieldCount();
                List<RexCall> own = asked.getOrDefault(graph, List.of());
                for (int i = 0; i < own.size(); i++) {
                    columns.put(own.get(i), first + i);
                }
                rel = LogicalRoleLookup.create(rel, graph, lookups);
            });
        }

        /** The column of an operand; one that is no column becomes one. */
        private int column(RexNode operand) {
            if (operand instanceof RexInputRef reference) {
                return reference.getIndex();
            }
            List<RexNode> all = new ArrayList<>();
            List<String> names = new ArrayList<>(rel.getRowType().getFieldNames());
            for (int i = 0; i < names.size(); i++) {
                all.add(RexInputRef.of(i, rel.getRowType()));
            }
            all.add(operand);
            names.add("$operand" + names.size());
            rel = LogicalProject.create(rel, List.of(), all, names, Set.of());
            return all.size() - 1;
        }

        @Override
        public RexNode visitCall(RexCall call) {
            Integer column = columns.get(call);
            return column == null ? super.visitCall(call) : RexInputRef.of(column, rel.getRowType());
        }
    }
}
