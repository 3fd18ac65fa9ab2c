package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
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
 * Does not fire where different things are distinct, nor for some rows only (FILTER), nor beside an aggregate that cannot be made of parts, nor for several grouping sets.
 */
final class DistinctRule extends RelRule<RuleConfig> {
    static final RelOptRule INSTANCE = RuleConfig.of(
                    "DistinctRule",
                    aggregate -> aggregate.operand(LogicalAggregate.class).anyInputs(),
                    DistinctRule::new)
            .toRule();

    private DistinctRule(RuleConfig config) {
        super(config);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        LogicalAggregate aggregate = call.rel(0);
        ImmutableBitSet values = distinctValues(aggregate);
        if (values != null) {
            call.transformTo(inTwoSteps(aggregate, values));
        }
    }

    /** The columns whose distinct values are wanted; null when the rule does not fire. */
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

    private static RelNode inTwoSteps(LogicalAggregate aggregate, ImmutableBitSet values) {
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
