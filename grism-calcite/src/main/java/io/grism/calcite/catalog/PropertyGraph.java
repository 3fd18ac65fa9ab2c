package io.grism.calcite.catalog;

import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A property graph over the tables of one snapshot: what its definition says, checked, with keys, labels and properties made explicit.
 *
 * @param vertices in the order of {@link GraphTables#vertices()}
 * @param edges hyperedges among them, in the order of {@link GraphTables#edges()}
 * @param throughTables the tables of incidences that roles are played through
 */
public record PropertyGraph(
        GraphTables tables,
        List<ElementTable> vertices,
        List<ElementTable> edges,
        Map<ObjectName, RelOptTable> throughTables) {
    public PropertyGraph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        throughTables = Map.copyOf(throughTables);
    }

    /** Vertex tables and edge tables by their numbers: what may stand in the place of a vertex. */
    public List<ElementTable> elements() {
        List<ElementTable> all = new ArrayList<>(vertices);
        all.addAll(edges);
        return all;
    }

    /** What may stand in the place of an edge, by edge ordinal: the edge tables, then the incidence tables, each with its role as its label. */
    public List<ElementTable> steps() {
        List<ElementTable> all = new ArrayList<>(edges);
        for (GraphTables.IncidenceTable table : tables.incidences()) {
            ElementTable edge = edges.get(table.edge());
            all.add(new ElementTable(
                    table.role(),
                    edge.table(),
                    edge.relTable(),
                    List.of(),
                    Map.of(table.role(), Set.of()),
                    Map.of(),
                    List.of()));
        }
        return all;
    }

    /** Whether an edge goes from one source to one destination. */
    public boolean isPlain(int edgeTable) {
        return tables.edges().get(edgeTable).isPlain();
    }

    public ObjectName name() {
        return tables.name();
    }

    /**
     * A vertex table, an edge table or a hyperedge table.
     *
     * @param name unique in the graph
     * @param key ordinals of the columns that identify an element; empty when there is no key
     * @param labels with the names of the properties of each
     * @param properties of all labels, by name
     * @param roles of an edge or hyperedge
     */
    public record ElementTable(
            String name,
            ObjectName table,
            RelOptTable relTable,
            List<Integer> key,
            Map<String, Set<String>> labels,
            Map<String, Property> properties,
            List<Role> roles) {
        /** The same edge table with roles. */
        public ElementTable withRoles(List<Role> ofEdge) {
            return new ElementTable(name, table, relTable, key, labels, properties, ofEdge);
        }

        /** Whether it has a label, in any case. */
        public boolean hasLabel(String label) {
            return labels.keySet().stream().anyMatch(label::equalsIgnoreCase);
        }

        /** The property of a name in any case, or null. */
        public @Nullable Property property(String wanted) {
            for (Property property : properties.values()) {
                if (property.name().equalsIgnoreCase(wanted)) {
                    return property;
                }
            }
            return null;
        }
    }

    /**
     * A property: an expression over the columns of the element's table.
     *
     * @param sql the expression as it was written, over columns that may have the element table's name before them
     */
    public record Property(String name, RelDataType type, RexNode expression, String sql) {}

    /**
     * A role of an edge.
     *
     * @param vertex name of the element table of its players
     * @param through name of the table of incidences, or null
     */
    public record Role(String name, String vertex, GraphTables.Presence presence, @Nullable ObjectName through) {}
}
