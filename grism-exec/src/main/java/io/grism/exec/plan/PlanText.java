package io.grism.exec.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A plan as an indented tree, a node a line. */
public final class PlanText {
    private PlanText() {}

    /** The lines; {@code note} says more of a node at the end of its line, or null. */
    public static List<String> lines(PlanNode plan, Function<PlanNode, @Nullable String> note) {
        List<String> lines = new ArrayList<>();
        add(plan, 0, note, lines);
        return lines;
    }

    private static void add(PlanNode node, int depth, Function<PlanNode, @Nullable String> note, List<String> lines) {
        String more = note.apply(node);
        lines.add("  ".repeat(depth) + PlanDescription.of(node) + (more == null ? "" : "  " + more));
        for (PlanNode input : node.inputs()) {
            add(input, depth + 1, note, lines);
        }
    }
}
