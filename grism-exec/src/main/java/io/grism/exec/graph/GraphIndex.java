package io.grism.exec.graph;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The element tables of a graph in one snapshot, with their indexes. */
final class GraphIndex {
    private final @Nullable String version;
    private final GraphTables graph;
    private final Snapshot snapshot;
    private final List<IncidenceTable> incidenceTables;

    GraphIndex(GraphTables graph, Snapshot snapshot) {
        this.version = graph.name().version();
        // Indexes are kept with the tables, and tables are the same in many versions of the database.
        this.graph = graph.stored();
        this.snapshot = snapshot;
        this.incidenceTables = graph.incidences();
    }

    GraphTables graph() {
        return graph;
    }

    List<IncidenceTable> incidenceTables() {
        return incidenceTables;
    }

    /** A vertex table or edge table by its number. */
    TableSnapshot element(int number) {
        return table(graph.table(number));
    }

    TableSnapshot edgeTable(int ordinal) {
        return table(graph.edges().get(ordinal).table());
    }

    /** What tells the indexes of one edge table apart: graphs may connect it differently. */
    private record Key(String kind, List<EdgeTable> tables, List<ObjectName> players) {}

    /** The edges of a table: their players, and the rows that are none. */
    EdgeEnds ends(int edgeTable, BufferAllocator allocator) {
        if (arePlayersVertices(edgeTable)) {
            return named(edgeTable, allocator);
        }
        List<Integer> tables = dependencies(edgeTable);
        return kept("present", edgeTable, tables, new PresentForm(this, tables, allocator));
    }

    private boolean arePlayersVertices(int edgeTable) {
        return graph.edges().get(edgeTable).roles().stream().allMatch(role -> graph.edgeOfElement(role.player()) < 0);
    }

    /** What the rows say of themselves; a player that is a hyperedge counts whether that is one or not. */
    EdgeEnds named(int edgeTable, BufferAllocator allocator) {
        EdgeTable definition = graph.edges().get(edgeTable);
        EndsForm form = new EndsForm(definition, edgeTable(edgeTable), players(definition), allocator);
        return kept("ends", edgeTable, List.of(edgeTable), form);
    }

    /** The edges of an edge table at their sources, or the incidences at the hyperedges. */
    Adjacency outgoing(int edgeOrdinal, BufferAllocator allocator) {
        return adjacency(true, edgeOrdinal, allocator);
    }

    /** The edges at their destinations, or the incidences at the players. */
    Adjacency incoming(int edgeOrdinal, BufferAllocator allocator) {
        return adjacency(false, edgeOrdinal, allocator);
    }

    private Adjacency adjacency(boolean outgoing, int edgeOrdinal, BufferAllocator allocator) {
        if (edgeOrdinal >= graph.edges().size()) {
            return incidences(edgeOrdinal - graph.edges().size(), allocator).adjacency(outgoing);
        }
        EdgeTable definition = graph.edges().get(edgeOrdinal);
        AdjacencyForm form = new AdjacencyForm(
                definition,
                outgoing,
                edgeTable(edgeOrdinal),
                players(definition),
                arePlayersVertices(edgeOrdinal),
                () -> ends(edgeOrdinal, allocator),
                allocator);
        return kept(outgoing ? "out" : "in", edgeOrdinal, dependencies(edgeOrdinal), form);
    }

    /** The index of an incidence table, by its place in {@link GraphTables#incidences()}. */
    Incidences incidences(int number, BufferAllocator allocator) {
        IncidenceTable table = incidenceTables.get(number);
        String kind = "incidences" + table.declarations().get(0);
        return kept(kind, table.edge(), dependencies(table.edge()), new IncidencesForm(this, table, allocator));
    }

    /** Per row of a THROUGH table, from one on, the edge row and the player row. */
    int[][] references(int edgeTable, Role role, int firstRow, BufferAllocator allocator) {
        Through through = role.through();
        if (through == null) {
            throw new IllegalArgumentException("not a role through a table: " + role);
        }
        return RowReferences.find(
                table(through.table()),
                firstRow,
                List.of(
                        new RowReferences.Reference(through.edgeKey(), edgeTable(edgeTable), role.edgeColumns()),
                        new RowReferences.Reference(through.playerKey(), element(role.player()), role.playerColumns())),
                allocator);
    }

    /** An index that is kept with an edge table; {@code tables} are the edge tables that it depends on, that one first. */
    @SuppressWarnings("unchecked")
    private <T> T kept(String kind, int edgeTable, List<Integer> tables, IndexForm<T> form) {
        TableSnapshot edges = edgeTable(edgeTable);
        IndexSources sources = new IndexSources(edges, List.of());
        List<EdgeTable> definitions = new ArrayList<>();
        List<ObjectName> players = new ArrayList<>();
        for (int table : tables) {
            EdgeTable definition = graph.edges().get(table);
            definitions.add(definition);
            for (Role role : definition.roles()) {
                players.add(graph.table(role.player()));
                sources.add(edgeTable(table), role.edgeColumns());
                sources.add(element(role.player()), role.playerColumns());
                Through through = role.through();
                if (through != null) {
                    sources.add(table(through.table()), through.edgeKey());
                    sources.add(table(through.table()), through.playerKey());
                }
            }
        }
        Key key = new Key(kind, definitions, players);
        String definition = definitions + " of " + players;
        KeptIndex<T> index = edges.derived(
                key, KeptIndex.class, () -> new KeptIndex<T>(kind, definition, edges.inherited(key, KeptIndex.class)));
        return index.get(sources, form);
    }

    /** The edge tables that the edges of a table depend on: itself, those that play roles in it, and so on. */
    private List<Integer> dependencies(int edgeTable) {
        Set<Integer> found = new LinkedHashSet<>(List.of(edgeTable));
        List<Integer> open = new ArrayList<>(found);
        for (int at = 0; at < open.size(); at++) {
            for (Role role : graph.edges().get(open.get(at)).roles()) {
                int player = graph.edgeOfElement(role.player());
                if (player >= 0 && found.add(player)) {
                    open.add(player);
                }
            }
        }
        return open;
    }

    private List<TableSnapshot> players(EdgeTable definition) {
        List<TableSnapshot> tables = new ArrayList<>();
        definition.roles().forEach(role -> tables.add(element(role.player())));
        return tables;
    }

    /** A table of the snapshot; it need not be an element table. */
    TableSnapshot table(ObjectName name) {
        TableSnapshot table = snapshot.table(name.at(version));
        if (table == null) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot read graph " + graph.name() + ": there is no table " + name
                            + ". Drop the graph, or create the table again");
        }
        return table;
    }
}
