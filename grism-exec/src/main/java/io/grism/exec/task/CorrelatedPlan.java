package io.grism.exec.task;

import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Subplan;
import io.grism.exec.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/** The right side of a Correlate: run for each outer row that differs, on the thread that asks. */
final class CorrelatedPlan implements Subplan {
    private final PlanNode plan;
    private final int correlation;
    private final Scope scope;
    private final int[] columns;

    CorrelatedPlan(PlanNode plan, int correlation, Scope scope) {
        this.plan = plan;
        this.correlation = correlation;
        this.scope = scope;
        this.columns = OuterRefs.columns(plan, correlation);
    }

    @Override
    public int[] outerColumns() {
        return columns;
    }

    @Override
    public Operator run(@Nullable Object[] outerValues, OperatorContext context) {
        Driver driver = ((Driver.Node) context).driver();
        TaskContext task = driver.task();
        OuterRow row = new OuterRow(task.evaluation(), correlation, columns, outerValues);
        return driver.nested(Task.start(plan, new NestedTask(task, context, row, 1), scope));
    }
}
