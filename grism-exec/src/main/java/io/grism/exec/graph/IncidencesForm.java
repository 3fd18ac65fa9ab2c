package io.grism.exec.graph;

import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import io.grism.exec.storage.ObjectName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The incidences of one role and one table of players. */
record IncidencesForm(GraphIndex index, IncidenceTable table, BufferAllocator allocator)
        implements IndexForm<Incidences> {
    @Override
    public Incidences build() {
        return collect(Map.of()).toIncidences(playerCount());
    }

    @Override
    public @Nullable Incidences extend(Incidences old, Map<ObjectName, Integer> before) {
        return old.isComplete() ? collect(before).addTo(old, playerCount()) : null;
    }

    private int playerCount() {
        return EdgeEnds.rowCount(index.element(table.player()));
    }

    /** The pairs that the rows give that were not there before. */
    private IncidenceRows collect(Map<ObjectName, Integer> before) {
        EdgeEnds ends = index.ends(table.edge(), allocator);
        int playerEdge = index.graph().edgeOfElement(table.player());
        EdgeEnds playerEnds = playerEdge < 0 ? null : index.ends(playerEdge, allocator);
        IncidenceRows rows = new IncidenceRows(ends, playerEnds);
        List<Role> roles = index.graph().edges().get(table.edge()).roles();
        for (int declaration : table.declarations()) {
            Role role = roles.get(declaration);
            Through through = role.through();
            if (through == null) {
                ObjectName edges = index.graph().edges().get(table.edge()).table();
                rows.addDirect(declaration, before.getOrDefault(edges, 0));
            } else {
                rows.addThrough(
                        index.references(table.edge(), role, before.getOrDefault(through.table(), 0), allocator));
            }
        }
        return rows;
    }

    @Override
    public long sizeInBytes(Incidences incidences) {
        return 2 * incidences.players().sizeInBytes();
    }

    @Override
    public void write(Incidences incidences, DerivedOutput out) throws IOException {
        out.putInt(incidences.playerCount());
        out.putInt(incidences.isComplete() ? 1 : 0);
        AdjacencyForm.writeTo(incidences.players(), out);
        AdjacencyForm.writeTo(incidences.hyperedges(), out);
    }

    @Override
    public Incidences read(DerivedInput in) throws IOException {
        int players = in.getInt();
        boolean isComplete = in.getInt() == 1;
        return new Incidences(AdjacencyForm.readFrom(in), players, isComplete, AdjacencyForm.readFrom(in));
    }
}
