package io.grism.exec.graph;

import io.grism.exec.graph.GraphTables.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Takes away the edges whose player is a hyperedge that is none itself, until nothing changes: hyperedges may play roles in each other in circles.
 */
final class MissingPlayers {
    private final GraphTables graph;
    private final List<Integer> tables;
    private final List<EdgeEnds> ends;

    /** {@code tables} are edge tables, with all that play roles in them; {@code ends} in the same order. */
    MissingPlayers(GraphTables graph, List<Integer> tables, List<EdgeEnds> ends) {
        this.graph = graph;
        this.tables = tables;
        this.ends = new ArrayList<>(ends);
    }

    /** The edges of the first table. */
    EdgeEnds first() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < tables.size(); i++) {
                BitSet more = more(i);
                if (!more.isEmpty()) {
                    ends.set(i, ends.get(i).without(more));
                    changed = true;
                }
            }
        }
        return ends.get(0);
    }

    /** Edges of a table that are there and name a player that is not. */
    private BitSet more(int i) {
        BitSet more = new BitSet();
        List<Role> roles = graph.edges().get(tables.get(i)).roles();
        EdgeEnds own = ends.get(i);
        for (int r = 0; r < roles.size(); r++) {
            int player = graph.edgeOfElement(roles.get(r).player());
            if (player < 0 || roles.get(r).through() != null) {
                continue;
            }
            BitSet gone = ends.get(tables.indexOf(player)).missing();
            int[] players = own.of(r);
            for (int row = 0; row < players.length && !gone.isEmpty(); row++) {
                if (players[row] >= 0
                        && gone.get(players[row])
                        && !own.missing().get(row)) {
                    more.set(row);
                }
            }
        }
        return more;
    }
}
