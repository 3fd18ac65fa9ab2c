package io.grism.exec.stage;

import io.grism.exec.plan.ExchangeText;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanDescription;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Stages as EXPLAIN DISTRIBUTED shows them: the operators of each from its first leaf upwards, what comes in from other leaves under them, and the exchange to the next stage.
 */
public final class StageText {
    private final Function<PlanNode, @Nullable String> note;
    private final List<String> lines = new ArrayList<>();

    private StageText(Function<PlanNode, @Nullable String> note) {
        this.note = note;
    }

    /**
     * The lines.
     *
     * @param partitions of the query
     * @param note says more of a node behind it, or null
     */
    public static List<String> lines(
            List<ExecutionStage> stages, int partitions, Function<PlanNode, @Nullable String> note) {
        StageText text = new StageText(note);
        for (ExecutionStage stage : stages) {
            text.add(stage, stage.id() == stages.size() - 1, partitions);
            if (stage.id() < stages.size() - 1) {
                text.addExchange(stage, ExecutionStage.reader(stages, stage.id()));
            }
        }
        return text.lines;
    }

    private void add(ExecutionStage stage, boolean isLast, int partitions) {
        lines.add("Stage " + stage.id() + ":");
        add(stage.plan(), "  ", "");
        lines.add("  Parallelism: " + stage.partitions(partitions));
        lines.add("  Output: " + (isLast ? "Result" : output(stage)));
    }

    private static String output(ExecutionStage stage) {
        Partitioning partitioning = stage.output();
        String keys = ExchangeText.keys(partitioning, columns(stage.plan()));
        return ExchangeText.kind(partitioning) + (keys.isEmpty() ? "" : "Partition(" + keys + ")");
    }

    private static List<String> columns(PlanNode node) {
        return node.schema().getFields().stream().map(Field::getName).toList();
    }

    private void add(PlanNode node, String indent, String lead) {
        List<PlanNode> chain = new ArrayList<>();
        PlanNode at = node;
        while (true) {
            chain.add(0, at);
            if (at.inputs().isEmpty()) {
                break;
            }
            at = at.inputs().get(0);
        }
        lines.add(indent + lead + chain.stream().map(this::describe).collect(Collectors.joining(" → ")));
        for (PlanNode into : chain) {
            for (PlanNode input : into.inputs()
                    .subList(Math.min(1, into.inputs().size()), into.inputs().size())) {
                add(input, indent + "  ", PlanDescription.of(into).operator() + " ← ");
            }
        }
    }

    private String describe(PlanNode node) {
        String more = note.apply(node);
        return PlanDescription.of(node) + (more == null || more.isEmpty() ? "" : " " + more);
    }

    private void addExchange(ExecutionStage stage, ExecutionStage reader) {
        String exchange =
                ExchangeText.exchange(new ExchangeNode(stage.id(), stage.plan(), stage.output(), stage.order()));
        lines.add("");
        lines.add("    ↓ " + exchange + (reader.id() == stage.id() + 1 ? "" : " to Stage " + reader.id()));
        lines.add("");
    }
}
