package io.grism.calcite.query;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.Suggestions;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternVertex;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A graph pattern under construction: {@code vertex, edge, vertex, …}. A vertex right after another starts a new path; a variable that was named before is the same
 * vertex. {@link #build} ends it.
 */
public final class PatternBuilder {
    private final GraphRelBuilder builder;
    private final PropertyGraph graph;
    private final Map<String, PatternVertex> vertices = new LinkedHashMap<>();
    private final List<PatternEdge> edges = new ArrayList<>();
    private @Nullable String last;
    private @Nullable PendingEdge pending;

    /** An edge that has no right end yet. */
    private record PendingEdge(String variable, Direction direction, List<String> labels) {}

    PatternBuilder(GraphRelBuilder builder, PropertyGraph graph) {
        this.builder = builder;
        this.graph = graph;
    }

    /**
     * The next vertex.
     *
     * @param labels of which it has one or more; any vertex when there are none
     * @throws GrismException UNKNOWN_LABEL
     */
    public PatternBuilder vertex(String variable, String... labels) {
        if (!vertices.containsKey(variable)) {
            List<Integer> tables = tables(graph.vertices(), List.of(labels));
            vertices.put(variable, new PatternVertex(variable, tables, properties(graph.vertices(), tables)));
        } else if (labels.length > 0) {
            throw invalid("the labels of vertex " + variable + " are given where it stands first");
        }
        PendingEdge edge = pending;
        if (edge != null && last != null) {
            List<Integer> tables = tables(graph.edges(), edge.labels);
            for (int table : tables) {
                if (!graph.isPlain(table)) {
                    throw invalid("edge " + edge.variable + " may be hyperedge "
                            + graph.edges().get(table).name()
                            + ". The builder takes edges with a source and a destination; give their labels");
                }
            }
            List<String> names = List.copyOf(vertices.keySet());
            edges.add(new PatternEdge(
                    edge.variable,
                    names.indexOf(last),
                    names.indexOf(variable),
                    edge.direction,
                    tables,
                    properties(graph.edges(), tables)));
            pending = null;
        }
        last = variable;
        return this;
    }

    /**
     * The edge from the vertex before it to the vertex after it.
     *
     * @param direction OUT when the vertex before it is the source
     * @param labels of which it has one or more; any edge when there are none
     */
    public PatternBuilder edge(String variable, Direction direction, String... labels) {
        if (last == null || pending != null) {
            throw invalid("edge " + variable + " does not follow a vertex");
        }
        pending = new PendingEdge(variable, direction, List.of(labels));
        return this;
    }

    /** Ends the pattern: its matches are on the builder's stack. */
    public GraphRelBuilder build() {
        if (vertices.isEmpty() || pending != null) {
            throw invalid("it does not end with a vertex");
        }
        return builder.pushMatch(graph, new MatchPattern(List.copyOf(vertices.values()), edges));
    }

    private static GrismException invalid(String what) {
        return new GrismException(ErrorCode.INVALID_PATTERN, "Cannot build the pattern: " + what + ".");
    }

    private static List<Integer> tables(List<ElementTable> elements, List<String> labels) {
        for (String label : labels) {
            if (elements.stream().noneMatch(element -> element.hasLabel(label))) {
                Set<String> known = new LinkedHashSet<>();
                elements.forEach(element -> known.addAll(element.labels().keySet()));
                throw new GrismException(
                        ErrorCode.UNKNOWN_LABEL, "Cannot find label: " + label + Suggestions.didYouMean(label, known));
            }
        }
        List<Integer> tables = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            if (labels.isEmpty() || labels.stream().anyMatch(elements.get(i)::hasLabel)) {
                tables.add(i);
            }
        }
        return tables;
    }

    /** All properties of the tables; one that a table lacks is NULL there. */
    private List<MatchProperty> properties(List<ElementTable> elements, List<Integer> tables) {
        RexBuilder rex = builder.getRexBuilder();
        RelDataTypeFactory types = rex.getTypeFactory();
        Map<String, Map<Integer, RexNode>> byName = new TreeMap<>();
        for (int table : tables) {
            elements.get(table).properties().values().forEach(property -> byName.computeIfAbsent(
                            property.name(), name -> new TreeMap<>())
                    .put(table, property.expression()));
        }
        List<MatchProperty> properties = new ArrayList<>();
        byName.forEach((name, byTable) -> {
            RelDataType common = types.leastRestrictive(
                    byTable.values().stream().map(RexNode::getType).toList());
            if (common == null) {
                throw invalid("property " + name + " has types that do not unite");
            }
            boolean everywhere = byTable.size() == tables.size();
            RelDataType type = everywhere ? common : types.createTypeWithNullability(common, true);
            Map<Integer, RexNode> cast = new TreeMap<>();
            byTable.forEach((table, value) -> cast.put(
                    table,
                    rex.ensureType(
                            types.createTypeWithNullability(
                                    type, value.getType().isNullable()),
                            value,
                            false)));
            properties.add(new MatchProperty(name, type, cast));
        });
        return properties;
    }
}
