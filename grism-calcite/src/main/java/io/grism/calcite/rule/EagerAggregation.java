package io.grism.calcite.rule;

import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.LogicalElementLookup;
import io.grism.calcite.rel.LogicalExpand;
import io.grism.calcite.rel.LogicalRoleExpand;
import io.grism.calcite.rel.RoleExpand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates before a step along edges, where many rows stand at the same vertex: a count over walks of k steps then costs k passes over the edges, whatever the number of walks.
 *
 * <pre>
 * Aggregate(COUNT(*))                 Aggregate($SUM0($count))
 *   Expand((b)-[f]-&gt;(c))                Expand((b)-[f]-&gt;(c))
 *     Project(b.$id)            →         Aggregate(group: b.$id; $count = COUNT(*))
 *       Expand((a)-[e]-&gt;(b))                Project(b.$id)
 *         NodeScan(a)                         Expand((a)-[e]-&gt;(b))
 *                                               NodeScan(a)
 * </pre>
 *
 * <p>After Yan and Larson, "Eager Aggregation and Lazy Aggregation" (VLDB 1995). A union passes the aggregate on to its branches. Does not fire when the rows below the step are nearly all different, nor for functions whose value depends on how often a row comes other than
 * COUNT; those that do not depend on it (MIN, MAX, DISTINCT) need no count.
 */
final class EagerAggregation extends RelHomogeneousShuttle {
    /** What it costs to aggregate a row, in rows that a step makes. */
    private static final double COST = 2;

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
        RelNode pushed = other instanceof LogicalAggregate aggregate ? push(aggregate) : null;
        return super.visit(pushed == null ? other : pushed);
    }

    private static @Nullable RelNode push(LogicalAggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || !aggregate.getAggCallList().stream().allMatch(EagerAggregation::isSplit)) {
            return null;
        }
        List<RelNode> above = new ArrayList<>();
        RelNode rel = aggregate.getInput();
        boolean counts = aggregate.getAggCallList().stream().anyMatch(EagerAggregation::isCount);
        while (isPassed(rel)) {
            above.add(rel);
            if (isStep(rel) && pays(rel)) {
                return push(aggregate, above, aggregate(rel.getInput(0), counts));
            }
            rel = rel.getInput(0);
        }
        if (rel instanceof LogicalUnion union
                && union.all
                && union.getInputs().stream().anyMatch(EagerAggregation::endsInStep)) {
            above.add(union);
            return push(aggregate, above, union(union, counts));
        }
        return null;
    }

    private static boolean isPassed(RelNode rel) {
        return isStep(rel)
                || rel instanceof LogicalElementLookup
                || rel instanceof LogicalFilter filter && !RexOver.containsOver(filter.getCondition())
                || rel instanceof LogicalProject project && !RexOver.containsOver(project.getProjects(), null);
    }

    private static boolean isStep(RelNode rel) {
        return rel instanceof LogicalExpand || rel instanceof LogicalRoleExpand;
    }

    /** Whether fewer rows to step from are worth their aggregation. */
    private static boolean pays(RelNode step) {
        RelNode input = step.getInput(0);
        RelMetadataQuery mq = input.getCluster().getMetadataQuery();
        ImmutableBitSet all = ImmutableBitSet.range(input.getRowType().getFieldCount());
        Double distinct = mq.getDistinctRowCount(input, all, null);
        double rows = mq.getRowCount(input);
        return distinct != null && (1 - distinct / rows) * mq.getRowCount(step) > COST * rows;
    }

    /** Whether the branch of a union has a step with one more below it, so that rows may come several times. */
    private static boolean endsInStep(RelNode branch) {
        int steps = 0;
        for (RelNode rel = branch; isPassed(rel); rel = rel.getInput(0)) {
            steps += isStep(rel) ? 1 : 0;
        }
        return steps > 1;
    }

    private static Counted aggregate(RelNode input, boolean counts) {
        int width = input.getRowType().getFieldCount();
        List<AggregateCall> calls =
                counts ? List.of(call(SqlStdOperatorTable.COUNT, List.of(), -1, bigint(input), "$count")) : List.of();
        return new Counted(
                LogicalAggregate.create(input, List.of(), ImmutableBitSet.range(width), null, calls),
                counts ? width : -1);
    }

    private static Counted union(LogicalUnion union, boolean counts) {
        List<RelNode> branches = new ArrayList<>();
        union.getInputs().forEach(input -> branches.add(aggregate(input, counts).rel));
        return new Counted(
                LogicalUnion.create(branches, true), counts ? union.getRowType().getFieldCount() : -1);
    }

    private static boolean isSplit(AggregateCall call) {
        return isCount(call) || ignoresRepetition(call);
    }

    private static boolean isCount(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.COUNT
                && call.getArgList().isEmpty()
                && !call.isDistinct();
    }

    private static boolean ignoresRepetition(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case MIN, MAX -> true;
            case COUNT -> call.isDistinct();
            default -> false;
        };
    }

    /**
     * The aggregate over rows that stand for several.
     *
     * @param above what is between the aggregate and these rows, and last what they are the input of, or take the place of
     */
    private static RelNode push(LogicalAggregate aggregate, List<RelNode> above, Counted below) {
        Counted rows = below;
        for (int i = above.size() - 1; i >= 0; i--) {
            rows = rows.under(above.get(i));
        }
        Counted all = rows;
        List<AggregateCall> outer = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            outer.add(
                    isCount(call)
                            ? call(
                                    SUM_OF_COUNTS,
                                    List.of(all.count),
                                    call.filterArg < 0 ? -1 : all.moved(call.filterArg),
                                    bigint(aggregate),
                                    call.getName())
                            : call.withArgList(call.getArgList().stream()
                                            .map(all::moved)
                                            .toList())
                                    .withFilter(call.filterArg < 0 ? -1 : all.moved(call.filterArg)));
        }
        ImmutableBitSet groups = ImmutableBitSet.of(
                aggregate.getGroupSet().asList().stream().map(all::moved).toList());
        return LogicalAggregate.create(all.rel, aggregate.getHints(), groups, null, outer);
    }

    private static RelDataType bigint(RelNode rel) {
        return rel.getCluster().getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    }

    /** COUNT, or a sum of counts, which is of the same type. */
    private static AggregateCall call(
            SqlAggFunction function, List<Integer> arguments, int filter, RelDataType type, String name) {
        return AggregateCall.create(
                function, false, false, false, List.of(), arguments, filter, null, RelCollations.EMPTY, type, name);
    }

    /**
     * Rows that stand for several each.
     *
     * @param count the column with how many; it is among those of the rel that this one takes the place of. Less than 0 when the number does not matter
     */
    private record Counted(RelNode rel, int count) {
        /** The place of a column that was at {@code column} without the count. */
        int moved(int column) {
            return count < 0 || column < count ? column : column + 1;
        }

        private RexNode moved(RexNode node) {
            return node.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return new RexInputRef(moved(ref.getIndex()), ref.getType());
                }
            });
        }

        /** The operator, over these rows. */
        Counted under(RelNode operator) {
            if (operator instanceof LogicalUnion) {
                return this;
            }
            if (operator instanceof LogicalRoleExpand expand) {
                RoleExpand.Step moved =
                        expand.step().withFrom(moved(expand.step().from()));
                return new Counted(LogicalRoleExpand.create(rel, expand.graph(), moved), count);
            }
            if (operator instanceof LogicalExpand expand) {
                Expand.Step step = expand.step();
                Expand.Step moved = new Expand.Step(
                        moved(step.from()),
                        step.direction(),
                        step.edge(),
                        step.edgeTables(),
                        step.vertex(),
                        step.vertexTables());
                return new Counted(LogicalExpand.create(rel, expand.graph(), moved), count);
            }
            if (operator instanceof LogicalElementLookup lookup) {
                return new Counted(
                        LogicalElementLookup.create(
                                rel, lookup.graph(), lookup.kind(), moved(lookup.element()), lookup.properties()),
                        count);
            }
            if (operator instanceof LogicalFilter filter) {
                return new Counted(LogicalFilter.create(rel, moved(filter.getCondition())), count);
            }
            LogicalProject project = (LogicalProject) operator;
            List<RexNode> columns = new ArrayList<>(
                    project.getProjects().stream().map(this::moved).toList());
            List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
            if (count >= 0) {
                columns.add(RexInputRef.of(count, rel.getRowType()));
                names.add("$count");
            }
            RelNode projected =
                    LogicalProject.create(rel, List.of(), columns, SqlValidatorUtil.uniquify(names, true), Set.of());
            return new Counted(projected, count < 0 ? -1 : columns.size() - 1);
        }
    }
}
