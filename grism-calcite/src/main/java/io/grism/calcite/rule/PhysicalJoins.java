package io.grism.calcite.rule;

import static io.grism.calcite.rule.PhysicalRule.input;

import io.grism.calcite.rel.GrismDistribution;
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
 * Joins: by hashing where there is an equality between the inputs, else by trying all pairs. The smaller input is the one held in memory:
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
final class PhysicalJoins {
    /** How many times larger the right input must be for the inputs to change sides. */
    private static final double LARGER = 1.2;

    private PhysicalJoins() {}

    /** Rows with equal keys meet in the partition that belongs to the keys; without keys, all in one. */
    static RelNode convert(LogicalJoin join, RelTraitSet traits) {
        return smallerHeld(join, traits, PhysicalJoins::byKeys);
    }

    /** The left rows stay where they are, and each partition has all right rows; null where a right row must be delivered but once. */
    static @Nullable RelNode broadcast(LogicalJoin join, RelTraitSet traits) {
        return smallerHeld(join, traits, PhysicalJoins::byBroadcast);
    }

    /** Makes a join in which the right input is held in memory. */
    @FunctionalInterface
    private interface Form {
        @Nullable
        RelNode make(Sides sides, RelTraitSet traits);
    }

    /** What is joined. */
    private record Sides(RelOptCluster cluster, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
        RelNode join(RelTraitSet traits, RelNode newLeft, RelNode newRight) {
            return isHashed()
                    ? new GrismHashJoin(cluster, traits, newLeft, newRight, condition, type)
                    : new GrismNestedLoopJoin(cluster, traits, newLeft, newRight, condition, type);
        }

        private JoinInfo info() {
            return JoinInfo.of(left, right, condition);
        }

        private boolean isHashed() {
            JoinInfo info = info();
            return !info.leftKeys.isEmpty() && sameTypes(info, left.getRowType(), right.getRowType());
        }
    }

    private static @Nullable RelNode smallerHeld(LogicalJoin join, RelTraitSet traits, Form form) {
        RelOptCluster cluster = join.getCluster();
        JoinRelType swapped = swapped(join.getJoinType());
        RelMetadataQuery mq = cluster.getMetadataQuery();
        if (swapped == null || mq.getRowCount(join.getRight()) <= LARGER * mq.getRowCount(join.getLeft())) {
            return form.make(
                    new Sides(cluster, join.getLeft(), join.getRight(), join.getCondition(), join.getJoinType()),
                    traits);
        }
        int leftCount = join.getLeft().getRowType().getFieldCount();
        int rightCount = join.getRight().getRowType().getFieldCount();
        RexNode condition = join.getCondition().accept(new Move(leftCount, rightCount));
        RelNode turned = form.make(new Sides(cluster, join.getRight(), join.getLeft(), condition, swapped), traits);
        if (turned == null) {
            return null;
        }
        List<RexNode> projects = new ArrayList<>();
        List<RelDataTypeField> fields = turned.getRowType().getFieldList();
        for (int i = 0; i < leftCount + rightCount; i++) {
            int column = i < leftCount ? rightCount + i : i - leftCount;
            projects.add(new RexInputRef(column, fields.get(column).getType()));
        }
        RelTraitSet back = Spread.moved(
                turned.getTraitSet(), column -> column < rightCount ? leftCount + column : column - rightCount);
        return new GrismProject(cluster, back, turned, projects, join.getRowType());
    }

    private static @Nullable JoinRelType swapped(JoinRelType type) {
        return switch (type) {
            case INNER, FULL -> type;
            case LEFT -> JoinRelType.RIGHT;
            case RIGHT -> JoinRelType.LEFT;
            default -> null;
        };
    }

    private static RelNode byKeys(Sides sides, RelTraitSet traits) {
        JoinInfo info = sides.info();
        boolean hashed = sides.isHashed();
        RelTraitSet left = Spread.by(traits, hashed ? info.leftKeys : List.of());
        RelTraitSet right = Spread.by(traits, hashed ? info.rightKeys : List.of());
        int leftCount = sides.left().getRowType().getFieldCount();
        RelTraitSet output =
                switch (sides.type()) {
                    case RIGHT -> Spread.moved(right, column -> leftCount + column);
                    case FULL -> hashed ? Spread.as(traits, GrismDistribution.RANDOM) : left;
                    default -> left;
                };
        return sides.join(output, input(sides.left(), left), input(sides.right(), right));
    }

    private static @Nullable RelNode byBroadcast(Sides sides, RelTraitSet traits) {
        return sides.type().generatesNullsOnLeft()
                ? null
                : sides.join(
                        traits,
                        input(sides.left(), traits),
                        input(sides.right(), Spread.as(traits, GrismDistribution.BROADCAST)));
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
