package io.grism.exec.remote;

import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.remote.RemoteTask.State;
import io.grism.exec.stage.ExecutionStage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stage of a running query, as its driver sees it. Of the query's thread. */
final class RemoteStage {
    final ExecutionStage plan;
    final List<RemoteTask> tasks = new ArrayList<>();
    final List<RemoteStage> inputs = new ArrayList<>();
    /** Whether a task gives the same rows in the same order each time that it runs. */
    final boolean isRepeatable;

    @Nullable
    RemoteStage reader;

    /** Between the ranges over which its rows are spread, once they are known: the same for all attempts. */
    byte @Nullable [] borders;

    RemoteStage(ExecutionStage plan, int partitions, List<RemoteStage> before) {
        this.plan = plan;
        this.isRepeatable = !PlanFacts.isRandom(plan.plan());
        for (int i = 0; i < plan.partitions(partitions); i++) {
            tasks.add(new RemoteTask(this, i));
        }
        for (StageInputNode input : plan.inputs()) {
            RemoteStage from = before.get(input.stage());
            from.reader = this;
            inputs.add(from);
        }
    }

    boolean isLast() {
        return reader == null;
    }

    boolean isBroadcast() {
        return plan.output() instanceof Partitioning.Broadcast;
    }

    /** Whether all rows of the stages before it are in the cluster. */
    boolean isFed() {
        return inputs.stream().flatMap(input -> input.tasks.stream()).allMatch(task -> task.state() == State.READY);
    }

    /** Whether nothing can ask for the rows of the stages before it any more, unless something is lost that is not in the cluster any more. */
    boolean isDone() {
        return tasks.stream().allMatch(RemoteTask::isDone);
    }

    StageProgress progress() {
        int running = (int) tasks.stream().filter(RemoteTask::isRunning).count();
        int done = (int) tasks.stream().filter(RemoteTask::isDone).count();
        long rows = tasks.stream().mapToLong(task -> task.rows).sum();
        long bytes = tasks.stream().mapToLong(RemoteTask::bytes).sum();
        int attempts = tasks.stream().mapToInt(RemoteTask::attempt).sum();
        return new StageProgress(plan.id(), tasks.size(), running, done, rows, bytes, attempts);
    }
}
