package io.grism.exec.task;

import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Source;
import io.grism.exec.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way: a source, and the operators that every driver puts upon its part of it. It ends in a breaker or at the one who asked. Built by one
 * thread; what drivers share lies in the source and in what the steps hold.
 */
final class Flow {
    /** Puts an operator upon a driver's rows; the input is closed by the flow when this fails. */
    interface Step {
        Operator apply(Operator input, OperatorContext context);
    }

    private record NodeStep(PlanNode node, Step step) {}

    private final PlanNode sourceNode;
    private final Source source;
    private final List<NodeStep> steps = new ArrayList<>();
    private final List<BooleanSupplier> enough = new ArrayList<>();
    private @Nullable Step sourceStep;
    private boolean single;

    Flow(PlanNode sourceNode, Source source) {
        this.sourceNode = sourceNode;
        this.source = source;
    }

    Flow then(PlanNode node, Step step) {
        steps.add(new NodeStep(node, step));
        return this;
    }

    /** A step that is part of the source's own node. */
    Flow inSource(Step step) {
        sourceStep = step;
        return this;
    }

    /** One driver only: what follows looks at all rows, or at their order. */
    Flow single() {
        single = true;
        return this;
    }

    boolean isSingle() {
        return single;
    }

    /** The source ends as soon as {@code condition} holds. */
    Flow until(BooleanSupplier condition) {
        enough.add(condition);
        return this;
    }

    /** How many drivers find work; asked when all pipelines before have run. */
    int parallelism(int threads) {
        return single ? 1 : Math.max(1, Math.min(threads, source.parallelism()));
    }

    /** One driver's operators. All drivers of a flow open before one of them runs. */
    Operator open(Driver driver) {
        Driver.Node sourceContext = driver.node(sourceNode);
        Operator operator = new SourceOperator(source.open(sourceContext), enough, sourceContext);
        try {
            if (sourceStep != null) {
                operator = sourceStep.apply(operator, sourceContext);
            }
            operator = Guard.around(operator, sourceContext);
            for (NodeStep step : steps) {
                Driver.Node context = driver.node(step.node());
                operator = Guard.around(step.step().apply(operator, context), context);
            }
            return operator;
        } catch (Throwable e) {
            Closing.closeAfter(e, operator);
            throw e;
        }
    }
}
