package io.grism.calcite.rel;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTrait;
import org.apache.calcite.plan.RelTraitDef;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a distributed rel are spread over partitions. In a local plan it is always {@link #ANY}.
 *
 * @param keys the columns by which a hash or an owner decides where a row is
 * @param ranges the order in which the rows of a partition all come before those of the next; empty unless by RANGE
 * @param order in which each partition delivers its rows, when that is to be kept by those who gather them; else empty
 */
public record GrismDistribution(Kind kind, List<Integer> keys, RelCollation ranges, RelCollation order)
        implements RelTrait {
    /** No matter how. */
    public static final GrismDistribution ANY = of(Kind.ANY);

    /** All rows in the only partition. */
    public static final GrismDistribution SINGLE = of(Kind.SINGLE);

    /** Each row in one of the partitions. */
    public static final GrismDistribution RANDOM = of(Kind.RANDOM);

    /** All rows in each partition. */
    public static final GrismDistribution BROADCAST = of(Kind.BROADCAST);

    /** How many partitions plans are made for; they run with any number. */
    static final int PARTITIONS = 8;

    /** What decides where a row is. */
    public enum Kind {
        ANY,
        SINGLE,
        RANDOM,
        /** A hash of the keys. */
        HASH,
        /** The element whose id the only key holds: the row is where the adjacency of that element is kept. */
        OWNER,
        /** The range that the row falls in. Where the ranges begin is found out for each exchange anew, so two inputs by RANGE do not match. */
        RANGE,
        BROADCAST
    }

    public GrismDistribution {
        keys = ImmutableList.copyOf(keys);
    }

    private static GrismDistribution of(Kind kind) {
        return new GrismDistribution(kind, List.of(), RelCollations.EMPTY, RelCollations.EMPTY);
    }

    public static GrismDistribution hash(List<Integer> keys) {
        return new GrismDistribution(Kind.HASH, keys, RelCollations.EMPTY, RelCollations.EMPTY);
    }

    public static GrismDistribution owner(int column) {
        return new GrismDistribution(Kind.OWNER, List.of(column), RelCollations.EMPTY, RelCollations.EMPTY);
    }

    public static GrismDistribution range(RelCollation ranges) {
        return new GrismDistribution(Kind.RANGE, List.of(), ranges, RelCollations.EMPTY);
    }

    /** The same, with the rows of each partition in an order. */
    public GrismDistribution ordered(RelCollation collation) {
        return new GrismDistribution(kind, keys, ranges, collation);
    }

    /** How rels with these traits are spread. */
    public static GrismDistribution of(RelTraitSet traits) {
        GrismDistribution trait = traits.getTrait(GrismDistributionDef.INSTANCE);
        return trait == null ? ANY : trait;
    }

    /** Whether columns decide where a row is, the same in each stage. */
    public boolean isKeyed() {
        return !keys.isEmpty();
    }

    /** Whether there are several partitions, each with rows of its own. */
    public boolean isPartitioned() {
        return kind == Kind.RANDOM || kind == Kind.RANGE || isKeyed();
    }

    /** By how much the time to go through all rows is shortened. */
    double parallelism() {
        return isPartitioned() ? PARTITIONS : 1;
    }

    /** The same spread when the columns have changed places; null when a key has none (-1). */
    public @Nullable GrismDistribution moved(IntUnaryOperator place) {
        List<Integer> moved = keys.stream().map(place::applyAsInt).toList();
        return moved.contains(-1) ? null : new GrismDistribution(kind, moved, RelCollations.EMPTY, RelCollations.EMPTY);
    }

    /** The same spread of rows that have only the first columns; null when a key is not among them. */
    public @Nullable GrismDistribution within(int columns) {
        return moved(column -> column < columns ? column : -1);
    }

    @Override
    public boolean satisfies(RelTrait trait) {
        GrismDistribution required = (GrismDistribution) trait;
        boolean inOrder = required.order.getFieldCollations().isEmpty() || required.order.equals(order);
        return inOrder
                && switch (required.kind) {
                    case ANY -> kind != Kind.BROADCAST;
                    case RANDOM -> isPartitioned();
                    default -> kind == required.kind && keys.equals(required.keys) && ranges.equals(required.ranges);
                };
    }

    @Override
    public RelTraitDef<GrismDistribution> getTraitDef() {
        return GrismDistributionDef.INSTANCE;
    }

    @Override
    public void register(RelOptPlanner planner) {}

    @Override
    public String toString() {
        return kind
                + (keys.isEmpty() ? "" : keys.toString())
                + (kind == Kind.RANGE ? ranges.toString() : "")
                + (order.getFieldCollations().isEmpty() ? "" : " in " + order);
    }
}
