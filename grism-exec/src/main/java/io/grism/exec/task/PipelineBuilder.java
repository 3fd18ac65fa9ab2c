package io.grism.exec.task;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Evaluator;
import io.grism.exec.expr.Evaluators;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.PredicateEvaluator;
import io.grism.exec.operator.Breaker;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.FilterOperator;
import io.grism.exec.operator.JoinBuild;
import io.grism.exec.operator.JoinKeys;
import io.grism.exec.operator.JoinOperator;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.LimitCounter;
import io.grism.exec.operator.LimitOperator;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.ProjectOperator;
import io.grism.exec.operator.RecursiveUnion;
import io.grism.exec.operator.SetOperationTable;
import io.grism.exec.operator.SharedSource;
import io.grism.exec.operator.SingleRowOperator;
import io.grism.exec.operator.SortBreaker;
import io.grism.exec.operator.Subplan;
import io.grism.exec.operator.UnnestOperator;
import io.grism.exec.operator.ValuesOperator;
import io.grism.exec.operator.WorkTable;
import io.grism.exec.operator.aggregate.HashAggregation;
import io.grism.exec.operator.window.Window;
import io.grism.exec.operator.window.WindowSpec;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.AggregateNode;
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.EdgeScanNode;
import io.grism.exec.plan.PlanNode.ElementLookupNode;
import io.grism.exec.plan.PlanNode.ExpandCountNode;
import io.grism.exec.plan.PlanNode.ExpandIntersectNode;
import io.grism.exec.plan.PlanNode.ExpandIntoNode;
import io.grism.exec.plan.PlanNode.ExpandNode;
import io.grism.exec.plan.PlanNode.FileScanNode;
import io.grism.exec.plan.PlanNode.FilterNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.HyperedgeScanNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.NestedLoopJoinNode;
import io.grism.exec.plan.PlanNode.NodeScanNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.ReachNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.RoleExpandNode;
import io.grism.exec.plan.PlanNode.RoleLookupNode;
import io.grism.exec.plan.PlanNode.SetOperationNode;
import io.grism.exec.plan.PlanNode.SingleRowNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.UnnestNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.plan.PlanNode.WindowGroup;
import io.grism.exec.plan.PlanNode.WindowNode;
import io.grism.exec.plan.PlanNode.WorkTableNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns a plan into pipelines, in the order in which they must run, and owns the breakers in which they end. */
final class PipelineBuilder implements AutoCloseable {
    private final TaskContext task;
    private final Scope scope;
    private final List<Stage> stages = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();

    PipelineBuilder(TaskContext task, Scope scope) {
        this.task = task;
        this.scope = scope;
    }

    List<Stage> stages() {
        return stages;
    }

    @Override
    public void close() {
        Closing.closeAll(resources);
    }

    /** The node's rows; the pipelines that must run before are added. */
    Flow build(PlanNode node) {
        if (node instanceof TableScanNode scan) {
            return Scans.table(scan, task);
        } else if (node instanceof FileScanNode scan) {
            return Scans.file(scan, task);
        } else if (node instanceof ValuesNode values) {
            return values(values);
        } else if (node instanceof StageInputNode input) {
            Flow flow = new Flow(input, task.stageInput(input));
            return input.order().isEmpty() ? flow : flow.single();
        } else if (node instanceof FilterNode filter) {
            return build(filter.input())
                    .then(
                            filter,
                            (input, context) ->
                                    new FilterOperator(input, predicate(filter.predicate(), context), context));
        } else if (node instanceof ProjectNode project) {
            return project(project);
        } else if (node instanceof LimitNode limit) {
            return limit(limit);
        } else if (node instanceof UnionNode union) {
            return new Flow(
                    union,
                    new UnionSource(union.inputs().stream().map(this::build).toList(), task.threads()));
        } else if (node instanceof SingleRowNode single) {
            return build(single.input()).single().then(single, (input, context) -> new SingleRowOperator(input));
        } else if (node instanceof AggregateNode aggregate) {
            return aggregate(aggregate);
        } else if (node instanceof WindowNode window) {
            return window(window);
        } else if (node instanceof SortNode sort) {
            return sort(sort, columns(sort.schema().getFields().size()));
        } else if (node instanceof HashJoinNode join) {
            return hashJoin(join);
        } else if (node instanceof NestedLoopJoinNode join) {
            return join(join, join.left(), join.right(), join.type(), JoinKeys.none(), join.condition());
        } else if (node instanceof CorrelateNode correlate) {
            return correlate(correlate);
        } else if (node instanceof SetOperationNode operation) {
            return setOperation(operation);
        } else if (node instanceof UnnestNode unnest) {
            return build(unnest.input()).then(unnest, (input, context) -> unnest(unnest, input, context));
        } else if (node instanceof RecursiveUnionNode recursion) {
            return recursion(recursion);
        } else if (node instanceof WorkTableNode table) {
            return new Flow(table, scope.workTable(table.name()));
        } else if (node instanceof NodeScanNode scan) {
            return Graphs.nodeScan(scan, task);
        } else if (node instanceof HyperedgeScanNode scan) {
            return Graphs.hyperedgeScan(scan, task);
        } else if (node instanceof RoleExpandNode expand) {
            return Graphs.roleExpand(expand, build(expand.input()), task);
        } else if (node instanceof RoleLookupNode lookup) {
            return Graphs.roleLookup(lookup, build(lookup.input()), task);
        } else if (node instanceof EdgeScanNode scan) {
            return Graphs.edgeScan(scan, task);
        } else if (node instanceof ExpandNode expand) {
            return Graphs.expand(expand, build(expand.input()), task);
        } else if (node instanceof ExpandCountNode expand) {
            return Graphs.expandCount(expand, build(expand.input()), task);
        } else if (node instanceof ReachNode reach) {
            return Graphs.reach(reach, build(reach.input()), task);
        } else if (node instanceof ExpandIntoNode expand) {
            return Graphs.expandInto(expand, build(expand.input()), task);
        } else if (node instanceof ExpandIntersectNode expand) {
            return Graphs.expandIntersect(expand, build(expand.input()), task);
        } else if (node instanceof ElementLookupNode lookup) {
            return Graphs.lookup(lookup, build(lookup.input()), task);
        }
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run " + node.getClass().getSimpleName().replaceFirst("Node$", "") + ": not supported yet");
    }

    /** Lets a flow run into a breaker before what is built next. */
    <B extends Breaker> B run(Flow flow, PlanNode node, B breaker) {
        resources.add(breaker);
        stages.add(new Pipeline(flow, node, breaker));
        return breaker;
    }

    private Flow values(ValuesNode node) {
        return task.share().isFirst()
                ? new Flow(
                        node, new SharedSource(context -> new ValuesOperator(node.schema(), node.rows(), context), 1))
                : Scans.nothing(node);
    }

    private Flow limit(LimitNode node) {
        LimitCounter counter = new LimitCounter(rows(node.offset(), "OFFSET", 0), rows(node.fetch(), "FETCH", -1));
        return build(node.input())
                .until(counter::isExhausted)
                .then(node, (input, context) -> new LimitOperator(input, counter, context));
    }

    private Flow aggregate(AggregateNode node) {
        HashAggregation breaker = new HashAggregation(
                node.input().schema(), node.groupKeys(), node.groupingSets(), node.calls(), node.schema());
        return new Flow(node, run(build(node.input()), node, breaker));
    }

    private Flow window(WindowNode node) {
        List<WindowSpec> windows = new ArrayList<>();
        for (WindowGroup group : node.groups()) {
            windows.add(new WindowSpec(group.partitionKeys(), group.order(), group.frame(), group.calls()));
        }
        Window breaker = new Window(node.input().schema(), windows);
        return new Flow(node, run(build(node.input()), node, breaker));
    }

    private Flow project(ProjectNode node) {
        List<Expression> expressions = node.expressions();
        if (node.input() instanceof SortNode sort
                && expressions.stream().allMatch(Expression.ColumnRef.class::isInstance)) {
            List<Integer> columns = new ArrayList<>();
            List<ProjectOperator.Output> outputs = new ArrayList<>();
            for (Expression expression : expressions) {
                int column = ((Expression.ColumnRef) expression).index();
                if (!columns.contains(column)) {
                    columns.add(column);
                }
                outputs.add(new ProjectOperator.Output(columns.indexOf(column), null));
            }
            return sort(sort, columns).then(node, (input, context) -> new ProjectOperator(input, outputs, context));
        }
        return build(node.input()).then(node, (input, context) -> project(expressions, input, context));
    }

    private static List<Integer> columns(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Rows in order, of which only some columns are wanted. */
    private Flow sort(SortNode node, List<Integer> columns) {
        long offset = rows(node.offset(), "OFFSET", 0);
        long fetch = rows(node.fetch(), "FETCH", -1);
        SortBreaker breaker =
                run(build(node.input()), node, new SortBreaker(node.schema(), node.keys(), columns, offset, fetch));
        return new Flow(node, new SharedSource(breaker::open, 1)).single();
    }

    private Flow hashJoin(HashJoinNode node) {
        JoinKeys keys = JoinKeys.of(
                node.left().schema(), node.right().schema(), node.leftKeys(), node.rightKeys(), node.nullsEqual());
        return join(node, node.left(), node.right(), node.type(), keys, node.residual());
    }

    private Flow join(
            PlanNode node,
            PlanNode left,
            PlanNode right,
            JoinType type,
            JoinKeys keys,
            @Nullable Expression condition) {
        JoinBuild build = joinBuild(node, right, new JoinBuild(right.schema(), keys, type), type);
        return build(left).then(node, (input, context) -> {
            PredicateEvaluator residual = condition == null ? null : predicate(condition, context);
            return JoinOperator.probe(input, build, type, residual, left.schema(), context);
        });
    }

    private JoinBuild joinBuild(PlanNode node, PlanNode right, JoinBuild build, JoinType type) {
        Invariants invariants = scope.invariants();
        if (invariants == null || !invariants.shares(right, type)) {
            return run(build(right), node, build);
        }
        Invariants.SharedBuild shared =
                invariants.build(node, () -> new Invariants.SharedBuild(node, right, build, scope));
        stages.add(shared);
        return shared.build();
    }

    private Invariants invariants(Predicate<PlanNode> varies) {
        Invariants invariants = new Invariants(varies);
        resources.add(invariants);
        return invariants;
    }

    private Flow correlate(CorrelateNode node) {
        LateralUnnest unnest = LateralUnnest.match(node);
        if (unnest != null) {
            return unnest.addTo(build(node.left()));
        }
        Subplan subplan = new CorrelatedPlan(
                node.right(),
                node.correlation(),
                scope.repeated(invariants(plan -> OuterRefs.reads(plan, node.correlation()))));
        return build(node.left())
                .then(
                        node,
                        (input, context) -> JoinOperator.correlate(
                                input,
                                subplan,
                                node.type(),
                                node.left().schema(),
                                node.right().schema(),
                                context));
    }

    private Flow setOperation(SetOperationNode node) {
        SetOperationTable.Operation operation =
                SetOperationTable.Operation.valueOf(node.kind() + "_" + node.quantifier());
        SetOperationTable table =
                new SetOperationTable(node.schema(), operation, node.inputs().size());
        for (int i = 0; i < node.inputs().size(); i++) {
            run(build(node.inputs().get(i)), node, table.input(i));
        }
        return new Flow(node, new SharedSource(table::open, 1));
    }

    private static UnnestOperator unnest(UnnestNode node, Operator input, OperatorContext context) {
        UnnestOperator.Mode mode = node.ordinality() == UnnestNode.Ordinality.WITH
                ? UnnestOperator.Mode.ELEMENTS_WITH_ORDINAL
                : UnnestOperator.Mode.ELEMENTS;
        return new UnnestOperator(input, 0, mode, UnnestOperator.Empty.NOTHING, context);
    }

    private Flow recursion(RecursiveUnionNode node) {
        WorkTable workTable = new WorkTable(node.schema());
        Invariants invariants = invariants(
                plan -> plan instanceof WorkTableNode table && table.name().equals(node.name()));
        Subplan step =
                new StepPlan(node.step(), scope.with(node.name(), workTable).repeated(invariants));
        RecursiveUnion.Duplicates duplicates =
                node.distinct() ? RecursiveUnion.Duplicates.DROP : RecursiveUnion.Duplicates.KEEP;
        RecursiveUnion union = run(
                build(node.seed()),
                node,
                new RecursiveUnion(node.schema(), step, workTable, duplicates, node.maxRounds()));
        return new Flow(node, new SharedSource(union::open, 1));
    }

    /** The value of a row count. */
    long rows(@Nullable Expression expression, String clause, long missing) {
        if (expression == null) {
            return missing;
        }
        Object value = expression instanceof Expression.Literal literal
                ? literal.value()
                : expression instanceof Expression.Parameter parameter
                        ? task.evaluation().parameter(parameter.index())
                        : expression;
        if (value instanceof Number number && number.longValue() >= 0) {
            return number.longValue();
        }
        throw new GrismException(
                ErrorCode.INVALID_PARAMETER,
                "Cannot use " + clause + " " + value + ". A constant or parameter from 0 on is allowed");
    }

    static ProjectOperator project(List<Expression> expressions, Operator input, OperatorContext context) {
        List<ProjectOperator.Output> outputs = new ArrayList<>();
        for (Expression expression : expressions) {
            outputs.add(
                    expression instanceof Expression.ColumnRef column
                            ? new ProjectOperator.Output(column.index(), null)
                            : new ProjectOperator.Output(-1, evaluator(expression, context)));
        }
        return new ProjectOperator(input, outputs, context);
    }

    static Evaluator evaluator(Expression expression, OperatorContext context) {
        return Evaluators.compile(expression, context.evaluation());
    }

    static PredicateEvaluator predicate(Expression expression, OperatorContext context) {
        return Evaluators.compilePredicate(expression, context.evaluation());
    }
}
