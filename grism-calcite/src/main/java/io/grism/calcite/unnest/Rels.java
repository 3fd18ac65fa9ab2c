package io.grism.calcite.unnest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;

/** Plans from parts, exactly as given: nothing is simplified on the way. */
final class Rels {
    private Rels() {}

    static int width(RelNode rel) {
        return rel.getRowType().getFieldCount();
    }

    static RexBuilder rex(RelNode rel) {
        return rel.getCluster().getRexBuilder();
    }

    static RexNode column(RelNode rel, int index) {
        return RexInputRef.of(index, rel.getRowType());
    }

    /** The columns from an index to before another. */
    static List<RexNode> columns(RelNode rel, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> column(rel, i)).toList();
    }

    /** The expressions as columns that are named after those of {@code like}, as far as these go, then after the input's. */
    static RelNode project(RelNode input, List<? extends RexNode> expressions, RelNode like) {
        return project(input, expressions, like.getRowType().getFieldNames());
    }

    private static RelNode project(RelNode input, List<? extends RexNode> expressions, List<String> given) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            names.add(i < given.size() ? given.get(i) : name(expressions.get(i), input, i));
        }
        names = SqlValidatorUtil.uniquify(names, true);
        return LogicalProject.create(
                input, List.of(), new Types(input.getRowType()).visitList(expressions), names, Set.of());
    }

    /** The expressions as columns that are named after the input's. */
    static RelNode project(RelNode input, List<? extends RexNode> expressions) {
        return project(input, expressions, List.of());
    }

    private static String name(RexNode expression, RelNode input, int column) {
        return expression instanceof RexInputRef ref
                ? input.getRowType().getFieldNames().get(ref.getIndex())
                : "$" + column;
    }

    /** The input with a column more. */
    static RelNode with(RelNode input, RexNode expression) {
        List<RexNode> expressions = new ArrayList<>(columns(input, 0, width(input)));
        expressions.add(expression);
        return project(input, expressions, input);
    }

    /** The first columns of the input. */
    static RelNode first(RelNode input, int count) {
        return width(input) == count ? input : project(input, columns(input, 0, count), input);
    }

    static RelNode filter(RelNode input, List<RexNode> conjuncts) {
        return conjuncts.isEmpty()
                ? input
                : LogicalFilter.create(
                        input,
                        RexUtil.composeConjunction(rex(input), new Types(input.getRowType()).visitList(conjuncts)));
    }

    static RelNode join(RelNode left, RelNode right, JoinRelType type, List<RexNode> conjuncts) {
        RexNode condition = RexUtil.composeConjunction(rex(left), conjuncts);
        return LogicalJoin.create(left, right, List.of(), condition, Set.<CorrelationId>of(), type);
    }

    /** Each row once. */
    static RelNode distinct(RelNode input) {
        return LogicalAggregate.create(input, List.of(), ImmutableBitSet.range(width(input)), null, List.of());
    }

    /** One row for the whole input. */
    static RelNode aggregate(RelNode input, List<AggregateCall> calls) {
        return LogicalAggregate.create(input, List.of(), ImmutableBitSet.of(), null, calls);
    }

    /** A call of the aggregate function over a whole input. */
    static AggregateCall call(
            SqlAggFunction function, RelNode input, List<Integer> arguments, int filter, String name) {
        return AggregateCall.create(
                function,
                false,
                false,
                false,
                List.of(),
                arguments,
                filter,
                null,
                RelCollations.EMPTY,
                true,
                input,
                null,
                name);
    }

    static AggregateCall count(RelNode input, List<Integer> arguments, String name) {
        return call(SqlStdOperatorTable.COUNT, input, arguments, -1, name);
    }

    /** The rows as they are, under the column types of {@code like}. */
    static RelNode typed(RelNode rel, RelNode like) {
        return RelOptUtil.createCastRel(rel, like.getRowType(), true);
    }

    /** References with the types of the input's columns, which may have become nullable. */
    private static final class Types extends RexShuttle {
        private final RelDataType row;

        Types(RelDataType row) {
            this.row = row;
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            return RexInputRef.of(ref.getIndex(), row);
        }
    }
}
