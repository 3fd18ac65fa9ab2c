package io.grism.exec.graph;

import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The edges of a plain edge table at their sources, or at their destinations.
 *
 * @param edges the table
 * @param players source and destination
 * @param arePlayersVertices whether no player is an edge itself
 * @param ends all edges; made when they are asked for
 */
record AdjacencyForm(
        EdgeTable definition,
        boolean isOutgoing,
        TableSnapshot edges,
        List<TableSnapshot> players,
        boolean arePlayersVertices,
        Supplier<EdgeEnds> ends,
        BufferAllocator allocator)
        implements IndexForm<Adjacency> {
    private int from() {
        return isOutgoing ? EdgeTable.SOURCE : EdgeTable.DESTINATION;
    }

    private int to() {
        return isOutgoing ? EdgeTable.DESTINATION : EdgeTable.SOURCE;
    }

    private int vertices(int role) {
        return EdgeEnds.rowCount(players.get(role));
    }

    @Override
    public Adjacency build() {
        EdgeEnds all = ends.get();
        return Adjacency.of(present(all), all.of(to()), vertices(from()), vertices(to()));
    }

    /** The players of a role, none where the row is no edge. */
    private int[] present(EdgeEnds all) {
        int[] named = all.of(from());
        if (all.missing().isEmpty()) {
            return named;
        }
        int[] present = named.clone();
        all.missing().stream().forEach(row -> present[row] = RowReferences.NO_KEY);
        return present;
    }

    @Override
    public Adjacency extend(Adjacency old, Map<ObjectName, Integer> before) {
        int firstNew = before.get(definition.table());
        if (arePlayersVertices && old.edges().length == firstNew) {
            // Each row was an edge, and is one: only the new ones need a look.
            EdgeEnds more = EdgeEnds.build(definition, edges, firstNew, players, allocator);
            return extend(old, more, firstNew, new BitSet());
        }
        BitSet known = new BitSet(firstNew);
        for (int edge : old.edges()) {
            known.set(edge);
        }
        return extend(old, ends.get(), 0, known);
    }

    /** With the edges that are not known, of those that start with a row of the table. */
    private Adjacency extend(Adjacency old, EdgeEnds all, int firstRow, BitSet known) {
        int[] rows = new int[all.rowCount()];
        int[] from = new int[rows.length];
        int[] to = new int[rows.length];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (!known.get(row) && !all.missing().get(row)) {
                rows[count] = firstRow + row;
                from[count] = all.of(from())[row];
                to[count++] = all.of(to())[row];
            }
        }
        return old.with(
                Arrays.copyOf(rows, count),
                Arrays.copyOf(from, count),
                Arrays.copyOf(to, count),
                vertices(from()),
                vertices(to()));
    }

    @Override
    public long sizeInBytes(Adjacency adjacency) {
        return adjacency.sizeInBytes();
    }

    @Override
    public void write(Adjacency adjacency, DerivedOutput out) throws IOException {
        writeTo(adjacency, out);
    }

    @Override
    public Adjacency read(DerivedInput in) throws IOException {
        return readFrom(in);
    }

    static void writeTo(Adjacency adjacency, DerivedOutput out) throws IOException {
        out.putInts(adjacency.offsets());
        out.putInts(adjacency.neighbours());
        out.putInts(adjacency.edges());
    }

    static Adjacency readFrom(DerivedInput in) throws IOException {
        return new Adjacency(in.getInts(), in.getInts(), in.getInts());
    }
}
