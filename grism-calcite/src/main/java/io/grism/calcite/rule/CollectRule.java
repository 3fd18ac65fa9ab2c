package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Collect;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes {@code ARRAY(query)} and {@code MULTISET(query)} an aggregate; no rows give an empty collection.
 *
 * <pre>
 * Collect(x)          Project(x = CASE WHEN n = 0 THEN ARRAY[] ELSE x END)
 *   Sort(a)     =>      Aggregate(x = ARRAY_AGG(a ORDER BY a), n = COUNT(*))
 *     input               input
 * </pre>
 *
 * A sort with a limit stays below. Does not fire for MAP(query).
 */
final class CollectRule extends RelRule<RuleConfig> {
    static final RelOptRule INSTANCE = RuleConfig.of(
                    "CollectRule", collect -> collect.operand(Collect.class).anyInputs(), CollectRule::new)
            .toRule();

    private CollectRule(RuleConfig config) {
        super(config);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        Collect collect = call.rel(0);
        RelDataType type = collect.getRowType().getFieldList().get(0).getType();
        if (type.getSqlTypeName() == SqlTypeName.MAP) {
            return;
        }
        RelNode input = collect.getInput().stripped();
        RelCollation order = RelCollations.EMPTY;
        if (input instanceof LogicalSort sort && sort.offset == null && sort.fetch == null) {
            order = sort.getCollation();
            input = sort.getInput();
        }
        RexBuilder rex = collect.getCluster().getRexBuilder();
        RelDataType element = type.getComponentType();
        int collected = 0;
        if (element != null && element.isStruct()) {
            RexNode row = rex.makeCall(
                    element, SqlStdOperatorTable.ROW, List.copyOf(rex.identityProjects(input.getRowType())));
            List<RexNode> columns = new ArrayList<>(rex.identityProjects(input.getRowType()));
            columns.add(row);
            collected = columns.size() - 1;
            List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
            names.add("$row");
            input = LogicalProject.create(input, List.of(), columns, names, Set.of());
        }
        SqlAggFunction function = type.getSqlTypeName() == SqlTypeName.ARRAY
                ? SqlLibraryOperators.ARRAY_AGG
                : SqlStdOperatorTable.COLLECT;
        String name = collect.getRowType().getFieldNames().get(0);
        AggregateCall all = AggregateCall.create(
                function, false, false, false, List.of(), List.of(collected), -1, null, order, true, input, null, name);
        AggregateCall count = AggregateCall.create(
                SqlStdOperatorTable.COUNT,
                false,
                false,
                false,
                List.of(),
                List.of(),
                -1,
                null,
                RelCollations.EMPTY,
                true,
                input,
                null,
                "$count");
        RelNode aggregate = LogicalAggregate.create(input, List.of(), ImmutableBitSet.of(), null, List.of(all, count));
        RexNode column = rex.makeInputRef(aggregate, 0);
        RexNode empty = rex.makeCall(
                type,
                type.getSqlTypeName() == SqlTypeName.ARRAY
                        ? SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR
                        : SqlStdOperatorTable.MULTISET_VALUE,
                List.of());
        RexNode value = rex.makeCall(
                type,
                SqlStdOperatorTable.CASE,
                List.of(
                        rex.makeCall(
                                SqlStdOperatorTable.EQUALS,
                                rex.makeInputRef(aggregate, 1),
                                rex.makeZeroLiteral(aggregate
                                        .getRowType()
                                        .getFieldList()
                                        .get(1)
                                        .getType())),
                        empty,
                        column));
        call.transformTo(LogicalProject.create(aggregate, List.of(), List.of(value), List.of(name), Set.of()));
    }
}
