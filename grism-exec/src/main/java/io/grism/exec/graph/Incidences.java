package io.grism.exec.graph;

import org.jspecify.annotations.Nullable;

/**
 * The incidences of one role between hyperedges of one table and players of one table, each pair once, as an index in both directions. It serves every pair of roles: a step from
 * one player to another goes through two of them. Its size is linear in the incidences. Thread-safe.
 */
final class Incidences {
    private final Adjacency players;
    private final int playerCount;
    private @Nullable Adjacency hyperedges;

    private Incidences(Adjacency players, int playerCount) {
        this.players = players;
        this.playerCount = playerCount;
    }

    /** Pairs of rows, negative for none; a pair may stand there more than once. */
    static Incidences of(int[] hyperedges, int[] players, int hyperedgeCount, int playerCount) {
        Adjacency all = Adjacency.of(hyperedges, players, hyperedgeCount, playerCount);
        return new Incidences(all.distinct(), playerCount);
    }

    /** From hyperedges to players; incidences are numbered in its order. */
    Adjacency players() {
        return players;
    }

    /** From players to hyperedges. */
    synchronized Adjacency hyperedges() {
        Adjacency known = hyperedges;
        if (known == null) {
            int[] offsets = players.offsets();
            int[] from = new int[players.neighbours().length];
            for (int row = 0; row + 1 < offsets.length; row++) {
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    from[i] = row;
                }
            }
            known = Adjacency.of(players.neighbours(), from, playerCount, offsets.length - 1);
            hyperedges = known;
        }
        return known;
    }

    Adjacency adjacency(boolean outgoing) {
        return outgoing ? players() : hyperedges();
    }
}
