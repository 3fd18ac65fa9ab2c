package io.grism.calcite.rule;

import static io.grism.calcite.rule.PhysicalRule.input;

import io.grism.calcite.rel.GrismAggregate;
import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismPartialAggregate;
import io.grism.calcite.rel.GrismSort;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * Work done in each partition first, so that fewer rows have to move.
 *
 * <pre>
 * Aggregate(k; COUNT(x))      Aggregate(k; $SUM0)           Sort(a, fetch 10)      Sort(in order already, fetch 10)
 *   input                =&gt;     PartialAggregate(k; COUNT)    input           =&gt;     Sort(a, fetch 10), in each partition
 *                                 input                                                  input
 * </pre>
 */
final class PartialForms {
    /** Digits that a sum may have more than each of its values: no partial sum of 10^10 rows is too large if the whole one is not. */
    private static final int SPARE_DIGITS = 10;

    private PartialForms() {}

    /** Null when the aggregate of some function cannot be made of those of the partitions, digit by digit; and for several grouping sets. */
    static @Nullable RelNode aggregate(LogicalAggregate aggregate, RelTraitSet traits) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || !aggregate.getAggCallList().stream().allMatch(call -> hasParts(call, aggregate.getInput()))) {
            return null;
        }
        RelOptCluster cluster = aggregate.getCluster();
        RelNode parts = new GrismPartialAggregate(
                cluster,
                traits,
                input(aggregate.getInput(), traits),
                aggregate.getGroupSet(),
                aggregate.getAggCallList());
        ImmutableBitSet groups = ImmutableBitSet.range(aggregate.getGroupCount());
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(ofParts(call, groups.cardinality() + calls.size()));
        }
        RelTraitSet spread = Spread.by(traits, groups.asList());
        return new GrismAggregate(cluster, spread, input(parts, spread), groups, null, calls);
    }

    private static boolean hasParts(AggregateCall call, RelNode input) {
        if (call.isDistinct() || !call.getCollation().getKeys().isEmpty() || !call.rexList.isEmpty()) {
            return false;
        }
        return switch (call.getAggregation().getKind()) {
            case COUNT -> true;
            case SUM, SUM0 -> call.getArgList().size() == 1 && hasSpareDigits(argument(call, input), call.getType());
            case MIN, MAX -> call.getArgList().size() == 1 && isExact(argument(call, input));
            default -> false;
        };
    }

    private static RelDataType argument(AggregateCall call, RelNode input) {
        return input.getRowType().getFieldList().get(call.getArgList().get(0)).getType();
    }

    private static boolean hasSpareDigits(RelDataType value, RelDataType sum) {
        return SqlTypeUtil.isExactNumeric(value)
                && SqlTypeUtil.isExactNumeric(sum)
                && (!SqlTypeUtil.isDecimal(value) || value.getPrecision() + SPARE_DIGITS <= sum.getPrecision());
    }

    /** Whether equal values are the same value. */
    private static boolean isExact(RelDataType type) {
        return SqlTypeUtil.isExactNumeric(type) || SqlTypeUtil.isDatetime(type) || SqlTypeUtil.isBoolean(type);
    }

    private static AggregateCall ofParts(AggregateCall call, int column) {
        SqlAggFunction function =
                switch (call.getAggregation().getKind()) {
                    case MIN, MAX -> call.getAggregation();
                    case SUM -> new SumOfParts(SqlKind.SUM, call.getType());
                    default -> new SumOfParts(SqlKind.SUM0, call.getType());
                };
        return AggregateCall.create(
                call.getParserPosition(),
                function,
                false,
                false,
                false,
                List.of(),
                List.of(column),
                -1,
                null,
                org.apache.calcite.rel.RelCollations.EMPTY,
                call.getType(),
                call.getName());
    }

    /** Null when there is neither an order nor a number of rows to keep. */
    static @Nullable RelNode sort(LogicalSort sort, RelTraitSet traits) {
        RexNode kept = kept(sort);
        boolean ordered = !sort.getCollation().getKeys().isEmpty();
        if (!ordered && kept == null) {
            return null;
        }
        RelOptCluster cluster = sort.getCluster();
        GrismSort parts = new GrismSort(
                cluster,
                traits.replace(GrismDistribution.RANDOM.ordered(sort.getCollation())),
                input(sort.getInput(), traits),
                sort.getCollation(),
                null,
                kept);
        return new GrismSort(
                cluster,
                traits.replace(GrismDistribution.SINGLE),
                input(parts, traits.replace(GrismDistribution.SINGLE.ordered(sort.getCollation()))),
                sort.getCollation(),
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

    /** The sum of sums or counts, of their type. */
    private static final class SumOfParts extends SqlAggFunction {
        SumOfParts(SqlKind kind, RelDataType type) {
            super(
                    "$" + kind,
                    null,
                    kind,
                    ReturnTypes.explicit(type),
                    null,
                    OperandTypes.NUMERIC,
                    SqlFunctionCategory.NUMERIC,
                    false,
                    false,
                    Optionality.FORBIDDEN);
        }
    }
}
