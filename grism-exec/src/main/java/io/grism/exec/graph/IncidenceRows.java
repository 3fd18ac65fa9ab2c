package io.grism.exec.graph;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Collects the pairs of hyperedge and player that the declarations of a role give. */
final class IncidenceRows {
    private static final BitSet NONE = new BitSet();

    private final EdgeEnds ends;
    private final BitSet missing;
    private final BitSet missingPlayers;
    private int[] hyperedges = {};
    private int[] players = {};

    /** {@code playerEnds} are given when the players are hyperedges. */
    IncidenceRows(EdgeEnds ends, @Nullable EdgeEnds playerEnds) {
        this.ends = ends;
        this.missing = ends.missing();
        this.missingPlayers = playerEnds == null ? NONE : playerEnds.missing();
    }

    /** Adds the players that the hyperedges name themselves. */
    void addDirect(int role) {
        int[] named = ends.of(role);
        int first = grow(named.length);
        for (int row = 0; row < named.length; row++) {
            add(first + row, row, named[row]);
        }
    }

    /** Adds pairs of rows. */
    void addThrough(int[][] references) {
        int[] from = references[0];
        int first = grow(from.length);
        for (int row = 0; row < from.length; row++) {
            add(first + row, from[row], references[1][row]);
        }
    }

    private int grow(int more) {
        int size = hyperedges.length;
        hyperedges = Arrays.copyOf(hyperedges, size + more);
        players = Arrays.copyOf(players, size + more);
        return size;
    }

    private void add(int at, int hyperedge, int player) {
        boolean there = hyperedge >= 0 && player >= 0 && !missing.get(hyperedge) && !missingPlayers.get(player);
        hyperedges[at] = there ? hyperedge : -1;
        players[at] = there ? player : -1;
    }

    Incidences toIncidences(int playerCount) {
        return Incidences.of(hyperedges, players, ends.rowCount(), playerCount);
    }
}
