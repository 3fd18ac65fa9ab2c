package io.grism.calcite.rule;

import static io.grism.calcite.rule.PhysicalRule.input;

import io.grism.calcite.rel.GrismAggregate;
import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismPartialAggregate;
import io.grism.calcite.rel.GrismSort;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Work done in each partition first, so that fewer rows have to move.
 *
 * <pre>
 * Aggregate(k; COUNT(x))      Aggregate(k; $SUM0)           Sort(a, fetch 10)      Sort(in order already, fetch 10)
 *   input                =&gt;     PartialAggregate(k; COUNT)    input           =&gt;     Sort(a, fetch 10), in each partition
 *                                 input                                                  input, as it is or by ranges of a
 * </pre>
 */
final class PartialForms {
    private PartialForms() {}

    /** Null when the aggregate of some function cannot be made of those of the partitions, digit by digit; and for several grouping sets. */
    static @Nullable RelNode aggregate(LogicalAggregate aggregate, RelTraitSet traits) {
        return aggregate(
                aggregate,
                traits,
                ImmutableBitSet.range(aggregate.getGroupCount()).asList());
    }

    /** The same, with groups spread by some of their columns. */
    static @Nullable GrismAggregate aggregate(LogicalAggregate aggregate, RelTraitSet traits, List<Integer> columns) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || !aggregate.getAggCallList().stream()
                        .allMatch(call -> AggregateParts.exist(call, aggregate.getInput()))) {
            return null;
        }
        RelOptCluster cluster = aggregate.getCluster();
        ImmutableBitSet groups = ImmutableBitSet.range(aggregate.getGroupCount());
        AggregateParts calls = new AggregateParts(aggregate.getInput(), groups.cardinality());
        List<AggregateCall> whole =
                aggregate.getAggCallList().stream().map(calls::add).toList();
        RelNode parts = new GrismPartialAggregate(
                cluster, traits, input(aggregate.getInput(), traits), aggregate.getGroupSet(), calls.calls());
        RelTraitSet spread = Spread.by(traits, columns);
        return new GrismAggregate(cluster, spread, input(parts, spread), groups, null, whole);
    }

    /** Null when there is neither an order nor a number of rows to keep. */
    static @Nullable RelNode sort(LogicalSort sort, RelTraitSet traits) {
        RexNode kept = kept(sort);
        boolean ordered = !sort.getCollation().getKeys().isEmpty();
        if (!ordered && kept == null) {
            return null;
        }
        return merged(sort, traits.replace(GrismDistribution.RANDOM), traits, kept);
    }

    /** The rows of each partition come before those of the next, so that they need not be merged one by one. Null when there is no order. */
    static @Nullable RelNode rangeSort(LogicalSort sort, RelTraitSet traits) {
        RelCollation order = sort.getCollation();
        if (order.getKeys().isEmpty()) {
            return null;
        }
        RelTraitSet ranges = traits.replace(GrismDistribution.range(order));
        return merged(sort, ranges, ranges, kept(sort));
    }

    /**
     * The rows of sorted partitions, in order.
     *
     * @param spread how the sorted rows are spread
     * @param input how those are that each partition sorts
     */
    private static RelNode merged(LogicalSort sort, RelTraitSet spread, RelTraitSet input, @Nullable RexNode kept) {
        RelOptCluster cluster = sort.getCluster();
        RelCollation order = sort.getCollation();
        RelTraitSet sorted = spread.replace(GrismDistribution.of(spread).ordered(order));
        GrismSort parts = new GrismSort(cluster, sorted, input(sort.getInput(), input), order, null, kept);
        RelTraitSet single = spread.replace(GrismDistribution.SINGLE);
        return new GrismSort(
                cluster,
                single,
                input(parts, single.replace(GrismDistribution.SINGLE.ordered(order))),
                order,
                sort.offset,
                sort.fetch);
    }

    /** The number of rows that each partition must deliver, if it is known to be limited. */
    private static @Nullable RexNode kept(LogicalSort sort) {
        if (sort.fetch == null || sort.offset == null) {
            return sort.fetch;
        }
        if (!(sort.fetch instanceof RexLiteral fetch) || !(sort.offset instanceof RexLiteral offset)) {
            return null;
        }
        BigDecimal both = fetch.getValueAs(BigDecimal.class).add(offset.getValueAs(BigDecimal.class));
        return both.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? null
                : sort.getCluster().getRexBuilder().makeExactLiteral(both);
    }
}
