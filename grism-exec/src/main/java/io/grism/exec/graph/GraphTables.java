package io.grism.exec.graph;

import io.grism.exec.storage.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The element tables of a property graph, as execution needs them: no labels, no property names.
 *
 * <p>Element tables are numbered through: the vertex tables, then the edge tables, then the incidence tables. An element is known by its id, a BIGINT: the number of its element
 * table, shifted left by {@link #ROW_BITS}, plus the row position in that table's snapshot. An edge table counts as an edge table from 0 too, and the incidence
 * tables go on where those end: such an <i>edge ordinal</i> says what a step crosses.
 *
 * @param name the graph; its tables are of the same version of the database
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

    /** The same graph with the names of its tables as they are stored, for those who know the version that its own name has. */
    GraphTables stored() {
        return name.version() == null
                ? this
                : new GraphTables(
                        name.stored(),
                        vertices.stream()
                                .map(vertex -> new VertexTable(vertex.table().stored()))
                                .toList(),
                        edges.stream().map(EdgeTable::stored).toList());
    }

    public static long elementId(int element, long row) {
        return ((long) element << ROW_BITS) | row;
    }

    /** The number of an element's table. */
    public static int tableOf(long elementId) {
        return (int) (elementId >>> ROW_BITS);
    }

    public static long rowOf(long elementId) {
        return elementId & ROW_MASK;
    }

    /** How many element tables may play a role or hold edges: vertex tables and edge tables. */
    public int elementCount() {
        return vertices.size() + edges.size();
    }

    /** The number of the element table of an edge ordinal. */
    public int elementOfEdge(int edgeOrdinal) {
        return vertices.size() + edgeOrdinal;
    }

    /** The edge table that an element table is, or -1 for a vertex table. */
    public int edgeOfElement(int element) {
        return element < vertices.size() ? -1 : element - vertices.size();
    }

    /** The table of a vertex table or edge table. */
    public ObjectName table(int element) {
        int edge = edgeOfElement(element);
        return edge < 0 ? vertices.get(element).table() : edges.get(edge).table();
    }

    /** The incidences between hyperedges of one table and players of one table in one role. It stands behind the edge tables, as an edge table from the hyperedge to the player. */
    public List<IncidenceTable> incidences() {
        List<IncidenceTable> tables = new ArrayList<>();
        for (int edge = 0; edge < edges.size(); edge++) {
            Map<List<Object>, List<Integer>> declarations = new LinkedHashMap<>();
            List<Role> roles = edges.get(edge).roles();
            for (int role = 0; role < roles.size(); role++) {
                List<Object> key =
                        List.of(roles.get(role).name(), roles.get(role).player());
                declarations.computeIfAbsent(key, k -> new ArrayList<>()).add(role);
            }
            for (List<Integer> of : declarations.values()) {
                Role first = roles.get(of.get(0));
                tables.add(new IncidenceTable(edge, first.name(), first.player(), of));
            }
        }
        return tables;
    }

    /** The element table where a step along an edge ordinal starts (its source, or the hyperedge), and -1 for a hyperedge table, which is crossed by its incidences only. */
    public int start(int edgeOrdinal) {
        if (edgeOrdinal >= edges.size()) {
            return elementOfEdge(incidences().get(edgeOrdinal - edges.size()).edge());
        }
        EdgeTable edge = edges.get(edgeOrdinal);
        return edge.isPlain() ? edge.roles().get(EdgeTable.SOURCE).player() : -1;
    }

    /** The element table where a step along an edge ordinal ends: its destination, or the player; -1 for a hyperedge table. */
    public int end(int edgeOrdinal) {
        if (edgeOrdinal >= edges.size()) {
            return incidences().get(edgeOrdinal - edges.size()).player();
        }
        EdgeTable edge = edges.get(edgeOrdinal);
        return edge.isPlain() ? edge.roles().get(EdgeTable.DESTINATION).player() : -1;
    }

    /** A vertex table. */
    public record VertexTable(ObjectName table) {}

    /**
     * An edge table: roles named source and destination, or the roles of a hyperedge. A row is an edge of the graph when every key in it finds its player, and every role that has to be played is.
     */
    public record EdgeTable(ObjectName table, List<Role> roles) {
        /** The role names of a plain edge, and their ordinals. */
        public static final String SOURCE_ROLE = "source";

        public static final String DESTINATION_ROLE = "destination";
        public static final int SOURCE = 0;
        public static final int DESTINATION = 1;

        public EdgeTable {
            roles = List.copyOf(roles);
            if (roles.size() < 2) {
                throw new IllegalArgumentException("an edge has two roles or more");
            }
        }

        private EdgeTable stored() {
            return new EdgeTable(
                    table.stored(), roles.stream().map(Role::stored).toList());
        }

        /** Whether it goes from one source to one destination. */
        public boolean isPlain() {
            return roles.size() == 2
                    && roles.get(SOURCE).name().equals(SOURCE_ROLE)
                    && roles.get(DESTINATION).name().equals(DESTINATION_ROLE)
                    && roles.stream().allMatch(role -> role.through() == null && role.presence() == Presence.REQUIRED);
        }

        /** Names of roles, each once, in the order of declaration. */
        public List<String> roleNames() {
            LinkedHashSet<String> names = new LinkedHashSet<>();
            roles.forEach(role -> names.add(role.name()));
            return List.copyOf(names);
        }
    }

    /**
     * How players of a role are found, in one element table. Direct: the row whose {@code playerColumns} equal the edge row's {@code edgeColumns}. Through a table of incidences: the
     * edge row and the player row that a row of that table names. A NULL in a key means no incidence.
     *
     * @param through the table of incidences, or null
     * @param edgeColumns of the edge table: those with the player's key, or, under {@code through}, its own key
     * @param player number of the players' element table
     */
    public record Role(
            String name,
            Presence presence,
            @Nullable Through through,
            List<Integer> edgeColumns,
            int player,
            List<Integer> playerColumns) {
        public Role {
            edgeColumns = List.copyOf(edgeColumns);
            playerColumns = List.copyOf(playerColumns);
        }

        private Role stored() {
            return through == null
                    ? this
                    : new Role(
                            name,
                            presence,
                            new Through(through.table().stored(), through.edgeKey(), through.playerKey()),
                            edgeColumns,
                            player,
                            playerColumns);
        }

        /** A role with exactly one player. */
        public Role(String name, List<Integer> edgeColumns, int player, List<Integer> playerColumns) {
            this(name, Presence.REQUIRED, null, edgeColumns, player, playerColumns);
        }
    }

    /** Whether a row without a player of the role is an edge. */
    public enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /** A table of incidences: which of its columns hold the key of the edge, and which that of the player. */
    public record Through(ObjectName table, List<Integer> edgeKey, List<Integer> playerKey) {
        public Through {
            edgeKey = List.copyOf(edgeKey);
            playerKey = List.copyOf(playerKey);
        }
    }

    /**
     * The incidences of one role between one edge table and one table of players: each pair once.
     *
     * @param edge ordinal of the edge table
     * @param player number of the players' element table
     * @param declarations ordinals of the {@link EdgeTable#roles()} that it is made of
     */
    public record IncidenceTable(int edge, String role, int player, List<Integer> declarations) {}
}
