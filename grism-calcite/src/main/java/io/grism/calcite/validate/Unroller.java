package io.grism.calcite.validate;

import io.grism.calcite.rel.PatternEdge.Quantifier;
import io.grism.calcite.rel.QuantifierLimits;
import io.grism.exec.graph.Direction;
import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlPathPrefix;
import io.grism.parser.SqlSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlNode;

/** Makes the patterns of fixed length that a pattern with bounded quantifiers stands for. Their matches together are its matches. */
final class Unroller {
    private static final int MAX_TURNS = 8;

    /** An element of a path, the end of a repetition, with what binds its variables, or a walk that stays one. */
    private sealed interface Step {
        record Element(PathItem item, Binding binding) implements Step {}

        record Repetition(PathItem.Group group, Binding binding) implements Step {}

        record Walk(PathItem.Group group, PathItem.Edge edge) implements Step {}
    }

    private final PatternBinder pattern;

    Unroller(PatternBinder pattern) {
        this.pattern = pattern;
    }

    /** All of them. */
    List<UnrolledPattern> unroll(SqlNode at) {
        return unroll(at, group -> false);
    }

    /** Those that have a walk instead wherever nothing is asked of the edges and vertices that are repeated: such a walk ends where it would end unrolled, as often. */
    List<UnrolledPattern> unrollButWalks(SqlGraphTable table) {
        Set<PathItem.Group> walks = new HashSet<>();
        if (table.matchMode() != SqlGraphTable.MatchMode.DIFFERENT_EDGES) {
            for (PathItem.Path path : pattern.paths()) {
                boolean anyMode = path.mode() == null || path.mode() == SqlPathPrefix.Mode.WALK;
                if (anyMode && !mayBeEmpty(path)) {
                    path.items().stream()
                            .filter(item -> item instanceof PathItem.Group group && isWalk(group))
                            .forEach(item -> walks.add((PathItem.Group) item));
                }
            }
        }
        return unroll(table, walks::contains);
    }

    /** Whether nothing of a path need be there: it then stands for a vertex, not for any element at which edges may end. */
    private static boolean mayBeEmpty(PathItem.Path path) {
        return path.items().stream().allMatch(item -> item instanceof PathItem.Group group && group.minimum() == 0);
    }

    private static boolean isWalk(PathItem.Group group) {
        return group.maximum() > 1
                && group.conditions().isEmpty()
                && group.items().size() == 1
                && group.items().get(0) instanceof PathItem.Edge edge
                && !(edge.crossing() instanceof Crossing.Roles);
    }

    private List<UnrolledPattern> unroll(SqlNode at, Predicate<PathItem.Group> walks) {
        List<List<Integer>> choices = new ArrayList<>();
        choices.add(List.of());
        List<PathItem.Group> groups = new ArrayList<>();
        pattern.paths().forEach(path -> collect(path.items(), groups, false));
        groups.removeIf(walks);
        for (PathItem.Group group : groups) {
            QuantifierLimits.checkRepetitions(
                    group.maximum(), SqlSyntax.position(group.at().getParserPosition()));
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> choice : choices) {
                for (int count = group.minimum(); count <= group.maximum(); count++) {
                    List<Integer> next = new ArrayList<>(choice);
                    next.add(count);
                    longer.add(next);
                }
            }
            choices = longer;
            QuantifierLimits.checkPatterns(choices.size(), SqlSyntax.position(at.getParserPosition()));
        }
        List<UnrolledPattern> patterns = new ArrayList<>();
        for (List<Integer> choice : choices) {
            int turnable = turnable(groups, choice);
            if (turnable > MAX_TURNS || patterns.size() + (1 << turnable) > QuantifierLimits.MAX_PATTERNS) {
                throw GraphErrors.unsupported(
                        "a pattern with more than " + QuantifierLimits.MAX_PATTERNS
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
                    turnable += inside == 0 ? 0 : Math.toIntExact(inside * counts.get(groups.indexOf(group)));
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
                if (item instanceof PathItem.Group group && !groups.contains(group)) {
                    steps.add(new Step.Walk(group, (PathItem.Edge) group.items().get(0)));
                } else if (item instanceof PathItem.Group group) {
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
            } else if (step instanceof Step.Walk walk) {
                if (!afterVertex) {
                    result.vertex(pattern.freshEnd(), result.binding(), false);
                }
                PathItem.Group group = walk.group();
                result.walk(
                        walk.edge().variable(),
                        walk.edge().direction(),
                        new Quantifier(
                                group.minimum(),
                                group.maximum(),
                                SqlSyntax.position(group.at().getParserPosition())));
                afterVertex = false;
                empty = false;
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
