package io.grism.exec.task;

import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Subplan;
import io.grism.exec.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/** The step of a recursive query: run once a round, on as many drivers as any plan. */
record StepPlan(PlanNode plan, Scope scope) implements Subplan {
    private static final int[] NONE = new int[0];

    @Override
    public int[] outerColumns() {
        return NONE;
    }

    @Override
    public Operator run(@Nullable Object[] outerValues, OperatorContext context) {
        Driver driver = ((Driver.Node) context).driver();
        TaskContext task = driver.task();
        return driver.nested(Task.start(plan, new NestedTask(task, context, task.evaluation(), task.threads()), scope));
    }
}
