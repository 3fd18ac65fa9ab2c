package io.grism.exec.graph;

import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of one version of an edge table, kept with that version for as long as the tables that they depend on stay the same: a new version of one rebuilds them. Built on
 * first use. Thread-safe.
 */
final class AdjacencyCache {
    private List<Long> versions = List.of();
    private @Nullable EdgeEnds named;
    private @Nullable EdgeEnds ends;
    private @Nullable Adjacency out;
    private @Nullable Adjacency in;
    private final Map<Integer, Incidences> incidences = new HashMap<>();

    /** What tells the caches of one edge table apart: graphs may connect it differently. */
    private record Key(List<EdgeTable> tables, List<ObjectName> players) {}

    /** The cache of an edge table; {@code tables} are the definitions that it depends on, itself first, {@code players} the tables that their roles name, in order. */
    static AdjacencyCache of(TableSnapshot edges, List<EdgeTable> tables, List<ObjectName> players) {
        return edges.derived(new Key(tables, players), AdjacencyCache.class, AdjacencyCache::new);
    }

    /** The cache for these versions of the tables that it depends on. */
    synchronized AdjacencyCache at(List<Long> current) {
        if (!current.equals(versions)) {
            versions = current;
            named = null;
            ends = null;
            out = null;
            in = null;
            incidences.clear();
        }
        return this;
    }

    /** The players that the rows name, whether those are edges themselves or not. */
    synchronized EdgeEnds named(Supplier<EdgeEnds> builder) {
        EdgeEnds known = named;
        if (known == null) {
            known = builder.get();
            named = known;
        }
        return known;
    }

    synchronized EdgeEnds ends(Supplier<EdgeEnds> builder) {
        EdgeEnds known = ends;
        if (known == null) {
            known = builder.get();
            ends = known;
        }
        return known;
    }

    synchronized Adjacency adjacency(boolean outgoing, Supplier<Adjacency> builder) {
        Adjacency known = outgoing ? out : in;
        if (known == null) {
            known = builder.get();
            if (outgoing) {
                out = known;
            } else {
                in = known;
            }
        }
        return known;
    }

    /** The incidences of the role and players that a role declaration, the first for them, gives. */
    synchronized Incidences incidences(int declaration, Supplier<Incidences> builder) {
        Incidences known = incidences.get(declaration);
        if (known == null) {
            known = builder.get();
            incidences.put(declaration, known);
        }
        return known;
    }
}
