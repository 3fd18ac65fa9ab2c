package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the input, moved to other partitions: the only rel that moves rows. The planner makes it where rows are not spread as they are required to be, and nobody else does.
 *
 * <pre>
 * Expand(from b)  requires OWNER[b]          Expand(from b)
 *   Expand(from a)  delivers OWNER[a]   =>     Exchange(OWNER[b])
 *                                                Expand(from a)
 * </pre>
 */
public final class GrismExchange extends SingleRel implements GrismRel {
    private static final double START = 10;
    private static final double ROW = 1;
    private static final double COLUMN = 0.25;
    /** To take a sample of what all senders have, and wait for it. */
    private static final double RANGE_START = 2_000;
    /** To keep a row until the borders of the ranges are known, and find its range. */
    private static final double RANGE_ROW = 1.5;
    /** To find out from which of several partitions the next row comes. */
    private static final double MERGE_ROW = 0.2 * (31 - Integer.numberOfLeadingZeros(GrismDistribution.PARTITIONS));

    private GrismExchange(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
        super(cluster, traits, input);
    }

    /**
     * The exchange that spreads rows as required; null when there is none. Nothing is taken from the only partition to be spread at random, so that rows in order stay so; and only
     * what is in order can be merged.
     */
    static @Nullable RelNode enforce(RelNode input, RelTraitSet required) {
        GrismDistribution have = GrismDistribution.of(input.getTraitSet());
        GrismDistribution wanted = GrismDistribution.of(required);
        boolean exists = have.isPartitioned() || have.kind() == GrismDistribution.Kind.SINGLE;
        boolean possible =
                switch (wanted.kind()) {
                    case SINGLE ->
                        have.isPartitioned()
                                && (wanted.order().getFieldCollations().isEmpty()
                                        || wanted.order().equals(have.order()));
                    case HASH, OWNER, BROADCAST -> exists;
                    case RANGE -> have.isPartitioned();
                    case ANY, RANDOM -> false;
                };
        return possible ? new GrismExchange(input.getCluster(), required, input) : null;
    }

    @Override
    public boolean isEnforcer() {
        return true;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismExchange(getCluster(), traits, sole(inputs));
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("distribution", distribution());
    }

    /** Sender and receiver work at the same time, so the slower of them counts: one of them may be alone. */
    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        GrismDistribution from = GrismDistribution.of(getInput().getTraitSet());
        boolean toRanges = distribution().kind() == GrismDistribution.Kind.RANGE;
        boolean merges =
                !distribution().order().getFieldCollations().isEmpty() && from.kind() != GrismDistribution.Kind.RANGE;
        double row =
                ROW + COLUMN * getRowType().getFieldCount() + (toRanges ? RANGE_ROW : 0) + (merges ? MERGE_ROW : 0);
        double parallelism = Math.min(from.parallelism(), distribution().parallelism());
        return GrismCost.of(START + (toRanges ? RANGE_START : 0) + mq.getRowCount(getInput()) * row / parallelism);
    }

    @Override
    public @Nullable Pair<RelTraitSet, List<RelTraitSet>> passThroughTraits(RelTraitSet required) {
        return null;
    }

    @Override
    public @Nullable Pair<RelTraitSet, List<RelTraitSet>> deriveTraits(RelTraitSet childTraits, int childId) {
        return null;
    }
}
