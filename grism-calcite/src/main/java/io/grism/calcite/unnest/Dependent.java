package io.grism.calcite.unnest;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan that used outer columns, for all their combinations at once: its columns, then the keys of the {@link Domain}. It may have rows for combinations of keys that do not occur.
 *
 * @param notNull for each key, whether it is never NULL whatever its type says
 */
record Dependent(RelNode rel, Domain domain, boolean[] notNull) {
    /**
     * The rows of a plan for all combinations of keys.
     *
     * @param total whether all that is computed from the rows has a value for any combination of keys
     * @return null if nothing better than a Correlate is known
     */
    static @Nullable Dependent of(RelNode rel, Domain domain, boolean total) {
        Pulled pulled = Pulled.of(rel, domain.id());
        if (pulled != null) {
            Dependent substituted = total ? substituted(rel, pulled, domain) : null;
            return substituted != null ? substituted : combined(rel, pulled, domain);
        }
        if (rel instanceof LogicalFilter filter) {
            return filter(filter, domain, total);
        }
        if (rel instanceof LogicalProject project) {
            return project(project, domain, total);
        }
        if (rel instanceof LogicalAggregate aggregate) {
            return Grouped.isGlobal(aggregate) ? global(aggregate, domain, total) : aggregate(aggregate, domain, total);
        }
        if (rel instanceof LogicalSort sort) {
            return sort(sort, domain, total);
        }
        if (rel instanceof LogicalJoin join) {
            return join(join, domain, total);
        }
        if (rel instanceof SetOp operation) {
            return setOperation(operation, domain, total);
        }
        return rel instanceof LogicalCorrelate correlate ? correlate(correlate, domain, total) : null;
    }

    /** The same; a Correlate if need be. */
    private static Dependent any(RelNode rel, Domain domain, boolean total) {
        Dependent dependent = of(rel, domain, total);
        return dependent == null ? correlated(rel, domain) : dependent;
    }

    /** For each combination the plan anew. */
    static Dependent correlated(RelNode rel, Domain domain) {
        RelNode keys = domain.rows();
        CorrelationId id = rel.getCluster().createCorrel();
        RexBuilder rex = Rels.rex(rel);
        RelNode right = domain.replacing(key -> rex.makeFieldAccess(rex.makeCorrel(keys.getRowType(), id), key))
                .replace(rel);
        RelNode all = SubQueries.correlate(keys, right, id, JoinRelType.INNER);
        List<RexNode> columns = new ArrayList<>(Rels.columns(all, domain.size(), Rels.width(all)));
        columns.addAll(Rels.columns(all, 0, domain.size()));
        return of(Rels.project(all, columns, rel), domain);
    }

    private static Dependent of(RelNode rel, Domain domain) {
        return new Dependent(rel, domain, new boolean[domain.size()]);
    }

    int width() {
        return Rels.width(rel) - domain.size();
    }

    RexNode key(int key) {
        return Rels.column(rel, width() + key);
    }

    List<RexNode> keys() {
        return Rels.columns(rel, width(), Rels.width(rel));
    }

    boolean isNotNull(int key) {
        return notNull[key];
    }

    private RexNode inner(RexNode node) {
        return node.accept(domain.replacing(this::key));
    }

    /** The call of an aggregate function over the given plan, over this one. */
    AggregateCall call(AggregateCall call) {
        return AggregateCall.create(
                call.getAggregation(),
                call.isDistinct(),
                call.isApproximate(),
                call.ignoreNulls(),
                call.rexList,
                call.getArgList(),
                call.filterArg,
                call.distinctKeys,
                call.getCollation(),
                false,
                rel,
                null,
                call.getName());
    }

    /** The plan alone, if every key equals an expression of it. */
    private static @Nullable Dependent substituted(RelNode rel, Pulled pulled, Domain domain) {
        RexNode[] values = new RexNode[domain.size()];
        List<RexNode> rest = new ArrayList<>();
        for (RexNode condition : pulled.conditions()) {
            if (!isEquality(condition, domain, values)) {
                rest.add(condition);
            }
        }
        if (Arrays.asList(values).contains(null)) {
            return null;
        }
        RexBuilder rex = Rels.rex(rel);
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode value : values) {
            if (value.getType().isNullable()) {
                conditions.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value));
            }
        }
        OuterColumns outer = domain.replacing(key -> values[key]);
        rest.forEach(condition -> conditions.add(condition.accept(outer)));
        RelNode filtered = Rels.filter(pulled.rel(), conditions);
        List<RexNode> columns = new ArrayList<>(Rels.columns(filtered, 0, Rels.width(rel)));
        columns.addAll(Arrays.asList(values));
        boolean[] notNull = new boolean[values.length];
        Arrays.fill(notNull, true);
        return new Dependent(Rels.project(filtered, columns, rel), domain, notNull);
    }

    /** Whether the condition gives the value of a key that has none yet. */
    private static boolean isEquality(RexNode condition, Domain domain, @Nullable RexNode[] values) {
        if (!(condition instanceof RexCall call) || !call.isA(SqlKind.EQUALS)) {
            return false;
        }
        for (int side = 0; side < 2; side++) {
            RexNode value = call.getOperands().get(1 - side);
            if (call.getOperands().get(side) instanceof RexFieldAccess access
                    && domain.isUsed(access)
                    && !domain.isUsed(value)) {
                int[] key = new int[1];
                access.accept(domain.replacing(k -> {
                    key[0] = k;
                    return access;
                }));
                if (values[key[0]] == null && SqlTypeUtil.equalSansNullability(value.getType(), domain.type(key[0]))) {
                    values[key[0]] = value;
                    return true;
                }
            }
        }
        return false;
    }

    /** The plan joined with the combinations. */
    private static Dependent combined(RelNode rel, Pulled pulled, Domain domain) {
        RelNode keys = domain.rows();
        int width = Rels.width(pulled.rel());
        List<RexNode> conditions = new ArrayList<>();
        OuterColumns outer = domain.replacing(key -> RexUtil.shift(Rels.column(keys, key), width));
        pulled.conditions().forEach(condition -> conditions.add(condition.accept(outer)));
        RelNode all = Rels.join(pulled.rel(), keys, JoinRelType.INNER, conditions);
        if (width == Rels.width(rel)) {
            return of(all, domain);
        }
        List<RexNode> columns = new ArrayList<>(Rels.columns(all, 0, Rels.width(rel)));
        columns.addAll(Rels.columns(all, width, Rels.width(all)));
        return of(Rels.project(all, columns, rel), domain);
    }

    private static @Nullable Dependent filter(LogicalFilter filter, Domain domain, boolean total) {
        RexNode condition = filter.getCondition();
        Dependent input = of(filter.getInput(), domain, total && Totality.isTotal(List.of(condition)));
        if (input == null) {
            return null;
        }
        return input.with(Rels.filter(input.rel, RelOptUtil.conjunctions(input.inner(condition))));
    }

    private Dependent with(RelNode plan) {
        return new Dependent(plan, domain, notNull);
    }

    private static @Nullable Dependent project(LogicalProject project, Domain domain, boolean total) {
        Dependent input = of(project.getInput(), domain, total && Totality.isTotal(project.getProjects()));
        if (input == null) {
            return null;
        }
        List<RexNode> columns = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            columns.add(input.inner(expression).accept(new RexShuttle() {
                @Override
                public RexWindow visitWindow(RexWindow window) {
                    RexWindow visited = super.visitWindow(window);
                    List<RexNode> partition = new ArrayList<>(visited.partitionKeys);
                    partition.addAll(input.keys());
                    return Rels.rex(project)
                            .makeWindow(
                                    partition,
                                    visited.orderKeys,
                                    visited.getLowerBound(),
                                    visited.getUpperBound(),
                                    visited.isRows(),
                                    visited.getExclude());
                }
            }));
        }
        columns.addAll(input.keys());
        return input.with(Rels.project(input.rel, columns, project));
    }

    /** One row for each combination, whether or not it has input rows. */
    private static @Nullable Dependent global(LogicalAggregate aggregate, Domain domain, boolean total) {
        Grouped groups = Grouped.of(aggregate, domain, total);
        if (groups == null) {
            return null;
        }
        RelNode keys = domain.rows();
        int size = domain.size();
        List<RexNode> condition = new ArrayList<>();
        for (int key = 0; key < size; key++) {
            RexNode group = RexUtil.shift(Rels.column(groups.rel(), key), size);
            condition.add(domain.same(Rels.column(keys, key), group, groups.isNotNull(key)));
        }
        RelNode all = Rels.join(keys, groups.rel(), JoinRelType.LEFT, condition);
        List<RexNode> columns = new ArrayList<>(groups.values(all, 2 * size));
        columns.addAll(Rels.columns(all, 0, size));
        return of(Rels.project(all, columns, aggregate), domain);
    }

    private static @Nullable Dependent aggregate(LogicalAggregate aggregate, Domain domain, boolean total) {
        if (aggregate.getGroupSets().stream().anyMatch(ImmutableBitSet::isEmpty)) {
            return null;
        }
        boolean single = aggregate.getAggCallList().stream()
                .anyMatch(call -> call.getAggregation().getKind() == SqlKind.SINGLE_VALUE);
        Dependent input = of(aggregate.getInput(), domain, total && !single);
        if (input == null) {
            return null;
        }
        ImmutableBitSet keys = ImmutableBitSet.range(input.width(), input.width() + domain.size());
        boolean simple = aggregate.getGroupType() == Aggregate.Group.SIMPLE;
        RelNode all = LogicalAggregate.create(
                input.rel,
                List.of(),
                aggregate.getGroupSet().union(keys),
                simple
                        ? null
                        : aggregate.getGroupSets().stream()
                                .map(set -> set.union(keys))
                                .toList(),
                aggregate.getAggCallList().stream().map(input::call).toList());
        int groups = aggregate.getGroupCount();
        int size = domain.size();
        List<RexNode> columns = new ArrayList<>(Rels.columns(all, 0, groups));
        columns.addAll(Rels.columns(all, groups + size, Rels.width(all)));
        columns.addAll(Rels.columns(all, groups, groups + size));
        return input.with(Rels.project(all, columns, aggregate));
    }

    private static @Nullable Dependent sort(LogicalSort sort, Domain domain, boolean total) {
        Dependent input = of(sort.getInput(), domain, total);
        if (input == null) {
            return null;
        }
        if (sort.fetch == null && sort.offset == null) {
            return input;
        }
        RexBuilder rex = Rels.rex(sort);
        List<RexFieldCollation> order = new ArrayList<>();
        for (RelFieldCollation field : sort.getCollation().getFieldCollations()) {
            Set<SqlKind> flags = new HashSet<>();
            if (field.direction.isDescending()) {
                flags.add(SqlKind.DESCENDING);
            }
            switch (field.nullDirection) {
                case FIRST -> flags.add(SqlKind.NULLS_FIRST);
                case LAST -> flags.add(SqlKind.NULLS_LAST);
                default -> {}
            }
            order.add(new RexFieldCollation(Rels.column(input.rel, field.getFieldIndex()), flags));
        }
        RexNode number = rex.makeOver(
                SqlParserPos.ZERO,
                rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT),
                SqlStdOperatorTable.ROW_NUMBER,
                List.of(),
                input.keys(),
                ImmutableList.copyOf(order),
                RexWindowBounds.UNBOUNDED_PRECEDING,
                RexWindowBounds.CURRENT_ROW,
                RexWindowExclusion.EXCLUDE_NO_OTHER,
                true,
                true,
                false,
                false,
                false);
        RelNode numbered = Rels.with(input.rel, number);
        RexNode position = Rels.column(numbered, Rels.width(input.rel));
        List<RexNode> conditions = new ArrayList<>();
        RexNode last = sort.fetch;
        if (sort.offset != null) {
            conditions.add(rex.makeCall(SqlStdOperatorTable.GREATER_THAN, position, sort.offset));
            last = last == null ? null : rex.makeCall(SqlStdOperatorTable.PLUS, sort.offset, last);
        }
        if (last != null) {
            conditions.add(rex.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, position, last));
        }
        return input.with(Rels.first(Rels.filter(numbered, conditions), Rels.width(input.rel)));
    }

    private static @Nullable Dependent join(LogicalJoin join, Domain domain, boolean total) {
        JoinRelType type = join.getJoinType();
        boolean onLeft = domain.isUsed(join.getLeft());
        boolean onRight = domain.isUsed(join.getRight());
        boolean below = total && Totality.isTotal(List.of(join.getCondition()));
        if (type == JoinRelType.FULL
                || type != JoinRelType.INNER
                        && type != JoinRelType.LEFT
                        && type != JoinRelType.RIGHT
                        && type != JoinRelType.SEMI
                        && type != JoinRelType.ANTI) {
            return null;
        }
        boolean needsLeft =
                switch (type) {
                    case INNER -> onLeft || !onRight;
                    case RIGHT -> onLeft;
                    default -> true;
                };
        boolean needsRight = onRight || type == JoinRelType.RIGHT;
        Dependent left = needsLeft ? any(join.getLeft(), domain, below) : null;
        Dependent right = needsRight ? any(join.getRight(), domain, below) : null;
        RelNode leftRel = left == null ? join.getLeft() : left.rel;
        RelNode rightRel = right == null ? join.getRight() : right.rel;
        int leftWidth = Rels.width(join.getLeft());
        int rightWidth = Rels.width(join.getRight());
        int shift = Rels.width(leftRel) - leftWidth;
        int size = domain.size();
        // the keys of the side whose rows are all kept
        boolean keepsLeft = left != null && type != JoinRelType.RIGHT;
        Dependent kept = keepsLeft ? left : right;
        int keysAt = keepsLeft ? leftWidth : leftWidth + shift + rightWidth;
        List<RexNode> conditions = new ArrayList<>();
        RexNode condition = join.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return ref.getIndex() < leftWidth ? ref : new RexInputRef(ref.getIndex() + shift, ref.getType());
            }
        });
        conditions.addAll(RelOptUtil.conjunctions(condition.accept(domain.replacing(key -> {
            RexNode column = kept.key(key);
            return new RexInputRef(keysAt + key, column.getType());
        }))));
        boolean[] notNull = kept.notNull.clone();
        if (left != null && right != null) {
            for (int key = 0; key < size; key++) {
                boolean known = left.notNull[key] || right.notNull[key];
                conditions.add(domain.same(left.key(key), RexUtil.shift(right.key(key), Rels.width(leftRel)), known));
                notNull[key] |= known && type == JoinRelType.INNER;
            }
        }
        RelNode all = Rels.join(leftRel, rightRel, type, conditions);
        if (!type.projectsRight()) {
            return new Dependent(all, domain, notNull);
        }
        List<RexNode> columns = new ArrayList<>(Rels.columns(all, 0, leftWidth));
        columns.addAll(Rels.columns(all, leftWidth + shift, leftWidth + shift + rightWidth));
        columns.addAll(Rels.columns(all, keysAt, keysAt + size));
        return new Dependent(Rels.project(all, columns, join), domain, notNull);
    }

    private static Dependent setOperation(SetOp operation, Domain domain, boolean total) {
        List<RelNode> inputs = new ArrayList<>();
        boolean[] notNull = new boolean[domain.size()];
        Arrays.fill(notNull, true);
        for (RelNode input : operation.getInputs()) {
            Dependent dependent = any(input, domain, total);
            inputs.add(dependent.rel);
            for (int key = 0; key < notNull.length; key++) {
                notNull[key] &= dependent.notNull[key];
            }
        }
        return new Dependent(operation.copy(operation.getTraitSet(), inputs), domain, notNull);
    }

    /** The left rows of all combinations, and for each of them the right plan with their keys. */
    private static @Nullable Dependent correlate(LogicalCorrelate correlate, Domain domain, boolean total) {
        Dependent left = any(correlate.getLeft(), domain, total);
        CorrelationId id = correlate.getCorrelationId();
        RexBuilder rex = Rels.rex(correlate);
        RexNode row = rex.makeCorrel(left.rel.getRowType(), id);
        RelNode right = domain.replacing(key -> rex.makeFieldAccess(row, left.width() + key))
                .replace(correlate.getRight());
        right = new OuterColumns(Set.of(id), i -> rex.makeFieldAccess(row, i)).replace(right);
        RelNode all = SubQueries.correlate(left.rel, right, id, correlate.getJoinType());
        if (!correlate.getJoinType().projectsRight()) {
            return left.with(all);
        }
        List<RexNode> columns = new ArrayList<>(Rels.columns(all, 0, left.width()));
        columns.addAll(Rels.columns(all, Rels.width(left.rel), Rels.width(all)));
        columns.addAll(Rels.columns(all, left.width(), Rels.width(left.rel)));
        return left.with(Rels.project(all, columns, correlate));
    }
}
