package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.PropertyGraph.Property;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternVertex;
import io.grism.exec.graph.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of fixed length: one choice of repetitions for each quantifier. Its nodes are vertices and edges; vertices that stand beside each other without an
 * edge between are one vertex.
 */
final class UnrolledPattern {
    /** A vertex or edge. {@code same} is an earlier vertex that this one is, else itself. */
    private static final class Node {
        final PatternVariable variable;
        final Direction direction;
        /** Of a walk, else null. */
        final PatternEdge.@Nullable Quantifier quantifier;

        int same;
        int left = -1;
        int right = -1;

        Node(PatternVariable variable, @Nullable Direction direction, int self) {
            this(variable, direction, null, self);
        }

        Node(
                PatternVariable variable,
                @Nullable Direction direction,
                PatternEdge.@Nullable Quantifier quantifier,
                int self) {
            this.variable = variable;
            this.quantifier = quantifier;
            this.direction = direction == null ? Direction.ANY : direction;
            this.same = self;
        }
    }

    /** A way through a hyperedge that a match must not have: its players left and right of it, as nodes. */
    record Exclusion(int hyperedge, int left, int right, Crossing.Roles roles) {}

    /** An edge of a path, and the incidences that it goes through if it is a step between roles, else null. */
    private record PathEdge(int node, int @Nullable [] incidences) {}

    /** A condition of a repetition, with what its variables stand for there. */
    record Condition(SqlNode expression, GraphScope scope, Binding binding) {}

    private final List<Node> nodes = new ArrayList<>();
    private final List<Integer> vertexNodes = new ArrayList<>();
    private final List<Integer> edgeNodes = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<List<Integer>> pathVertices = new ArrayList<>();
    private final List<List<PathEdge>> pathEdges = new ArrayList<>();
    private final List<Exclusion> exclusions = new ArrayList<>();
    private final List<int[]> sameEdges = new ArrayList<>();
    private final Binding binding = new Binding(null);

    Binding binding() {
        return binding;
    }

    List<Condition> conditions() {
        return conditions;
    }

    /** The vertices of each path in order, as nodes. */
    List<List<Integer>> pathVertices() {
        return pathVertices;
    }

    /** The edges of each path in order, as nodes. */
    List<List<Integer>> pathEdges() {
        return pathEdges.stream()
                .map(path -> path.stream().map(PathEdge::node).toList())
                .toList();
    }

    List<Integer> allEdges() {
        return pathEdges().stream().flatMap(List::stream).toList();
    }

    List<Exclusion> exclusions() {
        return exclusions;
    }

    /** Pairs of edge nodes that one variable names: they must be one edge. */
    List<int[]> sameEdges() {
        return sameEdges;
    }

    void addCondition(Condition condition) {
        conditions.add(condition);
    }

    /** Starts a path. */
    void startPath() {
        pathVertices.add(new ArrayList<>());
        pathEdges.add(new ArrayList<>());
    }

    /** The next vertex of the path; {@code joined} tells that it is the vertex before it. */
    void vertex(PatternVariable variable, Binding bind, boolean joined) {
        List<Integer> path = last(pathVertices);
        Integer known = bind.get(variable);
        int node;
        if (known == null) {
            node = nodes.size();
            nodes.add(new Node(variable, null, node));
            vertexNodes.add(node);
            bind.put(variable, node);
        } else {
            node = known;
        }
        if (joined) {
            int before = last(path);
            unite(before, node);
        } else {
            path.add(node);
        }
    }

    /** The next edge of the path: its left end is the vertex before it; the vertex after it is to come. */
    void edge(PatternVariable variable, Direction direction, Binding bind) {
        int node = nodes.size();
        nodes.add(new Node(variable, direction, node));
        edgeNodes.add(node);
        last(pathEdges).add(new PathEdge(node, null));
        Integer known = bind.get(variable);
        if (known == null) {
            bind.put(variable, node);
        } else {
            sameEdges.add(new int[] {known, node});
        }
    }

    /** The next edges of the path, as a walk: its left end is the vertex before it; the vertex after it is to come. */
    void walk(PatternVariable variable, Direction direction, PatternEdge.Quantifier quantifier) {
        int node = nodes.size();
        nodes.add(new Node(variable, direction, quantifier, node));
        edgeNodes.add(node);
        last(pathEdges).add(new PathEdge(node, null));
    }

    /** The next step between roles of the path: the hyperedge, and its incidences with the vertices before and after it. */
    void roles(PatternVariable hyperedge, PatternVariable left, PatternVariable right, Binding bind) {
        Integer known = bind.get(hyperedge);
        int node = known == null ? nodes.size() : known;
        if (known == null) {
            nodes.add(new Node(hyperedge, null, node));
            vertexNodes.add(node);
            bind.put(hyperedge, node);
        }
        int[] incidences = {incidence(left), incidence(right)};
        last(pathEdges).add(new PathEdge(node, incidences));
    }

    private int incidence(PatternVariable variable) {
        int node = nodes.size();
        nodes.add(new Node(variable, Direction.OUT, node));
        edgeNodes.add(node);
        return node;
    }

    /** Leaves out the matches in which the last step between roles leads from the vertex before it to the vertex after it; the path goes on behind it. */
    void exclude(Crossing.Roles roles) {
        List<PathEdge> path = last(pathEdges);
        pending.add(new Pending(path.size() - 1, roles));
    }

    /** An exclusion of the path that is being made: of its edge at a place. */
    private record Pending(int edge, Crossing.Roles roles) {}

    private final List<Pending> pending = new ArrayList<>();

    /** Gives the edges of the path their ends; the path is complete. */
    void endPath() {
        List<Integer> vertices = last(pathVertices);
        List<PathEdge> edges = last(pathEdges);
        for (int i = 0; i < edges.size(); i++) {
            PathEdge edge = edges.get(i);
            int[] incidences = edge.incidences();
            if (incidences == null) {
                nodes.get(edge.node()).left = vertices.get(i);
                nodes.get(edge.node()).right = vertices.get(i + 1);
            } else {
                for (int side = 0; side < 2; side++) {
                    nodes.get(incidences[side]).left = edge.node();
                    nodes.get(incidences[side]).right = vertices.get(i + side);
                }
            }
        }
        for (Pending excluded : pending) {
            int at = excluded.edge();
            exclusions.add(
                    new Exclusion(edges.get(at).node(), vertices.get(at), vertices.get(at + 1), excluded.roles()));
        }
        pending.clear();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private void unite(int a, int b) {
        int first = root(a);
        int second = root(b);
        nodes.get(Math.max(first, second)).same = Math.min(first, second);
    }

    private int root(int node) {
        int at = node;
        while (nodes.get(at).same != at) {
            at = nodes.get(at).same;
        }
        return at;
    }

    /** Whether two vertex nodes are one vertex. */
    boolean isSame(int a, int b) {
        return root(a) == root(b);
    }

    /** Whether a node is an edge. */
    boolean isEdge(int node) {
        return edgeNodes.contains(node);
    }

    /** The ordinal of a node's vertex or edge in {@link #pattern}. */
    int ordinal(int node) {
        return isEdge(node) ? edgeNodes.indexOf(node) : roots().indexOf(root(node));
    }

    private List<Integer> roots() {
        return vertexNodes.stream().filter(node -> root(node) == node).toList();
    }

    /** The tables that a node's element may come from: those that all its variables allow. */
    List<Integer> tables(int node) {
        if (isEdge(node)) {
            return nodes.get(node).variable.tables();
        }
        int root = root(node);
        TreeSet<Integer> tables = new TreeSet<>(nodes.get(root).variable.tables());
        for (int other : vertexNodes) {
            if (root(other) == root) {
                tables.retainAll(nodes.get(other).variable.tables());
            }
        }
        return List.copyOf(tables);
    }

    /** Whether some element can come from no table. */
    boolean isImpossible() {
        return IntStream.range(0, nodes.size())
                .anyMatch(node -> tables(node).isEmpty() && !mayBeEmpty(nodes.get(node).quantifier));
    }

    private static boolean mayBeEmpty(PatternEdge.@Nullable Quantifier walk) {
        return walk != null && walk.least() == 0;
    }

    /** The pattern for planning. */
    MatchPattern pattern(RexBuilder rex) {
        Set<String> names = new HashSet<>();
        List<PatternVertex> vertices = new ArrayList<>();
        for (int node : roots()) {
            vertices.add(new PatternVertex(name(node, names), tables(node), properties(node, rex)));
        }
        List<PatternEdge> edges = new ArrayList<>();
        for (int node : edgeNodes) {
            Node edge = nodes.get(node);
            edges.add(new PatternEdge(
                    name(node, names),
                    ordinal(edge.left),
                    ordinal(edge.right),
                    edge.direction,
                    tables(node),
                    edge.quantifier == null ? properties(node, rex) : List.of(),
                    edge.quantifier));
        }
        return new MatchPattern(vertices, edges);
    }

    private String name(int node, Set<String> taken) {
        String name = nodes.get(node).variable.name();
        String unique = name;
        for (int i = 2; !taken.add(unique); i++) {
            unique = name + "#" + i;
        }
        return unique;
    }

    private List<MatchProperty> properties(int node, RexBuilder rex) {
        PatternVariable variable = nodes.get(node).variable;
        List<Integer> tables = tables(node);
        List<MatchProperty> result = new ArrayList<>();
        Map<String, RelDataType> types = variable.properties(rex.getTypeFactory(), tables);
        types.forEach((name, type) -> {
            Map<Integer, RexNode> byTable = new HashMap<>();
            for (int table : tables) {
                ElementTable element = variable.allTables().get(table);
                Property own = element.property(name);
                if (own != null) {
                    RelDataType wanted = rex.getTypeFactory()
                            .createTypeWithNullability(type, own.type().isNullable());
                    byTable.put(table, rex.ensureType(wanted, own.expression(), true));
                }
            }
            result.add(new MatchProperty(name, type, byTable));
        });
        return result;
    }
}
