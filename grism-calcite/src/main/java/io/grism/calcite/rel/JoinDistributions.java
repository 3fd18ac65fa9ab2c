package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.util.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a join are spread. Either the right input is in each partition, and the rows stay where the left one has them; or both inputs are spread in the same way by keys
 * that are equal, and so are the rows, by the keys of a side whose rows are never filled up with NULL.
 */
final class JoinDistributions {
    private final Join join;
    private final boolean broadcast;
    private final boolean keepsLeft;
    private final boolean keepsRight;
    private final int leftCount;
    private final ImmutableIntList leftKeys;
    private final ImmutableIntList rightKeys;

    JoinDistributions(Join join) {
        this.join = join;
        JoinRelType type = join.getJoinType();
        this.broadcast = GrismDistribution.of(join.getRight().getTraitSet()).kind() == GrismDistribution.Kind.BROADCAST;
        this.keepsLeft = !type.generatesNullsOnLeft();
        this.keepsRight = !type.generatesNullsOnRight() && type.projectsRight();
        this.leftCount = join.getLeft().getRowType().getFieldCount();
        JoinInfo info = join.analyzeCondition();
        this.leftKeys = info.leftKeys;
        this.rightKeys = info.rightKeys;
    }

    @Nullable
    List<GrismDistribution> inputs(GrismDistribution wanted) {
        if (broadcast) {
            GrismDistribution left = wanted.within(leftCount);
            return left == null ? null : List.of(left, GrismDistribution.BROADCAST);
        }
        if (!(join instanceof GrismHashJoin)) {
            return null;
        }
        GrismDistribution left = keepsLeft ? wanted.moved(column -> isKey(leftKeys, column)) : null;
        if (left != null) {
            return List.of(left, opposite(left, leftKeys, rightKeys));
        }
        GrismDistribution right = keepsRight ? wanted.moved(column -> isKey(rightKeys, column - leftCount)) : null;
        return right == null ? null : List.of(opposite(right, rightKeys, leftKeys), right);
    }

    @Nullable
    GrismDistribution output(GrismDistribution given, int input) {
        if (broadcast) {
            return input == 0 ? given : null;
        }
        ImmutableIntList own = input == 0 ? leftKeys : rightKeys;
        if (!(join instanceof GrismHashJoin)
                || given.moved(column -> isKey(own, column)) == null
                || !(keepsLeft || keepsRight)) {
            return null;
        }
        if (input == 0) {
            return keepsLeft ? given : shifted(opposite(given, leftKeys, rightKeys));
        }
        return keepsRight ? shifted(given) : opposite(given, rightKeys, leftKeys);
    }

    private static int isKey(ImmutableIntList keys, int column) {
        return keys.contains(column) ? column : -1;
    }

    private GrismDistribution shifted(GrismDistribution right) {
        return always(right.moved(column -> column + leftCount));
    }

    private static GrismDistribution opposite(
            GrismDistribution side, ImmutableIntList keys, ImmutableIntList otherKeys) {
        return always(side.moved(column -> otherKeys.get(keys.indexOf(column))));
    }

    private static GrismDistribution always(@Nullable GrismDistribution moved) {
        if (moved == null) {
            throw new IllegalStateException("a key without a place");
        }
        return moved;
    }
}
