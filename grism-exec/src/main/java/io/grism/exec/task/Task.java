package io.grism.exec.task;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.plan.PlanNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running plan: the pipelines into its breakers run, in the order of their dependencies, when the first batch is asked for; the last flow then streams. Single-threaded
 * towards the caller, whose thread is the first driver of every pipeline.
 */
public final class Task implements Operator {
    private enum Phase {
        NEW,
        STREAMING,
        CLOSED
    }

    private final TaskContext context;
    private final PipelineBuilder pipelines;
    private final Flow flow;
    private @Nullable Operator rows;
    private Phase phase = Phase.NEW;

    Task(TaskContext context, PipelineBuilder pipelines, Flow flow) {
        this.context = context;
        this.pipelines = pipelines;
        this.flow = flow;
    }

    /**
     * Makes a task that is ready to run.
     *
     * @throws io.grism.exec.error.GrismException NOT_SUPPORTED, or an invalid parameter of a LIMIT
     */
    public static Task start(PlanNode plan, TaskContext context) {
        return start(plan, context, Scope.EMPTY);
    }

    /** A task that an operator of another one pulls: its time is not the operator's own. */
    public static Operator startWithin(OperatorContext caller, PlanNode plan, TaskContext context) {
        return ((Driver.Node) caller).driver().nested(start(plan, context));
    }

    static Task start(PlanNode plan, TaskContext context, Scope scope) {
        PipelineBuilder pipelines = new PipelineBuilder(context, scope);
        try {
            return new Task(context, pipelines, pipelines.build(plan));
        } catch (Throwable e) {
            Closing.closeAfter(e, pipelines);
            throw e;
        }
    }

    @Override
    public @Nullable Batch next() {
        if (phase == Phase.NEW) {
            phase = Phase.STREAMING;
            for (Stage stage : pipelines.stages()) {
                stage.run(context);
            }
            int drivers = flow.parallelism(context.threads());
            rows = drivers == 1
                    ? flow.open(new Driver(context, new Failure(), 0))
                    : new ParallelRows(flow, drivers, context);
        }
        return rows == null ? null : rows.next();
    }

    @Override
    public void close() {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            Operator last = rows;
            rows = null;
            Closing.closeAll(last == null ? List.of(pipelines) : List.of(last, pipelines));
        }
    }
}
