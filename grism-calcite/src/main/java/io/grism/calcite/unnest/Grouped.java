package io.grism.calcite.unnest;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate without groups, computed by group of keys: a row for each combination that has input rows.
 *
 * @param rel the keys, then the aggregates
 * @param aggregate what was given
 */
record Grouped(RelNode rel, LogicalAggregate aggregate, Dependent input) {
    static boolean isGlobal(LogicalAggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getGroupSet().isEmpty();
    }

    /**
     * The aggregate by keys.
     *
     * @param total whether all that is computed from the aggregate has a value for any combination of keys
     * @return null if nothing better than a Correlate is known for its input
     */
    static @Nullable Grouped of(LogicalAggregate aggregate, Domain domain, boolean total) {
        boolean single = aggregate.getAggCallList().stream()
                .anyMatch(call -> call.getAggregation().getKind() == SqlKind.SINGLE_VALUE);
        Dependent input = Dependent.of(aggregate.getInput(), domain, total && !single);
        if (input == null) {
            return null;
        }
        List<AggregateCall> calls =
                aggregate.getAggCallList().stream().map(input::call).toList();
        ImmutableBitSet keys = ImmutableBitSet.range(input.width(), input.width() + domain.size());
        return new Grouped(LogicalAggregate.create(input.rel(), List.of(), keys, null, calls), aggregate, input);
    }

    boolean isNotNull(int key) {
        return input.isNotNull(key);
    }

    /** The values of the given aggregate, from the columns of {@code plan} after {@code from}, which are NULL for combinations without input rows. */
    List<RexNode> values(RelNode plan, int from) {
        RexBuilder rex = Rels.rex(plan);
        List<RexNode> values = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            RexNode value = Rels.column(plan, from + values.size());
            RelDataType type = call.getType();
            values.add(
                    switch (call.getAggregation().getKind()) {
                        case COUNT, SUM0, REGR_COUNT ->
                            rex.makeCall(
                                    type,
                                    SqlStdOperatorTable.CASE,
                                    List.of(
                                            rex.makeCall(SqlStdOperatorTable.IS_NULL, value),
                                            rex.makeZeroLiteral(type),
                                            value));
                        case LITERAL_AGG -> call.rexList.get(0);
                        default -> value;
                    });
        }
        return values;
    }
}
