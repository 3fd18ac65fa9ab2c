package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.rel.MatchGraph;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.ElementKind;
import io.grism.parser.SqlElementPattern;
import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlPathAlternation;
import io.grism.parser.SqlPathPattern;
import io.grism.parser.SqlPathPrefix;
import io.grism.parser.SqlPathTerm;
import io.grism.parser.SqlQuantifiedPath;
import io.grism.parser.SqlSubPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** Finds the variables of a MATCH and what they may stand for; refuses what is wrong or cannot run yet. */
final class PatternBinder {
    private final PropertyGraph graph;
    private final Labels labels;
    private final CrossingBinder crossings;
    private final MatchGraph matchGraph;
    /** The edge variables that stand, or may stand, in the place of a vertex. */
    private final Set<String> hyperedges;

    private final GraphScope scope;
    private final List<PathItem.Path> paths = new ArrayList<>();
    private final List<SqlNode> conditions = new ArrayList<>();
    private final Map<String, PatternVariable> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, PatternVariable> groupVariables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> pathVariables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private int anonymous;

    PatternBinder(PropertyGraph graph, SqlValidatorScope parent, SqlGraphTable table) {
        this.graph = graph;
        this.labels = new Labels(graph);
        this.crossings = new CrossingBinder(graph, labels);
        this.matchGraph = new MatchGraph(
                graph.tables(),
                graph.vertices().stream().map(ElementTable::relTable).toList(),
                graph.edges().stream().map(ElementTable::relTable).toList(),
                graph.throughTables());
        this.scope = new GraphScope(parent, table);
        refuse(table);
        this.hyperedges = new HyperedgeNames(labels, crossings).in(table.patterns());
        for (SqlNode pattern : table.patterns()) {
            bind((SqlPathPattern) pattern);
        }
        paths.forEach(path -> new RoleEnds(graph.tables()).restrict(path.items()));
        if (table.where() != null) {
            conditions.add(table.where());
        }
    }

    PropertyGraph graph() {
        return graph;
    }

    /** The graph as planning sees it. */
    MatchGraph matchGraph() {
        return matchGraph;
    }

    CrossingBinder crossings() {
        return crossings;
    }

    Labels labels() {
        return labels;
    }

    GraphScope scope() {
        return scope;
    }

    List<PathItem.Path> paths() {
        return paths;
    }

    /** Conditions over the variables that stand for one element each. */
    List<SqlNode> conditions() {
        return conditions;
    }

    /** Variables in the order they appear. */
    List<PatternVariable> named() {
        return new LinkedHashMap<>(order).values().stream().toList();
    }

    private final Map<String, PatternVariable> order = new LinkedHashMap<>();

    /** A variable inside a quantified path, or null. */
    @Nullable
    PatternVariable groupVariable(String name) {
        return groupVariables.get(name);
    }

    boolean isPathVariable(String name) {
        return pathVariables.contains(name);
    }

    private static void refuse(SqlGraphTable table) {
        if (table.keep() != null) {
            throw GraphErrors.unsupported("KEEP", table.keep());
        }
        if (table.rows() != null && table.rows().per() != io.grism.parser.SqlGraphRows.Per.MATCH) {
            throw GraphErrors.unsupported("ONE ROW PER " + table.rows().per(), table.rows());
        }
    }

    private void bind(SqlPathPattern pattern) {
        SqlPathPrefix prefix = pattern.prefix();
        if (prefix != null && prefix.selector() != null && prefix.selector() != SqlPathPrefix.Selector.ALL) {
            throw GraphErrors.unsupported(
                    "the path selector " + prefix.selector().name().replace('_', ' '), prefix);
        }
        SqlPathPrefix.Mode mode = prefix == null ? null : prefix.mode();
        SqlIdentifier variable = pattern.variable();
        if (variable != null && !pathVariables.add(variable.getSimple())) {
            throw GraphErrors.invalidPattern("Cannot name two paths " + variable + ".", variable);
        }
        List<PathItem> items = new ArrayList<>();
        path(pattern.path(), items, null, scope, conditions, mode);
        paths.add(new PathItem.Path(items, mode, variable == null ? null : variable.getSimple()));
    }

    private void path(
            SqlNode path,
            List<PathItem> items,
            @Nullable List<PatternVariable> group,
            GraphScope inside,
            List<SqlNode> where,
            SqlPathPrefix.@Nullable Mode mode) {
        if (path instanceof SqlPathAlternation) {
            throw GraphErrors.unsupported("an alternative of paths (|)", path);
        }
        for (SqlNode factor : ((SqlPathTerm) path).factors()) {
            if (factor instanceof SqlElementPattern element) {
                items.add(element(element, group, inside, where));
            } else if (factor instanceof SqlSubPath sub) {
                subPath(sub, items, group, inside, where, mode);
            } else {
                items.add(quantified((SqlQuantifiedPath) factor, mode));
            }
        }
    }

    private void subPath(
            SqlSubPath sub,
            List<PathItem> items,
            @Nullable List<PatternVariable> group,
            GraphScope inside,
            List<SqlNode> where,
            SqlPathPrefix.@Nullable Mode mode) {
        if (sub.variable() != null) {
            throw GraphErrors.unsupported("a variable for a part of a path", sub.variable());
        }
        if (sub.mode() != null && sub.mode() != SqlPathPrefix.Mode.WALK) {
            throw GraphErrors.unsupported("the mode " + sub.mode() + " for a part of a path", sub);
        }
        path(sub.path(), items, group, inside, where, mode);
        if (sub.where() != null) {
            where.add(sub.where());
        }
    }

    private PathItem quantified(SqlQuantifiedPath quantified, SqlPathPrefix.@Nullable Mode mode) {
        SqlLiteral least = quantified.minimum();
        SqlLiteral most = quantified.maximum();
        int minimum = least == null ? 0 : least.intValue(true);
        if (least != null && most == null) {
            if (mode == null || mode == SqlPathPrefix.Mode.WALK) {
                throw GraphErrors.invalidPattern(
                        "Cannot match a path without an upper bound: it may go on for ever. Write {m,n}, or put TRAIL,"
                                + " ACYCLIC, SIMPLE, ANY or SHORTEST before the path.",
                        quantified);
            }
            throw GraphErrors.unsupported("a quantifier without an upper bound", quantified);
        }
        int maximum = most == null ? 1 : most.intValue(true);
        if (maximum < minimum || maximum == 0) {
            throw GraphErrors.invalidPattern(
                    "Cannot repeat a path " + minimum + " to " + maximum
                            + " times. The upper bound is at least 1 and at least the lower one.",
                    quantified);
        }
        GraphScope own = new GraphScope(scope.getParent(), scope.getNode());
        List<PatternVariable> declared = new ArrayList<>();
        List<SqlNode> where = new ArrayList<>();
        List<PathItem> items = new ArrayList<>();
        SqlNode path = quantified.path();
        if (path instanceof SqlElementPattern element) {
            if (element.isVertex()) {
                throw GraphErrors.invalidPattern(
                        "Cannot repeat a vertex. A quantifier stands after an edge, or after a"
                                + " path in parentheses.",
                        quantified);
            }
            items.add(element(element, declared, own, where));
        } else {
            subPath((SqlSubPath) path, items, declared, own, where, mode);
        }
        if (items.stream().noneMatch(item -> !(item instanceof PathItem.Vertex))) {
            throw GraphErrors.invalidPattern("Cannot repeat a path without an edge.", quantified);
        }
        return new PathItem.Group(quantified, items, minimum, maximum, own, declared, where, null);
    }

    private PathItem element(
            SqlElementPattern element, @Nullable List<PatternVariable> group, GraphScope inside, List<SqlNode> where) {
        SqlElementPattern.Direction direction = element.direction();
        SqlNode condition = element.where();
        if (direction == null) {
            PatternVariable vertex = variable(element, ElementKind.VERTEX, group, inside);
            SqlNode label = element.label();
            if (label != null) {
                vertex.restrict(labels.tables(label, ElementKind.VERTEX));
                if (labels.namesEdges(label)) {
                    vertex.admitHyperedges();
                }
            }
            if (condition != null) {
                where.add(condition);
            }
            return new PathItem.Vertex(vertex);
        }
        Crossing crossing = crossings.bind(element);
        SqlIdentifier name = element.variable();
        if (crossing instanceof Crossing.Edges edges && name != null && hyperedges.contains(name.getSimple())) {
            crossing = crossings.asRoles(edges);
        }
        PatternVariable edge;
        if (crossing instanceof Crossing.Roles roles) {
            edge = variable(element, ElementKind.VERTEX, group, inside);
            edge.restrict(roles.elements());
            edge.admitHyperedges();
        } else {
            edge = variable(element, ElementKind.EDGE, group, inside);
            edge.restrict(
                    crossing instanceof Crossing.Edges edges
                            ? edges.ordinals()
                            : ((Crossing.Incidences) crossing).ordinals());
        }
        if (condition != null) {
            where.add(condition);
        }
        return new PathItem.Edge(
                edge,
                switch (direction) {
                    case LEFT -> Direction.IN;
                    case RIGHT -> Direction.OUT;
                    case ANY, LEFT_OR_RIGHT -> Direction.ANY;
                },
                crossing,
                element);
    }

    private PatternVariable variable(
            SqlElementPattern element, ElementKind kind, @Nullable List<PatternVariable> group, GraphScope inside) {
        SqlIdentifier identifier = element.variable();
        if (identifier == null) {
            String name = "#" + (element.isVertex() ? "v" : "e") + ++anonymous;
            return declare(new PatternVariable(name, true, kind, group, graph), group, inside);
        }
        String name = identifier.getSimple();
        PatternVariable known = group == null ? variables.get(name) : inside.variable(name);
        PatternVariable elsewhere = group == null ? groupVariables.get(name) : variables.get(name);
        if (group != null && known == null && elsewhere == null && groupVariables.containsKey(name)) {
            elsewhere = groupVariables.get(name);
        }
        if (elsewhere != null) {
            throw GraphErrors.invalidPattern(
                    "Cannot use variable " + name + " inside and outside of a repeated path.", identifier);
        }
        if (known == null) {
            return declare(new PatternVariable(name, false, kind, group, graph), group, inside);
        }
        if (known.kind() != kind) {
            throw GraphErrors.invalidPattern(
                    "Cannot use variable " + name + " as an edge and as a vertex.", identifier);
        }
        return known;
    }

    /** A vertex that the text leaves out. */
    PatternVariable freshVertex() {
        return new PatternVariable("#v" + ++anonymous, true, ElementKind.VERTEX, null, graph);
    }

    /** A vertex or hyperedge that the text leaves out, at the end of an edge. */
    PatternVariable freshEnd() {
        PatternVariable end = freshVertex();
        end.admitHyperedges();
        return end;
    }

    /** An incidence that a step between roles goes through; edge ordinals. */
    PatternVariable freshIncidence(List<Integer> ordinals) {
        PatternVariable incidence = new PatternVariable("#i" + ++anonymous, true, ElementKind.EDGE, null, graph);
        incidence.restrict(ordinals);
        return incidence;
    }

    private PatternVariable declare(
            PatternVariable variable, @Nullable List<PatternVariable> group, GraphScope inside) {
        inside.add(variable);
        if (group != null) {
            group.add(variable);
            groupVariables.put(variable.name(), variable);
        } else {
            variables.put(variable.name(), variable);
            if (!variable.isAnonymous()) {
                order.put(variable.name(), variable);
            }
        }
        return variable;
    }

    /** Lets the conditions of repeated paths see the variables outside; to be called when all are known. */
    void close() {
        paths.forEach(path -> close(path.items()));
    }

    private void close(List<PathItem> items) {
        for (PathItem item : items) {
            if (item instanceof PathItem.Group group) {
                variables.values().forEach(group.scope()::add);
                close(group.items());
            }
        }
    }
}
