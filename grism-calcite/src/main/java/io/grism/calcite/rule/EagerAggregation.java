package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * Counts rows before they are multiplied: where a step along edges or a join would make many rows of which nobody asks but how many they are. A count over walks of k steps then
 * costs k passes over the edges at most, whatever the number of walks.
 *
 * <pre>
 * Aggregate(COUNT(*))                 Aggregate($SUM0($count * h.$count))
 *   Expand((c)-[h]-&gt;(d))                ExpandCount((c)-[h]-&gt;())
 *     Project(c.$id)            →         Expand((b)-[f]-&gt;(c))
 *       Expand((b)-[f]-&gt;(c))                ExpandCount(()-[e]-&gt;(b), as $count)
 *         Project(b.$id)                      NodeScan(b)
 *           Expand((a)-[e]-&gt;(b))
 *             NodeScan(a)
 * </pre>
 *
 * <p>Counts are summed, values of SUM and AVG are weighed, and functions that do not depend on how often a row comes (MIN, MAX, DISTINCT) need no count; nor does the right side of a semi-join. Does not fire for other functions, for a step that is looked at,
 * and before one when the rows are nearly all different. See {@link CountedRows}; after Yan and Larson, "Eager Aggregation and Lazy Aggregation" (VLDB 1995).
 */
final class EagerAggregation extends RelHomogeneousShuttle {
    /** The sum of counts: a count, and an error when it is more than a BIGINT holds. */
    private static final SqlAggFunction SUM_OF_COUNTS = new SqlAggFunction(
            "$SUM0",
            null,
            SqlKind.SUM0,
            ReturnTypes.BIGINT,
            null,
            OperandTypes.NUMERIC,
            SqlFunctionCategory.NUMERIC,
            false,
            false,
            Optionality.FORBIDDEN) {};

    private EagerAggregation() {}

    static RelNode apply(RelNode plan) {
        return plan.accept(new EagerAggregation());
    }

    @Override
    public RelNode visit(RelNode other) {
        if (other instanceof LogicalAggregate aggregate) {
            return super.visit(aggregate(aggregate));
        }
        return super.visit(other instanceof LogicalJoin join ? semiJoin(join) : other);
    }

    private static RelNode aggregate(LogicalAggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || !aggregate.getAggCallList().stream().allMatch(EagerAggregation::isSplit)) {
            return aggregate;
        }
        ImmutableBitSet used = used(aggregate);
        if (used.isEmpty() && aggregate.getAggCallList().stream().noneMatch(EagerAggregation::isCount)) {
            return aggregate;
        }
        boolean counts = !aggregate.getAggCallList().stream().allMatch(EagerAggregation::ignoresRepetition);
        Counted rows = new CountedRows(counts).of(aggregate.getInput(), used);
        return rows.rel() == aggregate.getInput() ? aggregate : new Weighted(aggregate, rows).toRel();
    }

    private static ImmutableBitSet used(LogicalAggregate aggregate) {
        ImmutableBitSet.Builder used = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
        for (AggregateCall call : aggregate.getAggCallList()) {
            used.addAll(call.getArgList());
            if (call.filterArg >= 0) {
                used.set(call.filterArg);
            }
        }
        return used.build();
    }

    /** Rows on the right of a semi-join or anti-join may come any number of times. */
    private static RelNode semiJoin(LogicalJoin join) {
        if (join.getJoinType() != JoinRelType.SEMI && join.getJoinType() != JoinRelType.ANTI) {
            return join;
        }
        int width = join.getLeft().getRowType().getFieldCount();
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(join.getCondition());
        ImmutableBitSet right = used.except(ImmutableBitSet.range(width)).shift(-width);
        if (right.isEmpty()) {
            return join;
        }
        Counted rows = new CountedRows(false).of(join.getRight(), right);
        if (rows.rel() == join.getRight()) {
            return join;
        }
        RexNode condition = join.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                int column = ref.getIndex();
                return column < width ? ref : new RexInputRef(width + rows.place(column - width), ref.getType());
            }
        });
        return join.copy(join.getTraitSet(), condition, join.getLeft(), rows.rel(), join.getJoinType(), false);
    }

    private static boolean isSplit(AggregateCall call) {
        return ignoresRepetition(call) || isCount(call) || isSum(call);
    }

    private static boolean isPlain(AggregateCall call) {
        return call.rexList.isEmpty()
                && call.getCollation().getFieldCollations().isEmpty()
                && !call.ignoreNulls();
    }

    static boolean isCount(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.COUNT && !call.isDistinct() && isPlain(call);
    }

    /** Not of a function that weighs its values already. */
    private static boolean isSum(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case SUM, SUM0, AVG ->
                !call.isDistinct() && isPlain(call) && call.getArgList().size() == 1;
            default -> false;
        };
    }

    static boolean ignoresRepetition(AggregateCall call) {
        return isPlain(call)
                && switch (call.getAggregation().getKind()) {
                    case MIN, MAX -> true;
                    case COUNT, SUM, SUM0, AVG -> call.isDistinct();
                    default -> false;
                };
    }

    /** Counts rows that stand for several each. */
    static AggregateCall count(Counted rows) {
        RelDataType bigint = rows.rel().getCluster().getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        return rows.count() < 0
                ? call(SqlStdOperatorTable.COUNT, List.of(), -1, bigint, "$count")
                : call(SUM_OF_COUNTS, List.of(rows.count()), -1, bigint, "$count");
    }

    private static AggregateCall call(
            SqlAggFunction function, List<Integer> arguments, int filter, RelDataType type, @Nullable String name) {
        return AggregateCall.create(
                function, false, false, false, List.of(), arguments, filter, null, RelCollations.EMPTY, type, name);
    }

    /** An aggregate over rows that stand for several each. */
    private static final class Weighted {
        private final LogicalAggregate aggregate;
        private final Counted rows;
        private final List<RexNode> added = new ArrayList<>();

        Weighted(LogicalAggregate aggregate, Counted rows) {
            this.aggregate = aggregate;
            this.rows = rows;
        }

        RelNode toRel() {
            List<AggregateCall> calls =
                    aggregate.getAggCallList().stream().map(this::weighted).toList();
            ImmutableBitSet groups = rows.places(aggregate.getGroupSet());
            RelNode input = added.isEmpty() ? rows.rel() : withAdded();
            RelNode weighted = LogicalAggregate.create(input, aggregate.getHints(), groups, null, calls);
            return inOrder(weighted, groups);
        }

        private AggregateCall weighted(AggregateCall call) {
            int filter = call.filterArg < 0 ? -1 : rows.place(call.filterArg);
            List<Integer> arguments =
                    call.getArgList().stream().map(rows::place).toList();
            if (rows.count() < 0 || ignoresRepetition(call)) {
                return call.withArgList(arguments).withFilter(filter);
            }
            if (isCount(call)) {
                return call(
                        SUM_OF_COUNTS,
                        List.of(rows.count()),
                        notNull(arguments, filter),
                        call.getType(),
                        call.getName());
            }
            SqlAggFunction function = new WeightedSum(call.getAggregation(), call.getType());
            return call(function, List.of(arguments.get(0), rows.count()), filter, call.getType(), call.getName());
        }

        /** The column that tells whether a filter lets a row pass and none of its arguments is NULL. */
        private int notNull(List<Integer> arguments, int filter) {
            RexBuilder rex = aggregate.getCluster().getRexBuilder();
            List<RexNode> conditions = new ArrayList<>();
            for (int argument : arguments) {
                RexNode value = rex.makeInputRef(rows.rel(), argument);
                if (value.getType().isNullable()) {
                    conditions.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value));
                }
            }
            if (conditions.isEmpty()) {
                return filter;
            }
            if (filter >= 0) {
                conditions.add(rex.makeCall(SqlStdOperatorTable.IS_TRUE, rex.makeInputRef(rows.rel(), filter)));
            }
            added.add(RexUtil.composeConjunction(rex, conditions));
            return rows.rel().getRowType().getFieldCount() + added.size() - 1;
        }

        private RelNode withAdded() {
            List<RexNode> columns = new ArrayList<>(aggregate
                    .getCluster()
                    .getRexBuilder()
                    .identityProjects(rows.rel().getRowType()));
            List<String> names = new ArrayList<>(rows.rel().getRowType().getFieldNames());
            for (RexNode column : added) {
                columns.add(column);
                names.add("$counted");
            }
            return Counted.project(rows.rel(), columns, names);
        }

        /** The columns of the aggregate in its own order: its groups may have changed places. */
        private RelNode inOrder(RelNode weighted, ImmutableBitSet groups) {
            List<Integer> places = aggregate.getGroupSet().asList().stream()
                    .map(column -> groups.indexOf(rows.place(column)))
                    .toList();
            List<RexNode> columns = new ArrayList<>();
            for (int i = 0; i < aggregate.getRowType().getFieldCount(); i++) {
                columns.add(RexInputRef.of(i < places.size() ? places.get(i) : i, weighted.getRowType()));
            }
            return RexUtil.isIdentity(columns, weighted.getRowType())
                    ? weighted
                    : Counted.project(weighted, columns, aggregate.getRowType().getFieldNames());
        }
    }

    /** SUM, SUM0 or AVG whose second argument tells how often each value counts. */
    private static final class WeightedSum extends SqlAggFunction {
        WeightedSum(SqlAggFunction of, RelDataType type) {
            super(
                    of.getName(),
                    null,
                    of.getKind(),
                    ReturnTypes.explicit(type),
                    null,
                    OperandTypes.NUMERIC_NUMERIC,
                    SqlFunctionCategory.NUMERIC,
                    false,
                    false,
                    Optionality.FORBIDDEN);
        }
    }
}
