package io.grism.exec.graph;

import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of one version of an edge table, kept with that version for as long as the vertex tables stay the same: a new version of one rebuilds them. Built on
 * first use. Thread-safe.
 */
final class AdjacencyCache {
    private List<Long> vertexVersions = List.of();
    private @Nullable EdgeEnds ends;
    private @Nullable Adjacency out;
    private @Nullable Adjacency in;

    /** What tells the caches of one edge table apart: graphs may connect it differently. */
    private record Key(List<Role> roles, List<ObjectName> vertexTables) {}

    /** The cache of an edge table; {@code vertices} are its roles' vertex tables in role order. */
    static AdjacencyCache of(EdgeTable definition, TableSnapshot edges, List<TableSnapshot> vertices) {
        List<ObjectName> names =
                vertices.stream().map(table -> table.definition().name()).toList();
        return edges.derived(new Key(definition.roles(), names), AdjacencyCache.class, AdjacencyCache::new);
    }

    synchronized EdgeEnds ends(
            EdgeTable definition, TableSnapshot edges, List<TableSnapshot> vertices, BufferAllocator allocator) {
        List<Long> versions = vertices.stream().map(TableSnapshot::version).toList();
        if (ends == null || !versions.equals(vertexVersions)) {
            ends = EdgeEnds.build(definition, edges, vertices, allocator);
            vertexVersions = versions;
            out = null;
            in = null;
        }
        return ends;
    }

    synchronized Adjacency adjacency(
            boolean outgoing,
            EdgeTable definition,
            TableSnapshot edges,
            List<TableSnapshot> vertices,
            BufferAllocator allocator) {
        EdgeEnds current = ends(definition, edges, vertices, allocator);
        Adjacency known = outgoing ? out : in;
        if (known != null) {
            return known;
        }
        int from = outgoing ? EdgeTable.SOURCE : EdgeTable.DESTINATION;
        int to = outgoing ? EdgeTable.DESTINATION : EdgeTable.SOURCE;
        Adjacency built = Adjacency.of(
                current.of(from),
                current.of(to),
                EdgeEnds.rowCount(vertices.get(from)),
                EdgeEnds.rowCount(vertices.get(to)));
        if (outgoing) {
            out = built;
        } else {
            in = built;
        }
        return built;
    }
}
