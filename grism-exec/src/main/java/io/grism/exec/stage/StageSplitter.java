package io.grism.exec.stage;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanCopy;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.EdgeScanNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import io.grism.exec.plan.PlanNode.HyperedgeScanNode;
import io.grism.exec.plan.PlanNode.NodeScanNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import io.grism.exec.stage.ExecutionStage.Parallelism;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a plan at its exchanges, and looks for nothing else:
 *
 * <pre>
 * Aggregate                       1: Aggregate
 *   Exchange                 =>        StageInput(0)
 *     Aggregate                   0: Aggregate
 *       TableScan                      TableScan
 * </pre>
 *
 * A stage input keeps the id of its exchange.
 *
 * <p>A stage is PARTITIONED if it reads something that lies in partitions: a table, the elements of a graph, or a stage whose rows were spread by Hash, Range or Owner. Otherwise it is SINGLE:
 * rows of a file, constant rows, a single or a broadcast input need no second task. In a partitioned stage those first two, and the rows of a Single exchange, are in the first partition only.
 *
 * <p>The plans inside of others, the right side of a Correlate and the step of a recursion, are run again and again, and whole: they read all rows of their scans in each partition, so those do not count. An
 * exchange there may be Broadcast, or Single in a single stage.
 */
public final class StageSplitter {
    private final List<ExecutionStage> stages = new ArrayList<>();

    private StageSplitter() {}

    /** The stages, in an order in which they can run. */
    public static List<ExecutionStage> split(PlanNode plan) {
        StageSplitter splitter = new StageSplitter();
        splitter.add(plan, new Partitioning.Single(), List.of());
        return List.copyOf(splitter.stages);
    }

    private int add(PlanNode plan, Partitioning output, List<SortKey> order) {
        List<StageInputNode> inputs = new ArrayList<>();
        PlanNode cut = cut(plan, inputs);
        Parallelism parallelism = isPartitioned(cut) ? Parallelism.PARTITIONED : Parallelism.SINGLE;
        checkNested(cut, parallelism);
        stages.add(new ExecutionStage(stages.size(), cut, inputs, parallelism, output, order));
        return stages.size() - 1;
    }

    private PlanNode cut(PlanNode node, List<StageInputNode> inputs) {
        if (node instanceof ExchangeNode exchange) {
            int stage = add(exchange.input(), exchange.partitioning(), exchange.order());
            StageInputNode input = new StageInputNode(exchange.id(), exchange.schema(), stage, exchange.order());
            inputs.add(input);
            return input;
        }
        return PlanCopy.withInputs(node, input -> cut(input, inputs));
    }

    private boolean isPartitioned(PlanNode node) {
        if (node instanceof StageInputNode input) {
            Partitioning partitioning = stages.get(input.stage()).output();
            return !(partitioning instanceof Partitioning.Single || partitioning instanceof Partitioning.Broadcast);
        }
        return node instanceof TableScanNode
                || node instanceof NodeScanNode
                || node instanceof HyperedgeScanNode
                || node instanceof EdgeScanNode
                || node.inputs().stream().anyMatch(input -> !isNested(node, input) && isPartitioned(input));
    }

    /** Whether an input is a plan that its node runs again and again. */
    static boolean isNested(PlanNode node, PlanNode input) {
        return (node instanceof CorrelateNode correlate && correlate.right() == input)
                || (node instanceof RecursiveUnionNode union && union.step() == input);
    }

    private void checkNested(PlanNode node, Parallelism parallelism) {
        for (PlanNode input : node.inputs()) {
            if (isNested(node, input)) {
                checkInputs(input, parallelism);
            } else {
                checkNested(input, parallelism);
            }
        }
    }

    private void checkInputs(PlanNode node, Parallelism parallelism) {
        if (node instanceof StageInputNode input) {
            Partitioning partitioning = stages.get(input.stage()).output();
            boolean whole = partitioning instanceof Partitioning.Broadcast
                    || (partitioning instanceof Partitioning.Single && parallelism == Parallelism.SINGLE);
            if (!whole) {
                throw new GrismException(
                        ErrorCode.INTERNAL,
                        "Cannot move rows into a plan that runs again and again: " + partitioning
                                + ". Broadcast is allowed, or Single in a single stage");
            }
        }
        node.inputs().forEach(input -> checkInputs(input, parallelism));
    }
}
