package io.grism.exec.local;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.WindowFrame;
import io.grism.exec.operator.WindowFrame.Bound;
import io.grism.exec.operator.WindowFrame.BoundKind;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.AggregateNode;
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.FilterNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.NestedLoopJoinNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.SetOperationNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.plan.PlanNode.WindowGroup;
import io.grism.exec.plan.PlanNode.WindowNode;
import io.grism.exec.plan.PlanNode.WorkTableNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Random plans over random tables of small domains. The rows of a result, not their order, follow from the plan. */
public final class RandomPlan {
    private static final TypeKind[] KINDS = {TypeKind.BIGINT, TypeKind.VARCHAR, TypeKind.DOUBLE};
    private static final int OUTER = 3;

    private final Plans plans;
    private final Random random;

    public RandomPlan(Plans plans, Random random) {
        this.plans = plans;
        this.random = random;
    }

    /** A plan of so many nodes, one above the other, and more beside them. */
    public PlanNode create(int depth) {
        if (depth == 0) {
            return leaf(schema());
        }
        PlanNode input = create(depth - 1);
        return switch (random.nextInt(12)) {
            case 0 -> filter(input);
            case 1 -> project(input);
            case 2, 3 -> aggregate(input);
            case 4, 5 -> hashJoin(input, create(random.nextInt(2)));
            case 6 -> nestedLoops(input, leaf(schema()));
            case 7 -> new UnionNode(plans.id(), input.schema(), List.of(input, leaf(input.schema())));
            case 8 -> setOperation(input);
            case 9 -> top(input);
            case 10 -> window(input);
            default -> random.nextBoolean() ? correlate(input) : recursion(input);
        };
    }

    private Schema schema() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            fields.add(KINDS[random.nextInt(KINDS.length)].field("c" + i));
        }
        return new Schema(fields);
    }

    private PlanNode leaf(Schema schema) {
        int[] sizes = {0, 1, 20, 60, 250};
        List<List<@Nullable Object>> rows =
                Plans.randomRows(schema, random.nextInt(sizes[random.nextInt(sizes.length)] + 1), 12, 0.1, random);
        return random.nextInt(6) == 0
                ? new ValuesNode(plans.id(), schema, rows.subList(0, Math.min(5, rows.size())))
                : plans.scan(schema, rows);
    }

    private static int width(PlanNode node) {
        return node.schema().getFields().size();
    }

    private List<Integer> someColumns(PlanNode node) {
        return IntStream.range(0, width(node))
                .filter(i -> random.nextBoolean())
                .boxed()
                .toList();
    }

    private static Expression call(Function function, Expression... arguments) {
        return new Expression.Call(function, List.of(arguments), TypeKind.BOOLEAN.field("call"));
    }

    private PlanNode filter(PlanNode input) {
        Expression column = Plans.column(input.schema(), random.nextInt(width(input)));
        return new FilterNode(
                plans.id(),
                input,
                TypeKind.of(column.type()) == TypeKind.BIGINT
                        ? call(Function.LESS, column, Plans.bigint(random.nextInt(12)))
                        : call(Function.IS_NOT_NULL, column));
    }

    private PlanNode project(PlanNode input) {
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            columns.add(Plans.column(input.schema(), random.nextInt(width(input))));
        }
        Schema schema = new Schema(columns.stream().map(Expression::type).toList());
        return new ProjectNode(plans.id(), schema, input, columns);
    }

    private AggregateCall call(AggregateFunction function, List<Integer> arguments, boolean distinct, Field type) {
        return new AggregateCall(function, arguments, distinct, -1, List.of(), "", type);
    }

    private PlanNode aggregate(PlanNode input) {
        List<Integer> keys = someColumns(input);
        List<List<Integer>> sets = new ArrayList<>();
        sets.add(IntStream.range(0, keys.size()).boxed().toList());
        List<Field> fields = new ArrayList<>(
                keys.stream().map(input.schema().getFields()::get).toList());
        int column = random.nextInt(width(input));
        Field type = input.schema().getFields().get(column);
        List<AggregateCall> calls = List.of(
                call(AggregateFunction.COUNT, List.of(), false, TypeKind.BIGINT.field("n")),
                call(AggregateFunction.COUNT, List.of(column), true, TypeKind.BIGINT.field("d")),
                call(AggregateFunction.MIN, List.of(column), false, type));
        calls.forEach(call -> fields.add(call.type()));
        if (!keys.isEmpty() && random.nextInt(4) == 0) {
            sets.add(List.of());
            fields.add(TypeKind.INTEGER.field("$grouping_set"));
        }
        return new AggregateNode(plans.id(), new Schema(fields), input, keys, sets, calls);
    }

    private static Schema output(PlanNode left, PlanNode right, JoinType type) {
        return type == JoinType.SEMI || type == JoinType.ANTI
                ? left.schema()
                : Plans.concat(left.schema(), right.schema());
    }

    private PlanNode hashJoin(PlanNode left, PlanNode right) {
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        List<Boolean> nullsEqual = new ArrayList<>();
        for (int l = 0; l < width(left); l++) {
            for (int r = 0; r < width(right); r++) {
                boolean same = left.schema()
                        .getFields()
                        .get(l)
                        .getType()
                        .equals(right.schema().getFields().get(r).getType());
                if (same && leftKeys.size() < 2 && random.nextInt(3) > 0) {
                    leftKeys.add(l);
                    rightKeys.add(r);
                    nullsEqual.add(random.nextBoolean());
                }
            }
        }
        if (leftKeys.isEmpty()) {
            return nestedLoops(left, right);
        }
        JoinType type = JoinType.values()[random.nextInt(JoinType.values().length)];
        return new HashJoinNode(
                plans.id(), output(left, right, type), left, right, type, leftKeys, rightKeys, nullsEqual, null);
    }

    /** Joins where a column of the left is less than one of the right, or NULL, if they have one type. */
    private PlanNode nestedLoops(PlanNode left, PlanNode right) {
        JoinType type = JoinType.values()[random.nextInt(JoinType.values().length)];
        Schema both = Plans.concat(left.schema(), right.schema());
        Expression l = Plans.column(both, random.nextInt(width(left)));
        Expression r = Plans.column(both, width(left) + random.nextInt(width(right)));
        Expression condition = l.type().getType().equals(r.type().getType())
                ? call(Function.EQUALS, l, r)
                : call(Function.AND, call(Function.IS_NULL, l), call(Function.IS_NOT_NULL, r));
        return new NestedLoopJoinNode(plans.id(), output(left, right, type), left, right, type, condition);
    }

    private PlanNode setOperation(PlanNode input) {
        return new SetOperationNode(
                plans.id(),
                input.schema(),
                List.of(input, leaf(input.schema())),
                SetOperationNode.Kind.values()[random.nextInt(2)],
                SetOperationNode.Quantifier.values()[random.nextInt(2)]);
    }

    /** The first rows in an order that says all. */
    private PlanNode top(PlanNode input) {
        return new SortNode(
                plans.id(),
                input,
                allKeys(input),
                random.nextBoolean() ? null : Plans.bigint(random.nextInt(10)),
                random.nextBoolean() ? null : Plans.bigint(random.nextInt(40)));
    }

    /** Keys of all columns. */
    List<SortKey> allKeys(PlanNode input) {
        return IntStream.range(0, width(input))
                .mapToObj(i -> new SortKey(i, random.nextBoolean(), random.nextBoolean()))
                .toList();
    }

    private PlanNode window(PlanNode input) {
        AggregateCall count = call(AggregateFunction.COUNT, List.of(), false, TypeKind.BIGINT.field("w"));
        WindowFrame whole = new WindowFrame(
                WindowFrame.Unit.RANGE,
                new Bound(BoundKind.UNBOUNDED_PRECEDING, -1),
                new Bound(BoundKind.UNBOUNDED_FOLLOWING, -1),
                WindowFrame.Exclusion.NO_OTHERS);
        return new WindowNode(
                plans.id(),
                Plans.concat(input.schema(), new Schema(List.of(count.type()))),
                input,
                List.of(new WindowGroup(someColumns(input), List.of(), whole, List.of(count))));
    }

    private PlanNode correlate(PlanNode left) {
        int column = random.nextInt(width(left));
        Field field = left.schema().getFields().get(column);
        PlanNode right = leaf(new Schema(List.of(field)));
        PlanNode filtered = new FilterNode(
                plans.id(),
                right,
                call(Function.EQUALS, Plans.column(right.schema(), 0), new Expression.OuterRef(OUTER, column, field)));
        JoinType[] types = {JoinType.INNER, JoinType.LEFT, JoinType.SEMI, JoinType.ANTI};
        JoinType type = types[random.nextInt(types.length)];
        return new CorrelateNode(plans.id(), output(left, right, type), left, filtered, OUTER, type);
    }

    /** All pairs that are reached from the first two columns, if they have one type. */
    private PlanNode recursion(PlanNode input) {
        Field field = input.schema().getFields().get(0);
        Schema pair = new Schema(List.of(field, field));
        PlanNode seed = new ProjectNode(
                plans.id(), pair, input, List.of(Plans.column(input.schema(), 0), Plans.column(input.schema(), 0)));
        PlanNode edges = plans.scan(pair, Plans.randomRows(pair, random.nextInt(30), 12, 0.1, random));
        PlanNode join = new HashJoinNode(
                plans.id(),
                Plans.concat(pair, pair),
                new WorkTableNode(plans.id(), pair, "w"),
                edges,
                JoinType.INNER,
                List.of(1),
                List.of(0),
                List.of(false),
                null);
        PlanNode step = new ProjectNode(
                plans.id(), pair, join, List.of(Plans.column(join.schema(), 0), Plans.column(join.schema(), 3)));
        return new RecursiveUnionNode(plans.id(), pair, seed, step, "w", true, -1);
    }
}
