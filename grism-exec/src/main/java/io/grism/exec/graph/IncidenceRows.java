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
    private boolean isComplete = true;

    /** {@code playerEnds} are given when the players are hyperedges. */
    IncidenceRows(EdgeEnds ends, @Nullable EdgeEnds playerEnds) {
        this.ends = ends;
        this.missing = ends.missing();
        this.missingPlayers = playerEnds == null ? NONE : playerEnds.missing();
    }

    /** Adds the players that the hyperedges name themselves, from one on. */
    void addDirect(int role, int firstRow) {
        int[] named = ends.of(role);
        int first = grow(named.length - firstRow);
        for (int row = firstRow; row < named.length; row++) {
            add(first + row - firstRow, row, named[row]);
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
        isComplete &= there || hyperedge == RowReferences.NO_KEY || player == RowReferences.NO_KEY;
    }

    Incidences toIncidences(int playerCount) {
        return Incidences.of(hyperedges, players, ends.rowCount(), playerCount, isComplete);
    }

    /** Those of an older version, which was complete, with the rows of this one. */
    Incidences addTo(Incidences older, int playerCount) {
        return older.with(hyperedges, players, ends.rowCount(), playerCount, isComplete);
    }
}
