package io.grism.exec.graph;

import io.grism.exec.storage.ObjectName;
import java.util.List;

/**
 * The element tables of a property graph, as execution needs them: no labels, no property names.
 *
 * <p>An element is known by its id, a BIGINT: the ordinal of its element table in the list here, shifted left by {@link #ROW_BITS}, plus the row position in
 * that table's snapshot. Vertices and edges count separately.
 *
 * @param name the graph
 * @param vertices vertex tables; the same table may stand here more than once
 * @param edges edge tables, hyperedge tables among them
 */
public record GraphTables(ObjectName name, List<VertexTable> vertices, List<EdgeTable> edges) {
    /** Bits of an element id that hold the row position. */
    public static final int ROW_BITS = 40;

    private static final long ROW_MASK = (1L << ROW_BITS) - 1;

    public GraphTables {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
    }

    public static long elementId(int table, long row) {
        return ((long) table << ROW_BITS) | row;
    }

    public static int tableOf(long elementId) {
        return (int) (elementId >>> ROW_BITS);
    }

    public static long rowOf(long elementId) {
        return elementId & ROW_MASK;
    }

    /** A vertex table. */
    public record VertexTable(ObjectName table) {}

    /** An edge table: two roles named source and destination, or two or more roles of a hyperedge. */
    public record EdgeTable(ObjectName table, List<Role> roles) {
        /** Role ordinals of a plain edge. */
        public static final int SOURCE = 0;

        public static final int DESTINATION = 1;

        public EdgeTable {
            roles = List.copyOf(roles);
            if (roles.size() < 2) {
                throw new IllegalArgumentException("an edge has two roles or more");
            }
        }
    }

    /**
     * How the player of a role is found: the row of the vertex table whose {@code vertexColumns} equal the edge row's {@code edgeColumns}. No row, or a NULL, means
     * no incidence.
     *
     * @param vertexTable ordinal in {@link GraphTables#vertices()}
     */
    public record Role(String name, List<Integer> edgeColumns, int vertexTable, List<Integer> vertexColumns) {
        public Role {
            edgeColumns = List.copyOf(edgeColumns);
            vertexColumns = List.copyOf(vertexColumns);
        }
    }
}
