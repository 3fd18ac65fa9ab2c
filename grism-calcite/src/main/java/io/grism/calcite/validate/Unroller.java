package io.grism.calcite.validate;

import io.grism.exec.graph.Direction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/** Makes the patterns of fixed length that a pattern with bounded quantifiers stands for. Their matches together are its matches. */
final class Unroller {
    /** Most patterns that one is unrolled to. */
    static final int MAX_PATTERNS = 256;

    private static final int MAX_TURNS = 8;

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
        List<UnrolledPattern> patterns = new ArrayList<>();
        for (List<Integer> choice : choices) {
            int turnable = turnable(groups, choice);
            if (turnable > MAX_TURNS || patterns.size() + (1 << turnable) > MAX_PATTERNS) {
                throw GraphErrors.unsupported(
                        "a pattern with more than " + MAX_PATTERNS
                                + " combinations of lengths and of directions between roles",
                        at);
            }
            for (int turned = 0; turned < 1 << turnable; turned++) {
                patterns.add(unroll(groups, choice, turned));
            }
        }
        return patterns;
    }

    /** How many steps between roles are taken either way. */
    private int turnable(List<PathItem.Group> groups, List<Integer> counts) {
        int turnable = 0;
        for (PathItem.Path path : pattern.paths()) {
            for (PathItem item : path.items()) {
                if (item instanceof PathItem.Group group) {
                    long inside =
                            group.items().stream().filter(Unroller::isTurnable).count();
                    turnable += Math.toIntExact(inside * counts.get(groups.indexOf(group)));
                } else if (isTurnable(item)) {
                    turnable++;
                }
            }
        }
        return turnable;
    }

    private static boolean isTurnable(PathItem item) {
        return item instanceof PathItem.Edge edge
                && edge.direction() == Direction.ANY
                && edge.crossing() instanceof Crossing.Roles roles
                && !roles.isSymmetric();
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

    /** {@code turned} has a bit for each step between roles that may be taken either way: set when it is taken backward. */
    private UnrolledPattern unroll(List<PathItem.Group> groups, List<Integer> counts, int turned) {
        Turns turns = new Turns(turned);
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
            add(steps, result, turns);
        }
        return result;
    }

    /** Adds a path: vertices beside each other are one, edges beside each other get a vertex between. */
    private void add(List<Step> steps, UnrolledPattern result, Turns turns) {
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
                    result.vertex(pattern.freshEnd(), result.binding(), false);
                }
                if (edge.crossing() instanceof Crossing.Roles roles) {
                    addRoles(edge, roles, ((Step.Element) step).binding(), result, turns);
                } else {
                    result.edge(edge.variable(), edge.direction(), ((Step.Element) step).binding());
                }
                afterVertex = false;
                empty = false;
            }
        }
        if (!afterVertex || empty) {
            result.vertex(empty ? pattern.freshVertex() : pattern.freshEnd(), result.binding(), false);
        }
        result.endPath();
    }

    private void addRoles(
            PathItem.Edge edge, Crossing.Roles roles, Binding binding, UnrolledPattern result, Turns turns) {
        boolean turned = isTurnable(edge) && turns.next();
        boolean backward = turned || edge.direction() == Direction.IN;
        PatternVariable from = pattern.freshIncidence(roles.from());
        PatternVariable to = pattern.freshIncidence(roles.to());
        result.roles(edge.variable(), backward ? to : from, backward ? from : to, binding);
        if (turned) {
            result.exclude(roles);
        }
    }

    /** The bits of the steps that are turned, one after the other. */
    private static final class Turns {
        private int bits;

        Turns(int bits) {
            this.bits = bits;
        }

        boolean next() {
            boolean turned = (bits & 1) != 0;
            bits >>= 1;
            return turned;
        }
    }
}
