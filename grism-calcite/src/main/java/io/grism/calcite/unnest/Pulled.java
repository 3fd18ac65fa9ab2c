package io.grism.calcite.unnest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan whose conditions on outer columns were taken out: it is the given one where they hold.
 *
 * @param rel the plan without outer columns: the columns of the given plan, then others that the conditions use
 * @param conditions over the columns of {@code rel} and the outer ones
 */
record Pulled(RelNode rel, List<RexNode> conditions) {
    /** The plan with its outer conditions on top; null if it uses outer columns elsewhere, or computes below them what may fail for other rows. */
    static @Nullable Pulled of(RelNode rel, CorrelationId id) {
        Set<CorrelationId> ids = Set.of(id);
        if (OuterColumns.in(rel, ids).isEmpty()) {
            return new Pulled(rel, List.of());
        }
        if (rel instanceof LogicalFilter filter) {
            return filter(filter, id);
        }
        if (rel instanceof LogicalProject project) {
            return project(project, id);
        }
        if (rel instanceof LogicalJoin join) {
            return join(join, id);
        }
        return rel instanceof LogicalSort sort && sort.fetch == null && sort.offset == null
                ? of(sort.getInput(), id)
                : null;
    }

    private static @Nullable Pulled filter(LogicalFilter filter, CorrelationId id) {
        Pulled input = of(filter.getInput(), id);
        if (input == null || RexOver.containsOver(filter.getCondition())) {
            return null;
        }
        List<RexNode> own = new ArrayList<>();
        List<RexNode> outer = new ArrayList<>(input.conditions);
        split(filter.getCondition(), id, own, outer);
        return new Pulled(Rels.filter(input.rel, own), outer);
    }

    private static void split(RexNode condition, CorrelationId id, List<RexNode> own, List<RexNode> outer) {
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            (OuterColumns.in(conjunct, Set.of(id)).isEmpty() ? own : outer).add(conjunct);
        }
    }

    private static @Nullable Pulled project(LogicalProject project, CorrelationId id) {
        Pulled input = of(project.getInput(), id);
        if (input == null
                || RexOver.containsOver(project.getProjects(), null)
                || !Totality.isTotal(project.getProjects())
                || project.getProjects().stream()
                        .anyMatch(p -> !OuterColumns.in(p, Set.of(id)).isEmpty())) {
            return null;
        }
        List<RexNode> columns = new ArrayList<>(project.getProjects());
        Map<Integer, Integer> moved = new LinkedHashMap<>();
        for (int column : ImmutableBitSet.union(
                input.conditions.stream().map(RelOptUtil.InputFinder::bits).toList())) {
            RexNode reference = Rels.column(input.rel, column);
            int at = columns.indexOf(reference);
            if (at < 0) {
                at = columns.size();
                columns.add(reference);
            }
            moved.put(column, at);
        }
        RelNode wide = Rels.project(input.rel, columns, project);
        return new Pulled(wide, moved(input.conditions, wide, moved));
    }

    private static @Nullable Pulled join(LogicalJoin join, CorrelationId id) {
        JoinRelType type = join.getJoinType();
        List<RexNode> own = new ArrayList<>();
        List<RexNode> outer = new ArrayList<>();
        split(join.getCondition(), id, own, outer);
        boolean keepsLeft = type == JoinRelType.LEFT || type == JoinRelType.SEMI || type == JoinRelType.ANTI;
        Pulled left = of(join.getLeft(), id);
        Pulled right = of(join.getRight(), id);
        if (left == null
                || right == null
                || type != JoinRelType.INNER && !(keepsLeft && outer.isEmpty() && right.conditions.isEmpty())) {
            return null;
        }
        int leftWidth = Rels.width(join.getLeft());
        int shift = Rels.width(left.rel) - leftWidth;
        List<RexNode> condition = shifted(own, leftWidth, shift);
        RelNode joined = Rels.join(left.rel, right.rel, type, condition);
        List<RexNode> conditions = new ArrayList<>(left.conditions);
        conditions.addAll(shifted(outer, leftWidth, shift));
        conditions.addAll(shifted(right.conditions, 0, leftWidth + shift));
        if (shift == 0 || !type.projectsRight()) {
            return new Pulled(joined, conditions);
        }
        // the columns of the given join first
        int width = Rels.width(joined);
        int rightWidth = Rels.width(join.getRight());
        Map<Integer, Integer> moved = new LinkedHashMap<>();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int from = i < leftWidth
                    ? i
                    : i < leftWidth + rightWidth ? i + shift : i < leftWidth + rightWidth + shift ? i - rightWidth : i;
            moved.put(from, i);
            columns.add(Rels.column(joined, from));
        }
        RelNode ordered = Rels.project(joined, columns, join);
        return new Pulled(ordered, moved(conditions, ordered, moved));
    }

    private static List<RexNode> shifted(List<RexNode> nodes, int from, int shift) {
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return ref.getIndex() < from ? ref : new RexInputRef(ref.getIndex() + shift, ref.getType());
            }
        }.visitList(nodes);
    }

    private static List<RexNode> moved(List<RexNode> nodes, RelNode rel, Map<Integer, Integer> moved) {
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return Rels.column(rel, moved.get(ref.getIndex()));
            }
        }.visitList(nodes);
    }
}
