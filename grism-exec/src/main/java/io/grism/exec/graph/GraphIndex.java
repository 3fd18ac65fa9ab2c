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

/** The element tables of a graph in one snapshot, with their indexes. */
final class GraphIndex {
    private final GraphTables graph;
    private final Snapshot snapshot;
    private final List<IncidenceTable> incidenceTables;

    GraphIndex(GraphTables graph, Snapshot snapshot) {
        this.graph = graph;
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

    /** The edges of a table: their players, and the rows that are none. */
    EdgeEnds ends(int edgeTable, BufferAllocator allocator) {
        List<Integer> tables = dependencies(edgeTable);
        if (graph.edges().get(edgeTable).roles().stream().allMatch(role -> graph.edgeOfElement(role.player()) < 0)) {
            return named(edgeTable, allocator);
        }
        List<EdgeEnds> named = new ArrayList<>();
        tables.forEach(table -> named.add(named(table, allocator)));
        return cache(edgeTable).ends(() -> new MissingPlayers(graph, tables, named).first());
    }

    /** What the rows say of themselves; a player that is a hyperedge counts whether that is one or not. */
    private EdgeEnds named(int edgeTable, BufferAllocator allocator) {
        return cache(edgeTable).named(() -> {
            EdgeTable definition = graph.edges().get(edgeTable);
            return EdgeEnds.build(definition, edgeTable(edgeTable), players(definition), allocator);
        });
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
        EdgeEnds ends = ends(edgeOrdinal, allocator);
        return cache(edgeOrdinal).adjacency(outgoing, () -> {
            EdgeTable definition = graph.edges().get(edgeOrdinal);
            int from = outgoing ? EdgeTable.SOURCE : EdgeTable.DESTINATION;
            int to = outgoing ? EdgeTable.DESTINATION : EdgeTable.SOURCE;
            return Adjacency.of(
                    present(ends, from),
                    ends.of(to),
                    EdgeEnds.rowCount(element(definition.roles().get(from).player())),
                    EdgeEnds.rowCount(element(definition.roles().get(to).player())));
        });
    }

    /** The players of a role, none where the row is no edge. */
    private static int[] present(EdgeEnds ends, int role) {
        int[] players = ends.of(role);
        if (ends.missing().isEmpty()) {
            return players;
        }
        int[] present = players.clone();
        ends.missing().stream().forEach(row -> present[row] = RowReferences.NO_KEY);
        return present;
    }

    /** The index of an incidence table, by its place in {@link GraphTables#incidences()}. */
    Incidences incidences(int number, BufferAllocator allocator) {
        IncidenceTable table = incidenceTables.get(number);
        EdgeEnds ends = ends(table.edge(), allocator);
        int playerEdge = graph.edgeOfElement(table.player());
        EdgeEnds playerEnds = playerEdge < 0 ? null : ends(playerEdge, allocator);
        return cache(table.edge()).incidences(table.declarations().get(0), () -> {
            IncidenceRows rows = new IncidenceRows(ends, playerEnds);
            List<Role> roles = graph.edges().get(table.edge()).roles();
            TableSnapshot players = element(table.player());
            for (int declaration : table.declarations()) {
                Role role = roles.get(declaration);
                if (role.through() == null) {
                    rows.addDirect(declaration);
                } else {
                    rows.addThrough(references(table.edge(), role, allocator));
                }
            }
            return rows.toIncidences(EdgeEnds.rowCount(players));
        });
    }

    /** Per row of a THROUGH table the edge row and the player row. */
    int[][] references(int edgeTable, Role role, BufferAllocator allocator) {
        Through through = role.through();
        if (through == null) {
            throw new IllegalArgumentException("not a role through a table: " + role);
        }
        return RowReferences.find(
                table(through.table()),
                List.of(
                        new RowReferences.Reference(through.edgeKey(), edgeTable(edgeTable), role.edgeColumns()),
                        new RowReferences.Reference(through.playerKey(), element(role.player()), role.playerColumns())),
                allocator);
    }

    private AdjacencyCache cache(int edgeTable) {
        List<EdgeTable> tables = new ArrayList<>();
        List<ObjectName> players = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        for (int table : dependencies(edgeTable)) {
            EdgeTable definition = graph.edges().get(table);
            tables.add(definition);
            for (Role role : definition.roles()) {
                players.add(graph.table(role.player()));
                versions.add(element(role.player()).version());
                if (role.through() != null) {
                    versions.add(table(role.through().table()).version());
                }
            }
        }
        return AdjacencyCache.of(edgeTable(edgeTable), tables, players).at(versions);
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
        TableSnapshot table = snapshot.table(name);
        if (table == null) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot read graph " + graph.name() + ": there is no table " + name
                            + ". Drop the graph, or create the table again");
        }
        return table;
    }
}
