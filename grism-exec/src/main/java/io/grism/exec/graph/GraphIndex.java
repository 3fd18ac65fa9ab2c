package io.grism.exec.graph;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The element tables of a graph in one snapshot, with their indexes. */
final class GraphIndex {
    private final GraphTables graph;
    private final Snapshot snapshot;

    GraphIndex(GraphTables graph, Snapshot snapshot) {
        this.graph = graph;
        this.snapshot = snapshot;
    }

    GraphTables graph() {
        return graph;
    }

    TableSnapshot vertexTable(int ordinal) {
        return table(graph.vertices().get(ordinal).table());
    }

    TableSnapshot edgeTable(int ordinal) {
        return table(graph.edges().get(ordinal).table());
    }

    TableSnapshot table(ElementKind kind, int ordinal) {
        return kind == ElementKind.VERTEX ? vertexTable(ordinal) : edgeTable(ordinal);
    }

    EdgeEnds ends(int edgeTable, BufferAllocator allocator) {
        EdgeTable definition = graph.edges().get(edgeTable);
        TableSnapshot edges = edgeTable(edgeTable);
        List<TableSnapshot> vertices = players(definition);
        return AdjacencyCache.of(definition, edges, vertices).ends(definition, edges, vertices, allocator);
    }

    /** The edges at their sources. */
    Adjacency outgoing(int edgeTable, BufferAllocator allocator) {
        return adjacency(true, edgeTable, allocator);
    }

    /** The edges at their destinations. */
    Adjacency incoming(int edgeTable, BufferAllocator allocator) {
        return adjacency(false, edgeTable, allocator);
    }

    private Adjacency adjacency(boolean outgoing, int edgeTable, BufferAllocator allocator) {
        EdgeTable definition = graph.edges().get(edgeTable);
        TableSnapshot edges = edgeTable(edgeTable);
        List<TableSnapshot> vertices = players(definition);
        return AdjacencyCache.of(definition, edges, vertices)
                .adjacency(outgoing, definition, edges, vertices, allocator);
    }

    private List<TableSnapshot> players(EdgeTable definition) {
        List<TableSnapshot> tables = new ArrayList<>();
        definition.roles().forEach(role -> tables.add(vertexTable(role.vertexTable())));
        return tables;
    }

    private TableSnapshot table(ObjectName name) {
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
