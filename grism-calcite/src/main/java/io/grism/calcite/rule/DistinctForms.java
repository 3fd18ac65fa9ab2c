package io.grism.calcite.rule;

import io.grism.calcite.rel.GrismAggregate;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Groups by what is distinct first, so that each partition sends a value once, and values of one group may be in several partitions.
 *
 * <pre>
 * Aggregate(k; COUNT(DISTINCT x), SUM(y))      Aggregate(k; COUNT(x), sum of s)
 *   input                                 =&gt;     Aggregate(k, x; s = SUM(y))
 *                                                  input
 * </pre>
 *
 * Not where different things are distinct, nor for some rows only (FILTER), nor beside an aggregate that cannot be made of parts, nor for several grouping sets.
 */
final class DistinctForms {
    private DistinctForms() {}

    /** The aggregate in two steps; null when it does not count distinct values, or not so. */
    static @Nullable LogicalAggregate inTwoSteps(LogicalAggregate aggregate) {
        ImmutableBitSet values = distinctValues(aggregate);
        return values == null ? null : inTwoSteps(aggregate, values);
    }

    /** The two steps one right after the other, where the groups are: what each partition sends it has grouped by the values. */
    static @Nullable RelNode together(LogicalAggregate aggregate, RelTraitSet traits) {
        LogicalAggregate steps = inTwoSteps(aggregate);
        if (steps == null) {
            return null;
        }
        ImmutableBitSet groups = steps.getGroupSet();
        GrismAggregate once = PartialForms.aggregate((LogicalAggregate) steps.getInput(), traits, groups.asList());
        return once == null
                ? null
                : new GrismAggregate(
                        steps.getCluster(),
                        Spread.moved(once.getTraitSet(), groups::indexOf),
                        once,
                        groups,
                        null,
                        steps.getAggCallList());
    }

    /** The columns whose distinct values are wanted; null when there is no such form. */
    private static @Nullable ImmutableBitSet distinctValues(LogicalAggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return null;
        }
        ImmutableBitSet values = null;
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (call.isDistinct()) {
                ImmutableBitSet arguments = ImmutableBitSet.of(call.getArgList());
                if (!isOfValues(call, aggregate.getInput()) || values != null && !values.equals(arguments)) {
                    return null;
                }
                values = arguments;
            } else if (!AggregateParts.exist(call, aggregate.getInput())) {
                return null;
            }
        }
        return values;
    }

    /** Whether a call follows from the distinct values, each taken once. */
    private static boolean isOfValues(AggregateCall call, RelNode input) {
        if (call.getArgList().isEmpty()
                || call.filterArg >= 0
                || !call.getCollation().getKeys().isEmpty()
                || !call.rexList.isEmpty()) {
            return false;
        }
        return switch (call.getAggregation().getKind()) {
            case COUNT -> true;
            case SUM, SUM0, AVG ->
                call.getArgList().size() == 1
                        && SqlTypeUtil.isExactNumeric(input.getRowType()
                                .getFieldList()
                                .get(call.getArgList().get(0))
                                .getType());
            default -> false;
        };
    }

    private static LogicalAggregate inTwoSteps(LogicalAggregate aggregate, ImmutableBitSet values) {
        RelNode input = aggregate.getInput();
        ImmutableBitSet keys = aggregate.getGroupSet().union(values);
        AggregateParts parts = new AggregateParts(input, keys.cardinality());
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(call.isDistinct() ? overKeys(call, keys) : parts.add(call));
        }
        RelNode once = LogicalAggregate.create(input, List.of(), keys, null, parts.calls());
        ImmutableBitSet groups = ImmutableBitSet.of(
                aggregate.getGroupSet().asList().stream().map(keys::indexOf).toList());
        return LogicalAggregate.create(once, List.of(), groups, null, calls);
    }

    private static AggregateCall overKeys(AggregateCall call, ImmutableBitSet keys) {
        return call.withDistinct(false)
                .withArgList(call.getArgList().stream().map(keys::indexOf).toList());
    }
}
