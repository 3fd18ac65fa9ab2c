package io.grism.exec.stage;

import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import java.util.List;

/**
 * A part of a plan between exchanges: what runs without moving rows.
 *
 * @param id stages are numbered from 0, each after those that it reads; the last one delivers the result
 * @param plan of one partition
 * @param inputs where the plan reads other stages, from left to right
 * @param output how rows are spread over the partitions of the stage that reads them
 * @param order in which each partition delivers its rows, and in which they are merged; empty for none
 */
public record ExecutionStage(
        int id,
        PlanNode plan,
        List<StageInputNode> inputs,
        Parallelism parallelism,
        Partitioning output,
        List<SortKey> order) {
    /** How many partitions a stage has. */
    public enum Parallelism {
        SINGLE,
        /** As many as the query has. */
        PARTITIONED
    }

    public ExecutionStage {
        inputs = List.copyOf(inputs);
        order = List.copyOf(order);
    }

    /** The stage that reads another one. */
    public static ExecutionStage reader(List<ExecutionStage> stages, int id) {
        return stages.stream()
                .filter(stage -> stage.inputs().stream().anyMatch(input -> input.stage() == id))
                .findFirst()
                .orElseThrow();
    }

    /** Where the plan reads another stage. */
    public StageInputNode input(int stage) {
        return inputs.stream()
                .filter(input -> input.stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    /** Whether an input is read again and again, by a plan inside of another one. */
    public boolean readsAgain(StageInputNode input) {
        return !isReadOnce(plan, input);
    }

    private static boolean isReadOnce(PlanNode node, StageInputNode input) {
        return node == input
                || node.inputs().stream()
                        .anyMatch(next -> !StageSplitter.isNested(node, next) && isReadOnce(next, input));
    }

    /** The number of partitions, in a query that has {@code ofQuery}. */
    public int partitions(int ofQuery) {
        return parallelism == Parallelism.SINGLE ? 1 : ofQuery;
    }
}
