package io.grism.exec.task;

import io.grism.exec.expr.Expression;
import io.grism.exec.operator.FilterOperator;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.UnnestOperator;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.FilterNode;
import io.grism.exec.plan.PlanNode.ProjectNode;
import io.grism.exec.plan.PlanNode.UnnestNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The common case of a Correlate, a row's own collections unnested, as steps of the left flow instead of a plan run for each row:
 *
 * <pre>
 * Correlate(left, [Filter, Project]* (Unnest(Project(OuterRef …) (one constant row)))))
 *   =>  left → Project(left columns, collections) → Unnest → [Filter, Project]*
 * </pre>
 */
final class LateralUnnest {
    private final CorrelateNode node;
    private final UnnestNode unnest;
    private final ProjectNode collections;
    private final List<@Nullable Object> constants;
    /** The filters and projections upon the unnest, the lowest first. */
    private final List<PlanNode> above;

    private LateralUnnest(
            CorrelateNode node,
            UnnestNode unnest,
            ProjectNode collections,
            List<@Nullable Object> constants,
            List<PlanNode> above) {
        this.node = node;
        this.unnest = unnest;
        this.collections = collections;
        this.constants = constants;
        this.above = above;
    }

    /** The node as a lateral unnest, or null if it is another Correlate. */
    static @Nullable LateralUnnest match(CorrelateNode node) {
        List<PlanNode> above = new ArrayList<>();
        PlanNode right = node.right();
        while (node.type() == JoinType.INNER && (right instanceof FilterNode || right instanceof ProjectNode)) {
            above.add(0, right);
            right = right.inputs().get(0);
        }
        boolean matches = (node.type() == JoinType.INNER || node.type() == JoinType.LEFT)
                && right instanceof UnnestNode unnest
                && unnest.input() instanceof ProjectNode project
                && project.input() instanceof ValuesNode values
                && values.rows().size() == 1;
        if (!matches) {
            return null;
        }
        UnnestNode unnest = (UnnestNode) right;
        ProjectNode project = (ProjectNode) unnest.input();
        return new LateralUnnest(
                node, unnest, project, ((ValuesNode) project.input()).rows().get(0), above);
    }

    Flow addTo(Flow left) {
        int carried = node.left().schema().getFields().size();
        List<Expression> projection = leftColumns();
        for (Expression expression : collections.expressions()) {
            projection.add(replace(
                    expression, column -> new Expression.Literal(constants.get(column.index()), column.type())));
        }
        UnnestOperator.Mode mode = unnest.ordinality() == UnnestNode.Ordinality.WITH
                ? UnnestOperator.Mode.ELEMENTS_WITH_ORDINAL
                : UnnestOperator.Mode.ELEMENTS;
        UnnestOperator.Empty empty =
                node.type() == JoinType.LEFT ? UnnestOperator.Empty.NULLS : UnnestOperator.Empty.NOTHING;
        left.then(collections, (input, context) -> PipelineBuilder.project(projection, input, context));
        left.then(unnest, (input, context) -> new UnnestOperator(input, carried, mode, empty, context));
        for (PlanNode step : above) {
            left.then(step, (input, context) -> step(step, carried, input, context));
        }
        return left.then(node, (input, context) -> input);
    }

    private Operator step(PlanNode step, int carried, Operator input, OperatorContext context) {
        if (step instanceof FilterNode filter) {
            return new FilterOperator(
                    input, PipelineBuilder.predicate(shift(filter.predicate(), carried), context), context);
        }
        List<Expression> projection = leftColumns();
        for (Expression expression : ((ProjectNode) step).expressions()) {
            projection.add(shift(expression, carried));
        }
        return PipelineBuilder.project(projection, input, context);
    }

    private List<Expression> leftColumns() {
        List<Field> fields = node.left().schema().getFields();
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(new Expression.ColumnRef(i, fields.get(i)));
        }
        return columns;
    }

    /** An expression over the right columns as one over left and right columns. */
    private Expression shift(Expression expression, int carried) {
        return replace(expression, column -> new Expression.ColumnRef(column.index() + carried, column.type()));
    }

    /** Reads the outer row from the columns of the left, and what columns stand for from where {@code columns} says. */
    private Expression replace(Expression expression, Function<Expression.ColumnRef, Expression> columns) {
        if (expression instanceof Expression.ColumnRef column) {
            return columns.apply(column);
        } else if (expression instanceof Expression.OuterRef outer && outer.correlation() == node.correlation()) {
            return new Expression.ColumnRef(outer.index(), outer.type());
        } else if (expression instanceof Expression.Call call) {
            return new Expression.Call(call.function(), replaceAll(call.arguments(), columns), call.type());
        } else if (expression instanceof Expression.Generated generated) {
            return new Expression.Generated(
                    generated.source(), replaceAll(generated.arguments(), columns), generated.type());
        }
        return expression;
    }

    private List<Expression> replaceAll(
            List<Expression> expressions, Function<Expression.ColumnRef, Expression> columns) {
        return expressions.stream()
                .map(expression -> replace(expression, columns))
                .toList();
    }
}
