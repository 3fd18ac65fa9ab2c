package io.grism.calcite.rule;

import static io.grism.calcite.rule.LocalRule.local;

import io.grism.calcite.rel.GrismHashJoin;
import io.grism.calcite.rel.GrismNestedLoopJoin;
import io.grism.calcite.rel.GrismProject;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Local joins: by hashing where there is an equality between the inputs, else by trying all pairs. The smaller input is the one held in memory:
 *
 * <pre>
 * Join(left, type=left)  =>  Project(left's columns, right's columns)
 *   small                      HashJoin(type=right)
 *   large                        large
 *                                small
 * </pre>
 *
 * Semi- and anti-joins are never turned round.
 */
final class LocalJoins {
    /** How many times larger the right input must be for the inputs to change sides. */
    private static final double LARGER = 1.2;

    private LocalJoins() {}

    static @Nullable RelNode convert(LogicalJoin join, RelTraitSet traits) {
        JoinRelType swapped = swapped(join.getJoinType());
        RelMetadataQuery mq = join.getCluster().getMetadataQuery();
        if (swapped == null || mq.getRowCount(join.getRight()) <= LARGER * mq.getRowCount(join.getLeft())) {
            return make(join, traits, join.getLeft(), join.getRight(), join.getCondition(), join.getJoinType());
        }
        int leftCount = join.getLeft().getRowType().getFieldCount();
        int rightCount = join.getRight().getRowType().getFieldCount();
        RexNode condition = join.getCondition().accept(new Move(leftCount, rightCount));
        RelNode turned = make(join, traits, join.getRight(), join.getLeft(), condition, swapped);
        List<RexNode> projects = new ArrayList<>();
        List<RelDataTypeField> fields = turned.getRowType().getFieldList();
        for (int i = 0; i < leftCount + rightCount; i++) {
            int column = i < leftCount ? rightCount + i : i - leftCount;
            projects.add(new RexInputRef(column, fields.get(column).getType()));
        }
        return new GrismProject(join.getCluster(), traits, turned, projects, join.getRowType());
    }

    private static @Nullable JoinRelType swapped(JoinRelType type) {
        return switch (type) {
            case INNER, FULL -> type;
            case LEFT -> JoinRelType.RIGHT;
            case RIGHT -> JoinRelType.LEFT;
            default -> null;
        };
    }

    private static @Nullable RelNode make(
            LogicalJoin join, RelTraitSet traits, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
        RelOptCluster cluster = join.getCluster();
        JoinInfo info = JoinInfo.of(left, right, condition);
        if (info.leftKeys.isEmpty() || !sameTypes(info, left.getRowType(), right.getRowType())) {
            return new GrismNestedLoopJoin(cluster, traits, local(left), local(right), condition, type);
        }
        return new GrismHashJoin(cluster, traits, local(left), local(right), condition, type);
    }

    private static boolean sameTypes(JoinInfo info, RelDataType left, RelDataType right) {
        for (int i = 0; i < info.leftKeys.size(); i++) {
            if (!JoinKeyTypes.match(
                    left.getFieldList().get(info.leftKeys.get(i)).getType(),
                    right.getFieldList().get(info.rightKeys.get(i)).getType())) {
                return false;
            }
        }
        return true;
    }

    /** References to left then right columns, made references to right then left ones. */
    private static final class Move extends RexShuttle {
        private final int leftCount;
        private final int rightCount;

        Move(int leftCount, int rightCount) {
            this.leftCount = leftCount;
            this.rightCount = rightCount;
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            int index = ref.getIndex();
            return new RexInputRef(index < leftCount ? index + rightCount : index - leftCount, ref.getType());
        }
    }
}
