package io.grism.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/** Makes the patterns of fixed length that a pattern with bounded quantifiers stands for. Their matches together are its matches. */
final class Unroller {
    /** Most patterns that one is unrolled to. */
    static final int MAX_PATTERNS = 256;

    /** An element of a path, or the end of a repetition, with what binds its variables. */
    private sealed interface Step {
        record Element(PathItem item, Binding binding) implements Step {}

        record Repetition(PathItem.Group group, Binding binding) implements Step {}
    }

    private final PatternBinder pattern;

    Unroller(PatternBinder pattern) {
        this.pattern = pattern;
    }

    List<UnrolledPattern> unroll(SqlNode at) {
        List<List<Integer>> choices = new ArrayList<>();
        choices.add(List.of());
        List<PathItem.Group> groups = new ArrayList<>();
        pattern.paths().forEach(path -> collect(path.items(), groups, false));
        for (PathItem.Group group : groups) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> choice : choices) {
                for (int count = group.minimum(); count <= group.maximum(); count++) {
                    List<Integer> next = new ArrayList<>(choice);
                    next.add(count);
                    longer.add(next);
                }
            }
            choices = longer;
            if (choices.size() > MAX_PATTERNS) {
                throw GraphErrors.unsupported(
                        "a pattern with more than " + MAX_PATTERNS + " combinations of lengths", at);
            }
        }
        return choices.stream().map(choice -> unroll(groups, choice)).toList();
    }

    private static void collect(List<PathItem> items, List<PathItem.Group> groups, boolean nested) {
        for (PathItem item : items) {
            if (item instanceof PathItem.Group group) {
                if (nested) {
                    throw GraphErrors.unsupported(
                            "a quantifier inside of a repeated path",
                            group.scope().getNode());
                }
                groups.add(group);
                collect(group.items(), groups, true);
            }
        }
    }

    private UnrolledPattern unroll(List<PathItem.Group> groups, List<Integer> counts) {
        UnrolledPattern result = new UnrolledPattern();
        for (PathItem.Path path : pattern.paths()) {
            List<Step> steps = new ArrayList<>();
            for (PathItem item : path.items()) {
                if (item instanceof PathItem.Group group) {
                    for (int i = 0; i < counts.get(groups.indexOf(group)); i++) {
                        Binding binding = new Binding(result.binding());
                        group.items().forEach(inner -> steps.add(new Step.Element(inner, binding)));
                        steps.add(new Step.Repetition(group, binding));
                    }
                } else {
                    steps.add(new Step.Element(item, result.binding()));
                }
            }
            add(steps, result);
        }
        return result;
    }

    /** Adds a path: vertices beside each other are one, edges beside each other get a vertex between. */
    private void add(List<Step> steps, UnrolledPattern result) {
        result.startPath();
        boolean afterVertex = false;
        boolean empty = true;
        for (Step step : steps) {
            if (step instanceof Step.Repetition repetition) {
                PathItem.Group group = repetition.group();
                for (SqlNode condition : group.conditions()) {
                    result.addCondition(new UnrolledPattern.Condition(condition, group.scope(), repetition.binding()));
                }
            } else if (((Step.Element) step).item() instanceof PathItem.Vertex vertex) {
                result.vertex(vertex.variable(), ((Step.Element) step).binding(), afterVertex);
                afterVertex = true;
                empty = false;
            } else {
                PathItem.Edge edge = (PathItem.Edge) ((Step.Element) step).item();
                if (!afterVertex) {
                    result.vertex(pattern.freshVertex(), result.binding(), false);
                }
                result.edge(edge.variable(), edge.direction(), ((Step.Element) step).binding());
                afterVertex = false;
                empty = false;
            }
        }
        if (!afterVertex || empty) {
            result.vertex(pattern.freshVertex(), result.binding(), false);
        }
        result.endPath();
    }
}
