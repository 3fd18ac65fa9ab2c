package io.grism.calcite.unnest;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes every sub-query a Correlate, or a Join if it uses no outer column:
 *
 * <pre>
 * Filter(a AND EXISTS(q) AND (x IN (r) OR b))      Project(as before)
 *   input                                     →      Filter($marker IS NOT NULL OR b)
 *                                                      Correlate(left)
 *                                                        Correlate(semi)
 *                                                          Filter(a)
 *                                                            input
 *                                                          q
 *                                                        Distinct(true)
 *                                                          Filter(x = $cor.y)
 *                                                            r
 * </pre>
 */
public final class SubQueries extends RelHomogeneousShuttle {
    /** The plan without sub-queries in its expressions. */
    public static RelNode toCorrelates(RelNode plan) {
        return plan.accept(new SubQueries());
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (visited instanceof LogicalFilter filter && RexUtil.SubQueryFinder.containsSubQuery(filter)) {
            return filter(filter.getInput(), filter.getCondition(), filter.getVariablesSet());
        }
        if (visited instanceof LogicalProject project && RexUtil.SubQueryFinder.containsSubQuery(project)) {
            return project(project);
        }
        if (visited instanceof LogicalJoin join && RexUtil.SubQueryFinder.containsSubQuery(join)) {
            return join(join);
        }
        return visited;
    }

    private RelNode filter(RelNode input, RexNode condition, Set<CorrelationId> ids) {
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            (RexUtil.SubQueryFinder.find(conjunct) == null ? plain : others).add(conjunct);
        }
        Applied applied = new Applied(this, Rels.filter(input, plain), ids);
        List<RexNode> left = new ArrayList<>();
        for (RexNode conjunct : others) {
            if (!applied.restrict(conjunct)) {
                left.add(applied.condition(conjunct));
            }
        }
        return Rels.first(Rels.filter(applied.plan(), left), Rels.width(input));
    }

    private RelNode project(LogicalProject project) {
        Applied applied = new Applied(this, project.getInput(), project.getVariablesSet());
        List<RexNode> values =
                project.getProjects().stream().map(applied::value).toList();
        return Rels.typed(Rels.project(applied.plan(), values, project), project);
    }

    private RelNode join(LogicalJoin join) {
        return switch (join.getJoinType()) {
            case INNER -> {
                RelNode all = Rels.join(join.getLeft(), join.getRight(), JoinRelType.INNER, List.of());
                yield filter(all, join.getCondition(), join.getVariablesSet());
            }
            case LEFT -> outer(join);
            case RIGHT -> turned(join);
            default ->
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot run a sub-query in the condition of a " + join.getJoinType()
                                + " JOIN. It is not supported yet.");
        };
    }

    /** For each left row the right rows for which the condition holds. */
    private RelNode outer(LogicalJoin join) {
        RelNode left = join.getLeft();
        RelNode right = join.getRight();
        int leftWidth = Rels.width(left);
        RexBuilder rex = Rels.rex(join);
        CorrelationId leftId = join.getCluster().createCorrel();
        CorrelationId rightId = join.getCluster().createCorrel();
        RexNode condition = join.getCondition()
                .accept(new OuterColumns(
                        join.getVariablesSet(),
                        i -> i < leftWidth ? outer(rex, left, leftId, i) : outer(rex, right, rightId, i - leftWidth)))
                .accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        int i = ref.getIndex();
                        return i < leftWidth ? outer(rex, left, leftId, i) : Rels.column(right, i - leftWidth);
                    }
                });
        return correlate(left, filter(right, condition, Set.of(rightId)), leftId, JoinRelType.LEFT);
    }

    /** A right join as a left one. */
    private RelNode turned(LogicalJoin join) {
        RelNode kept = join.getRight();
        RelNode other = join.getLeft();
        int leftWidth = Rels.width(other);
        int rightWidth = Rels.width(kept);
        RelNode cross = Rels.join(kept, other, JoinRelType.INNER, List.of());
        RexBuilder rex = Rels.rex(join);
        CorrelationId id = join.getCluster().createCorrel();
        RexNode condition = join.getCondition()
                .accept(new OuterColumns(
                        join.getVariablesSet(),
                        i -> outer(rex, cross, id, i < leftWidth ? i + rightWidth : i - leftWidth)))
                .accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        int i = ref.getIndex();
                        return Rels.column(cross, i < leftWidth ? i + rightWidth : i - leftWidth);
                    }
                });
        RelNode turned =
                outer(LogicalJoin.create(kept, other, join.getHints(), condition, Set.of(id), JoinRelType.LEFT));
        List<RexNode> columns = new ArrayList<>(Rels.columns(turned, rightWidth, rightWidth + leftWidth));
        columns.addAll(Rels.columns(turned, 0, rightWidth));
        return Rels.project(turned, columns, join);
    }

    private static RexNode outer(RexBuilder rex, RelNode row, CorrelationId id, int column) {
        return rex.makeFieldAccess(rex.makeCorrel(row.getRowType(), id), column);
    }

    /** The right plan for each left row; a plain join if it is the same for all. */
    static RelNode correlate(RelNode left, RelNode right, CorrelationId id, JoinRelType type) {
        Set<Integer> used = OuterColumns.in(right, Set.of(id));
        return used.isEmpty()
                ? Rels.join(left, right, type, List.of())
                : LogicalCorrelate.create(left, right, List.of(), id, ImmutableBitSet.of(used), type);
    }
}
