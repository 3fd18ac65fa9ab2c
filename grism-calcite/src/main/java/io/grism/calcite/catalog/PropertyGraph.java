package io.grism.calcite.catalog;

import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
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
 * @param edges those with a source and a destination, in the order of {@link GraphTables#edges()}
 * @param hyperedges those with other roles
 */
public record PropertyGraph(
        GraphTables tables, List<ElementTable> vertices, List<ElementTable> edges, List<ElementTable> hyperedges) {
    public PropertyGraph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        hyperedges = List.copyOf(hyperedges);
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

    /** A property: an expression over the columns of the element's table. */
    public record Property(String name, RelDataType type, RexNode expression) {}

    /**
     * A role of an edge.
     *
     * @param vertex name of the vertex table of its players
     */
    public record Role(String name, String vertex) {}
}
