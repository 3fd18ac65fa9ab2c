package io.grism.test;

import io.grism.test.NaiveHypergraph.Incidence;
import io.grism.test.RandomHypergraph.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A random question about a {@link RandomHypergraph}: its text, and its answer by trying every element for every variable. */
final class RandomHyperpattern {
    /** Which way a step is written. */
    private enum Direction {
        OUT("-[", "]->"),
        IN("<-[", "]-"),
        ANY("-[", "]-");

        private final String open;
        private final String close;

        Direction(String open, String close) {
            this.open = open;
            this.close = close;
        }
    }

    /** A step between two variables: over incidences of some roles, or, when there are tables, through hyperedges of those from a role to a role, {@code least} to {@code most} times. */
    private record Step(
            int left,
            int right,
            Direction direction,
            List<String> roles,
            List<Table> tables,
            int edge,
            int least,
            int most) {
        boolean isRoleArrow() {
            return !tables.isEmpty();
        }
    }

    private final RandomHypergraph graph;
    private final NaiveHypergraph naive;
    private final Random random;
    /** Per variable the tables that its label names; none for no label. */
    private final List<List<Table>> labels = new ArrayList<>();

    private final List<Boolean> isEdge = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Integer> leastX = new LinkedHashMap<>();
    private @Nullable Asked asked;
    private boolean asksInWhere;
    private boolean negated;
    private boolean asksRoles;

    /** {@code player IS ROLE role OF hyperedge}. */
    private record Asked(int player, String role, int hyperedge) {}

    private RandomHyperpattern(RandomHypergraph graph, NaiveHypergraph naive, Random random) {
        this.graph = graph;
        this.naive = naive;
        this.random = random;
    }

    static RandomHyperpattern create(RandomHypergraph graph, NaiveHypergraph naive, Random random) {
        RandomHyperpattern pattern = new RandomHyperpattern(graph, naive, random);
        pattern.addSteps();
        return pattern;
    }

    private void addSteps() {
        int count = 1 + random.nextInt(2) + random.nextInt(2);
        asksRoles = random.nextInt(4) == 0 && count == 1;
        for (int s = 0; s < count; s++) {
            int left = labels.isEmpty() || random.nextInt(8) == 0 ? vertex() : random.nextInt(labels.size());
            int right = random.nextInt(4) == 0 && labels.size() > 1 ? random.nextInt(labels.size()) : vertex();
            Direction direction = Direction.values()[random.nextInt(3)];
            if (random.nextBoolean()) {
                List<String> roles = graph.hyperedges().stream()
                        .flatMap(table -> table.roleNames().stream())
                        .distinct()
                        .collect(Collectors.toCollection(ArrayList::new));
                Collections.shuffle(roles, random);
                roles = roles.subList(0, 1 + random.nextInt(Math.min(2, roles.size())));
                steps.add(new Step(left, right, direction, roles, List.of(), -1, 1, 1));
            } else {
                addRoleArrow(left, right, direction);
            }
        }
        for (int v = 0; v < labels.size(); v++) {
            if (random.nextInt(5) == 0) {
                leastX.put(v, random.nextInt(3));
            }
        }
        List<Integer> hyperedges = variables(true);
        if (!hyperedges.isEmpty() && random.nextBoolean()) {
            int hyperedge = hyperedges.get(random.nextInt(hyperedges.size()));
            List<String> names = labels.get(hyperedge).stream()
                    .flatMap(table -> table.roleNames().stream())
                    .distinct()
                    .toList();
            asked = new Asked(random.nextInt(labels.size()), names.get(random.nextInt(names.size())), hyperedge);
            asksInWhere = random.nextBoolean();
            negated = random.nextBoolean();
        }
    }

    private void addRoleArrow(int left, int right, Direction direction) {
        List<Table> all = graph.hyperedges();
        Table first = all.get(random.nextInt(all.size()));
        List<String> names = first.roleNames();
        String from = names.get(random.nextInt(names.size()));
        String to = names.get(random.nextInt(names.size()));
        List<Table> tables = all.stream()
                .filter(table -> table.equals(first) || random.nextBoolean())
                .toList();
        boolean repeated = random.nextInt(4) == 0;
        int least = repeated ? random.nextInt(2) : 1;
        int most = repeated ? least + random.nextInt(2) : 1;
        if (most == 0) {
            most = 1;
        }
        List<Table> possible = tables.stream()
                .filter(table -> table.roleNames().containsAll(List.of(from, to)))
                .toList();
        int edge = repeated ? -1 : variable(possible, true);
        steps.add(new Step(left, right, direction, List.of(from, to), tables, edge, least, most));
    }

    private int vertex() {
        List<Table> tables = random.nextInt(5) < 3
                ? List.of()
                : graph.tables().stream().filter(table -> random.nextInt(3) > 0).toList();
        return variable(tables, false);
    }

    private int variable(List<Table> tables, boolean edge) {
        labels.add(tables);
        isEdge.add(edge);
        return labels.size() - 1;
    }

    /** Variables that are hyperedges, or may be. */
    private List<Integer> variables(boolean surely) {
        List<Integer> found = new ArrayList<>();
        for (int v = 0; v < labels.size(); v++) {
            boolean some = labels.get(v).stream().anyMatch(table -> !table.isVertex());
            boolean all = labels.get(v).stream().noneMatch(Table::isVertex);
            if (some && (all || !surely)) {
                found.add(v);
            }
        }
        return found;
    }

    // The text.

    /** The query over graph {@code g}. */
    String query() {
        Set<Integer> shown = new HashSet<>();
        List<String> paths = new ArrayList<>();
        int last = -1;
        for (Step step : steps) {
            String right = step(step, shown);
            if (last == step.left() && random.nextBoolean()) {
                int at = paths.size() - 1;
                paths.set(at, paths.get(at) + right + node(step.right(), shown));
            } else {
                String left = node(step.left(), shown);
                paths.add(left + right + node(step.right(), shown));
            }
            last = step.right();
        }
        List<String> columns = new ArrayList<>();
        for (int v = 0; v < labels.size(); v++) {
            columns.add(name(v) + ".id AS i" + v);
        }
        for (int v : asksRoles ? variables(true) : List.<Integer>of()) {
            columns.add("ARITY(" + name(v) + ") AS a" + v);
            columns.add("ROLES(" + name(v) + ") AS r" + v);
        }
        Asked ask = asked;
        String where = "";
        if (ask != null) {
            String test = name(ask.player()) + " IS " + (negated ? "NOT " : "") + "ROLE " + quoted(ask.role()) + " OF "
                    + name(ask.hyperedge());
            if (asksInWhere) {
                where = " WHERE " + test;
            } else {
                columns.add(test + " AS asked");
            }
        }
        return "SELECT * FROM GRAPH_TABLE (g MATCH " + String.join(", ", paths) + where + " COLUMNS ("
                + String.join(", ", columns) + "))";
    }

    private String step(Step step, Set<Integer> shown) {
        Direction direction = step.direction();
        if (!step.isRoleArrow()) {
            String roles = step.roles().stream().map(RandomHyperpattern::quoted).collect(Collectors.joining("|"));
            return direction.open + "IS " + roles + direction.close;
        }
        String between = " FROM " + quoted(step.roles().get(0)) + " TO "
                + quoted(step.roles().get(1));
        if (step.edge() < 0) {
            return direction.open + "IS " + label(step.tables()) + between + direction.close + "{" + step.least() + ","
                    + step.most() + "}";
        }
        shown.add(step.edge());
        return direction.open + name(step.edge()) + " IS " + label(step.tables()) + between + where(step.edge())
                + direction.close;
    }

    private String node(int variable, Set<Integer> shown) {
        if (!shown.add(variable)) {
            return "(" + name(variable) + ")";
        }
        String label = labels.get(variable).isEmpty() ? "" : " IS " + label(labels.get(variable));
        return "(" + name(variable) + label + where(variable) + ")";
    }

    private String where(int variable) {
        Integer least = leastX.get(variable);
        return least == null ? "" : " WHERE " + name(variable) + ".x >= " + least;
    }

    private static String label(List<Table> tables) {
        return tables.stream().map(Table::name).collect(Collectors.joining("|"));
    }

    private String name(int variable) {
        return (isEdge.get(variable) ? "e" : "n") + variable;
    }

    private static String quoted(String role) {
        return role;
    }

    // The answer.

    /** The rows, as text, sorted. */
    List<String> expected() {
        List<String> rows = new ArrayList<>();
        match(new ArrayList<>(), chosen -> {
            int times = 1;
            for (Step step : steps) {
                times *= times(step, chosen);
            }
            Asked ask = asked;
            boolean plays = ask != null
                    && negated != naive.plays(chosen.get(ask.hyperedge()), ask.role(), chosen.get(ask.player()));
            for (int i = 0; i < (ask != null && asksInWhere && !plays ? 0 : times); i++) {
                rows.add(row(chosen, ask != null && !asksInWhere ? plays : null));
            }
        });
        Collections.sort(rows);
        return rows;
    }

    private String row(List<Long> chosen, @Nullable Boolean plays) {
        List<String> row = new ArrayList<>();
        chosen.forEach(id -> row.add(String.valueOf(id)));
        for (int v : asksRoles ? variables(true) : List.<Integer>of()) {
            row.add(String.valueOf(naive.arity(chosen.get(v))));
            row.add(naive.roles(chosen.get(v)).toString());
        }
        if (plays != null) {
            row.add(plays.toString());
        }
        return String.join("|", row);
    }

    /** Tries every element for the next variable. */
    private void match(List<Long> chosen, Consumer<List<Long>> to) {
        int next = chosen.size();
        if (next == labels.size()) {
            to.accept(chosen);
            return;
        }
        for (long id : naive.elements()) {
            Integer x = naive.row(id).x();
            Integer least = leastX.get(next);
            boolean allowed = labels.get(next).isEmpty() || labels.get(next).contains(naive.table(id));
            if (allowed && (least == null || x != null && x >= least)) {
                chosen.add(id);
                if (steps.stream().allMatch(step -> isOpen(step, chosen) || times(step, chosen) > 0)) {
                    match(chosen, to);
                }
                chosen.remove(next);
            }
        }
    }

    private static boolean isOpen(Step step, List<Long> chosen) {
        return Math.max(step.edge(), Math.max(step.left(), step.right())) >= chosen.size();
    }

    /** How often a step matches between chosen elements. */
    private int times(Step step, List<Long> chosen) {
        long left = chosen.get(step.left());
        long right = chosen.get(step.right());
        if (!step.isRoleArrow()) {
            return incidences(step, left, right).size();
        }
        if (step.edge() >= 0) {
            return leads(step, left, chosen.get(step.edge()), right) ? 1 : 0;
        }
        int times = 0;
        for (int length = step.least(); length <= step.most(); length++) {
            times += walks(step, left, right, length);
        }
        return times;
    }

    private Set<Incidence> incidences(Step step, long left, long right) {
        Set<Incidence> found = new HashSet<>();
        for (String role : step.roles()) {
            if (step.direction() != Direction.IN && naive.plays(left, role, right)) {
                found.add(new Incidence(left, role, right));
            }
            if (step.direction() != Direction.OUT && naive.plays(right, role, left)) {
                found.add(new Incidence(right, role, left));
            }
        }
        return found;
    }

    private boolean leads(Step step, long left, long hyperedge, long right) {
        String from = step.roles().get(0);
        String to = step.roles().get(1);
        boolean out = naive.plays(hyperedge, from, left) && naive.plays(hyperedge, to, right);
        boolean in = naive.plays(hyperedge, from, right) && naive.plays(hyperedge, to, left);
        return step.direction() != Direction.IN && out || step.direction() != Direction.OUT && in;
    }

    private int walks(Step step, long left, long right, int length) {
        if (length == 0) {
            return left == right ? 1 : 0;
        }
        int times = 0;
        for (long hyperedge : naive.elements()) {
            if (step.tables().contains(naive.table(hyperedge))) {
                for (long next : naive.elements()) {
                    if (leads(step, left, hyperedge, next)) {
                        times += walks(step, next, right, length - 1);
                    }
                }
            }
        }
        return times;
    }
}
